"""Whatever happened, what a page held plus `changes` equals a fresh page."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussions import about, events, reactions, selectors, services
from discussions.enums import MessageState
from discussions.models import Message, Thread, excerpt_of


def fresh(thread) -> dict:
    """What a page loaded now would hold: {message id: payload}, and the thread's own state."""
    rows = Message.objects.as_shown().filter(thread=thread)
    state = events.state_payload(Thread.objects.get(pk=thread.pk))
    return {row.pk: events.message_payload(row) for row in rows} | {"thread": state}


def last_seq(thread) -> int:
    return Thread.objects.get(pk=thread.pk).last_seq


def catch_up(held: dict, thread, seq: int) -> int:
    """Apply `changes` after `seq` as a client does; the seq it then holds."""
    while True:
        found = selectors.changes_since(thread.pk, seq)
        assert found.since == seq
        seqs = [message["changed_seq"] for message in found.messages]
        assert seqs == sorted(seqs)
        assert all(seq < each <= found.to for each in seqs)
        for message in found.messages:
            held[message["id"]] = message
            requote(held, message)
        if found.state is not None:
            held["thread"] = found.state
        seq = found.to
        if not found.more:
            return seq


def requote(held: dict, message: dict) -> None:
    """A message that changed: what answers it quotes it as it is now (`refreshReplies`)."""
    for each in held.values():
        reply = each.get("reply")
        if reply and reply["id"] == message["id"]:
            now = {"author": message["author"]["name"], "text": excerpt_of(message["html"])}
            each["reply"] = reply | now


def post(scene, message):
    # Whom slow mode does not keep waiting.
    services.post_message(thread=scene.thread, author=scene.facilitator, body="Nouveau")


def edit(scene, message):
    if message.is_visible:
        services.edit_message(message=message, body=message.body + "+")


def remove(scene, message):
    if message.is_visible:
        services.remove_message(message=message)


def hide(scene, message):
    if message.is_visible:
        services.hide_message(message=message, actor=scene.facilitator, reason="Hors sujet")


def restore(scene, message):
    if not message.is_visible:
        services.restore_message(message=message, actor=scene.facilitator)


def reply(scene, message):
    asked = message if message.is_visible else None
    services.post_message(
        thread=scene.thread, author=scene.facilitator, body="D’accord avec @Nadine", reply_to=asked
    )


def react(scene, message):
    if message.is_visible:
        mine = message.reactions.filter(user=scene.member, kind="agree")
        reactions.react(message=message, user=scene.member, kind="agree", on=not mine.exists())


def lock(scene, message):
    locked = Thread.objects.get(pk=scene.thread.pk).is_locked
    services.lock_thread(thread=scene.thread, actor=scene.facilitator, locked=not locked)


def pin(scene, message):
    pinned = Thread.objects.get(pk=scene.thread.pk).is_pinned
    services.pin_thread(thread=scene.thread, actor=scene.facilitator, pinned=not pinned)


def slow(scene, message):
    # Always another than before.
    minutes = Thread.objects.get(pk=scene.thread.pk).slow_minutes
    services.slow_thread(thread=scene.thread, actor=scene.facilitator, minutes=5 - minutes)


def rename(scene, message):
    title = Thread.objects.get(pk=scene.thread.pk).title
    about.edit_thread(
        thread=scene.thread, actor=scene.member, title=f"{title[:100]}+", kind="question"
    )


def answer(scene, message):
    thread = Thread.objects.get(pk=scene.thread.pk)
    if thread.answer_id:
        about.reopen_thread(thread=scene.thread, actor=scene.member)
    elif thread.kind == "question" and message.is_visible:
        about.resolve_thread(thread=scene.thread, actor=scene.member, answer=message)


CHANGES = {
    each.__name__: each
    for each in (post, edit, remove, hide, restore, reply, react, lock, pin, slow, rename, answer)
}
# What a locked thread still lets happen.
STILL = {"hide", "lock", "pin", "slow", "rename", "answer"}


@pytest.mark.parametrize("kind", CHANGES)
def test_every_kind_of_change_is_caught_up(scene, kind):
    message = services.post_message(thread=scene.thread, author=scene.member, body="Bonjour")
    if kind == "restore":
        message = services.hide_message(message=message, actor=scene.facilitator, reason="…")
    if kind == "answer":
        rename(scene, message)
    held, seq = fresh(scene.thread), last_seq(scene.thread)
    CHANGES[kind](scene, message)
    assert held != fresh(scene.thread)
    assert catch_up(held, scene.thread, seq) == last_seq(scene.thread)
    assert held == fresh(scene.thread)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    acts=st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 9)), max_size=12),
    seen=st.integers(0, 12),
)
def test_any_succession_of_changes_is_caught_up(scene, acts, seen):
    """From wherever the page stopped listening."""
    held, seq = {"thread": events.state_payload(scene.thread)}, 0
    for turn, (kind, which) in enumerate(acts):
        if turn == seen:
            held, seq = fresh(scene.thread), last_seq(scene.thread)
        if kind not in STILL and Thread.objects.get(pk=scene.thread.pk).is_locked:
            continue
        messages = list(Message.objects.filter(thread=scene.thread).order_by("position"))
        CHANGES[kind](scene, messages[which % len(messages)])
    assert catch_up(held, scene.thread, seq) == last_seq(scene.thread)
    assert held == fresh(scene.thread)


def test_a_quotation_follows_what_it_quotes(scene):
    asked = services.post_message(thread=scene.thread, author=scene.member, body="Canari")
    services.post_message(thread=scene.thread, author=scene.facilitator, body="Oui", reply_to=asked)
    held, seq = fresh(scene.thread), last_seq(scene.thread)
    services.hide_message(message=asked, actor=scene.facilitator, reason="Hors sujet")
    assert "Canari" not in str(fresh(scene.thread))
    catch_up(held, scene.thread, seq)
    assert held == fresh(scene.thread)
    assert "Canari" not in str(held)


def test_pages_of_changes_leave_no_hole(scene, monkeypatch):
    monkeypatch.setattr(selectors, "CHANGES_AT_ONCE", 2)
    for _turn in range(5):
        post(scene, None)
    held = {"thread": events.state_payload(scene.thread)}
    assert catch_up(held, scene.thread, 0) == last_seq(scene.thread)
    assert held == fresh(scene.thread)


def test_a_page_reads_its_seq_before_its_messages(scene):
    """What is written between the two is in both: applied twice, it changes nothing."""
    thread = Thread.objects.get(pk=scene.thread.pk)
    services.post_message(thread=scene.thread, author=scene.member, body="Entre les deux")
    held = {row.pk: events.message_payload(row) for row in selectors.message_page(thread).messages}
    held["thread"] = events.state_payload(thread)
    catch_up(held, thread, thread.last_seq)
    assert held == fresh(thread)


def test_tombstones_never_carry_the_text(scene):
    message = services.post_message(thread=scene.thread, author=scene.member, body="Canari")
    for state in (MessageState.HIDDEN, MessageState.REMOVED):
        Message.objects.filter(pk=message.pk).update(state=state)
        found = selectors.changes_since(scene.thread.pk, 0)
        assert "Canari" not in found.frame()
        assert "Canari" not in str(found.body(write=True))
