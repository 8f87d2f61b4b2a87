"""Threads of the demonstration world: messages, answers, signs, names and pictures."""

import uuid
from collections.abc import Iterator

from django.core.files.base import ContentFile

from discussions import attachments, mentions, search
from discussions.models import Attachment, Message, MessageText, Reaction, ReadMarker, Thread
from groups.models import Membership, Space
from home.demo import pictures
from home.demo.data import world
from home.demo.loader import NAMESPACE, Loader
from home.demo.prose import fr
from home.demo.schema import Post, Talk

# How much of a thread each person has left to read, by turns.
UNREAD = (0, 1, 2, 0, 3)


def load_talks(loader: Loader) -> None:
    """The threads of groups and of trials that were not loaded before. All places are there by now:
    what a message names is found."""
    for space, talks in _places(loader):
        for talk in talks:
            _load(loader, talk, space)


def _places(loader: Loader) -> Iterator[tuple[Space, tuple[Talk, ...]]]:
    for group in world.GROUPS:
        if space := loader.spaces.get(group.slug):
            yield space, group.talks
    for trial in world.TRIALS:
        if made := loader.registry.get(f"trial:{trial.key}"):
            yield made.space, trial.talks


def _load(loader: Loader, data: Talk, space: Space) -> None:
    loader.registry.once(f"thread:{data.key}", lambda: _make(loader, data, space))


def _make(loader: Loader, data: Talk, space: Space) -> Thread:
    """A thread and its messages: positions and changes are dense and end where it says."""
    first, last = data.posts[0], data.posts[-1]
    thread = Thread.objects.create(
        space=space,
        title=fr(data.title),
        kind=data.kind,
        author=loader.people[first.author],
        created_at=loader.ago(first.days, first.at),
        last_position=len(data.posts),
        last_seq=len(data.posts),
        last_message_at=loader.ago(last.days, last.at),
        source=fr(data.source),
    )
    messages = _messages(loader, data, thread)
    Message.objects.bulk_create(messages)
    _markers(thread, messages)
    for message, post in zip(messages, data.posts, strict=True):
        _surround(loader, message, post)
        if post.answers:
            message.reply_to = messages[post.answers - 1]
    Message.objects.bulk_update(messages, ["html", "reply_to"])
    MessageText.objects.bulk_create(search.texts_of(messages))
    if data.answer:
        thread.answer = messages[data.answer - 1]
        thread.resolved_at = thread.answer.created_at
        thread.save(update_fields=["answer", "resolved_at"])
    return thread


def _messages(loader: Loader, data: Talk, thread: Thread) -> list[Message]:
    voices = {post.author: loader.voice(post.author, thread.space) for post in data.posts}
    return [
        Message(
            thread=thread,
            author=loader.people[post.author],
            **voices[post.author],
            client_id=uuid.uuid5(NAMESPACE, f"message:{data.key}:{position}"),
            position=position,
            changed_seq=position,
            body=(body := fr(post.text)),
            first_digest=Message.digest(body),
            created_at=loader.ago(post.days, post.at),
        )
        for position, post in enumerate(data.posts, start=1)
    ]


def _surround(loader: Loader, message: Message, post: Post) -> None:
    """The picture, the signs, whom and what it names; and its text as it is shown with these."""
    if post.picture:
        _picture(message, post)
    Reaction.objects.bulk_create(
        Reaction(message=message, user=loader.people[account], kind=kind)
        for account, kind in post.signs
    )
    names = mentions.named_in(message.body, message.thread.space)
    mentions.note(message, names)
    message.html = attachments.html_of(message, names)


def _picture(message: Message, post: Post) -> None:
    full, small = pictures.webp(post.picture)
    row = Attachment(
        message=message,
        filename=f"{post.picture}.webp",
        content_type="image/webp",
        size=len(full),
        width=pictures.WIDTH,
        height=pictures.HEIGHT,
        alt=fr(post.alt),
    )
    row.file.save("", ContentFile(full), save=False)
    row.thumbnail.save("", ContentFile(small), save=False)
    row.save()


def _markers(thread: Thread, messages: list[Message]) -> None:
    """Each author has read up to her last word; the others somewhat less."""
    spoke = {message.author_id: message.position for message in messages}
    readers = Membership.objects.active().filter(group=thread.space.group_id).order_by("pk")
    ReadMarker.objects.bulk_create(
        ReadMarker(
            user_id=user_id,
            thread=thread,
            position=max(
                thread.last_position - UNREAD[(index + thread.pk) % len(UNREAD)],
                spoke.get(user_id, 0),
                0,
            ),
        )
        for index, user_id in enumerate(readers.values_list("user_id", flat=True))
    )
