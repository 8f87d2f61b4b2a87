"""Whatever happened, what a page held plus `changes` equals a fresh page."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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


@dataclass
class Kind:
    """One kind of change: it is done to a scene and one of its messages, if it can be now."""

    act: Callable
    # What has to be done first for it to change anything.
    after: str | None = None
    # Whether a locked thread still lets it happen.
    still: bool = False


KINDS: dict[str, Kind] = {}


def kind(**options):
    """Try this kind of change, in every test below."""

    def register(act):
        KINDS[act.__name__] = Kind(act, **options)
        return act

    return register


def fresh_thread(scene) -> Thread:
    return Thread.objects.get(pk=scene.thread.pk)


@kind()
def post(scene, message):
    # Whom slow mode does not keep waiting.
    services.post_message(thread=scene.thread, author=scene.facilitator, body="Nouveau")


@kind()
def edit(scene, message):
    if message.is_visible:
        services.edit_message(message=message, body=message.body + "+")


@kind()
def remove(scene, message):
    if message.is_visible:
        services.remove_message(message=message)


@kind(still=True)
def hide(scene, message):
    if message.is_visible:
        services.hide_message(message=message, actor=scene.facilitator, reason="Hors sujet")


@kind(still=True)
def take(scene, message):
    services.take_message(message=message, actor=scene.facilitator, reason="Injurieux")


@kind(after="hide")
def restore(scene, message):
    if not message.is_visible:
        services.restore_message(message=message, actor=scene.facilitator)


@kind()
def reply(scene, message):
    asked = message if message.is_visible else None
    services.post_message(
        thread=scene.thread, author=scene.facilitator, body="D’accord avec @Nadine", reply_to=asked
    )


@kind()
def react(scene, message):
    if message.is_visible:
        mine = message.reactions.filter(user=scene.member, kind="agree")
        reactions.react(message=message, user=scene.member, kind="agree", on=not mine.exists())


@kind(still=True)
def lock(scene, message):
    locked = fresh_thread(scene).is_locked
    services.lock_thread(thread=scene.thread, actor=scene.facilitator, locked=not locked)


@kind(still=True)
def pin(scene, message):
    pinned = fresh_thread(scene).is_pinned
    services.pin_thread(thread=scene.thread, actor=scene.facilitator, pinned=not pinned)


@kind(still=True)
def slow(scene, message):
    # Always another than before.
    minutes = fresh_thread(scene).slow_minutes
    services.slow_thread(thread=scene.thread, actor=scene.facilitator, minutes=5 - minutes)


@kind(still=True)
def ask(scene, message):
    title = fresh_thread(scene).title
    about.edit_thread(
        thread=scene.thread, actor=scene.member, title=f"{title[:100]}+", kind="question"
    )


@kind(after="resolve", still=True)
def tell(scene, message):
    """No longer a question: no longer answered."""
    about.edit_thread(thread=scene.thread, actor=scene.member, title="Échange", kind="exchange")


@kind(after="ask", still=True)
def resolve(scene, message):
    if fresh_thread(scene).kind == "question" and message.is_visible:
        about.resolve_thread(thread=scene.thread, actor=scene.member, answer=message)


@kind(after="resolve", still=True)
def reopen(scene, message):
    about.reopen_thread(thread=scene.thread, actor=scene.member)


def publishers() -> set[str]:
    """Every public function that tells readers of a change, itself or by a private helper."""
    found = set()
    for path in Path(services.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        defined = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}

        def tells(name, defined=defined, seen=()):
            for node in ast.walk(defined[name]):
                match node:
                    case ast.Attribute(attr="publish_change" | "publish_state"):
                        return True
                    case ast.Call(func=ast.Name(id=called)) if called not in seen:
                        inner = called.startswith("_") and called in defined
                        if inner and tells(called, seen=(*seen, called)):
                            return True
            return False

        found |= {name for name in defined if not name.startswith("_") and tells(name)}
    return found


def prepare(scene, message, name: str) -> Message:
    """Do what a kind of change needs first."""
    if before := KINDS[name].after:
        message = prepare(scene, message, before)
        KINDS[before].act(scene, message)
    return Message.objects.select_related("thread__space").get(pk=message.pk)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_change_is_caught_up(scene, name):
    message = services.post_message(thread=scene.thread, author=scene.member, body="Bonjour")
    message = prepare(scene, message, name)
    held, seq = fresh(scene.thread), last_seq(scene.thread)
    KINDS[name].act(scene, message)
    assert held != fresh(scene.thread)
    assert catch_up(held, scene.thread, seq) == last_seq(scene.thread)
    assert held == fresh(scene.thread)


def test_no_kind_of_change_is_missing_here(scene, monkeypatch):
    """Whoever adds one that readers must see adds it above."""
    wanted, done = publishers(), set()
    assert "post_message" in wanted

    def noting(name, function):
        def noted(**given):
            done.add(name)
            return function(**given)

        return noted

    for module in (services, about, reactions):
        for name in wanted & vars(module).keys():
            monkeypatch.setattr(module, name, noting(name, getattr(module, name)))
    for name, each in KINDS.items():
        message = services.post_message(thread=scene.thread, author=scene.member, body="Bonjour")
        each.act(scene, prepare(scene, message, name))
        services.lock_thread(thread=scene.thread, actor=scene.facilitator, locked=False)
        services.slow_thread(thread=scene.thread, actor=scene.facilitator, minutes=0)
    assert done == wanted


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    acts=st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(0, 9)), max_size=12),
    seen=st.integers(0, 12),
)
def test_any_succession_of_changes_is_caught_up(scene, acts, seen):
    """From wherever the page stopped listening."""
    held, seq = {"thread": events.state_payload(scene.thread)}, 0
    for turn, (name, which) in enumerate(acts):
        if turn == seen:
            held, seq = fresh(scene.thread), last_seq(scene.thread)
        if not KINDS[name].still and fresh_thread(scene).is_locked:
            continue
        messages = list(Message.objects.filter(thread=scene.thread).order_by("position"))
        KINDS[name].act(scene, messages[which % len(messages)])
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
