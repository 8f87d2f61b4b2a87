"""Threads, messages and read markers."""

from common.markdown import render
from discussions import search
from discussions.enums import MessageState
from discussions.models import Message, MessageText, ReadMarker, Thread
from home.demo.scale import words as w
from home.demo.scale.world import World


def add_threads(world: World) -> None:
    spaces = world.group_spaces * 20 + world.trial_spaces
    counts = world.share(world.size.messages, len(spaces))
    opened, threads = [], []
    for space, count in zip(spaces, counts, strict=True):
        people = world.members[space.group_id]
        start = world.moment()
        step = (world.now - start) / (count + 1)
        edits = count // 40
        opened.append((people, start, step, edits))
        threads.append(
            Thread(
                space=space,
                title=world.rng.choice(w.QUESTIONS),
                author_id=world.rng.choice(people).user_id,
                created_at=start,
                last_position=count,
                last_seq=count + edits,
                last_message_at=start + step * count,
            )
        )
    world.insert(Thread, threads, len(threads))
    _add_messages(world, threads, opened)
    _add_markers(world, threads)


def _add_messages(world: World, threads: list[Thread], opened: list[tuple]) -> None:
    """Dense positions; the first messages of long threads were edited since, one is removed."""
    rng = world.rng
    bodies = [
        f"{opening} {middle}\n\n{ending}"
        for opening in w.OPENINGS
        for middle in w.MIDDLES
        for ending in w.ENDINGS
    ]
    texts = [(body, str(render(body)), Message.digest(body)) for body in bodies]

    def messages():
        for thread, (people, start, step, edits) in zip(threads, opened, strict=True):
            count = thread.last_position
            for position in range(1, count + 1):
                body, html, digest = rng.choice(texts)
                voice = rng.choice(people)
                edited = position <= edits
                removed = edited and position % 3 == 0
                at = start + step * position
                yield Message(
                    thread=thread,
                    author_id=voice.user_id,
                    organisation_id=voice.organisation_id,
                    author_role=voice.role,
                    client_id=world.uuid(),
                    position=position,
                    changed_seq=count + position if edited else position,
                    body=body,
                    html="" if removed else html,
                    first_digest=digest,
                    state=MessageState.REMOVED if removed else MessageState.VISIBLE,
                    created_at=at,
                    edited_at=at if edited and not removed else None,
                )

    written = world.insert(Message, messages(), world.size.messages)
    world.insert(MessageText, search.texts_of(written), len(written))


def _add_markers(world: World, threads: list[Thread]) -> None:
    """Half of the people of each space have opened each thread."""
    rng = world.rng
    markers = [
        ReadMarker(
            user_id=person.user_id,
            thread=thread,
            position=max(thread.last_position - rng.choice((0, 0, 0, 1, 2, 5)), 0),
        )
        for thread in threads
        for person in rng.sample(
            world.members[thread.space.group_id],
            min(12, len(world.members[thread.space.group_id])),
        )
    ]
    world.insert(ReadMarker, markers, len(markers))
