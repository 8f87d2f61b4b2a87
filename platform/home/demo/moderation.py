"""One report that was handled and one that waits, in a fictitious territory."""

from discussions import search
from discussions.enums import MessageState
from discussions.models import Message, Thread
from groups.moderation.enums import Category, Verb
from groups.moderation.models import Act, Answer, Report
from home.demo.prose import fr

THREAD = "exempleville-contacts"
REASON = "Ce message donnait les numéros de téléphone de plusieurs familles, sans leur accord."


def load_moderation(loader) -> None:
    """The message that gave telephone numbers is hidden; the advertisement waits."""
    thread = loader.registry.get(f"thread:{THREAD}")
    if thread is not None:
        loader.registry.once("moderation:handled", lambda: _handled(loader, thread))
        loader.registry.once("moderation:open", lambda: _report(loader, thread, 2, "agent.exemple"))


def _label(thread: Thread) -> str:
    return f"Message dans «\u00a0{thread.title}\u00a0»"


def _report(loader, thread: Thread, position: int, reporter: str, act: Act | None = None) -> Report:
    message = Message.objects.select_related("author").get(thread=thread, position=position)
    advertising = position == 2
    text = "C'est une annonce de location : elle n'aide pas l'essai." if advertising else ""
    return Report.objects.create(
        group_id=thread.space.group_id,
        space=thread.space,
        kind="message",
        target_id=message.pk,
        label=_label(thread),
        words=message.body,
        person=message.author,
        reporter=loader.people[reporter],
        category=Category.ADVERTISING if advertising else Category.PERSONAL,
        text=fr(text),
        created_at=loader.ago(1 if advertising else 3, "09:20"),
        announced=True,
        settled_by=act,
    )


def _handled(loader, thread: Thread) -> Report:
    message = Message.objects.select_related("thread__space").get(thread=thread, position=1)
    facilitator = loader.people["animation"]
    # As it stands, without the change that led there: nobody was reading yet.
    message.state, message.state_reason, message.html = MessageState.HIDDEN, fr(REASON), ""
    message.save(update_fields=["state", "state_reason", "html"])
    search.keep(message)
    act = Act.objects.create(
        at=loader.ago(3, "11:05"),
        group_id=thread.space.group_id,
        space_id=thread.space_id,
        verb=Verb.HIDE,
        kind="message",
        target_id=message.pk,
        label=_label(thread),
        reason=fr(REASON),
        actor_id=facilitator.pk,
        person_id=message.author_id,
    )
    Answer.objects.create(
        act=act,
        author=message.author,
        text=fr("Merci, je n'y avais pas pensé. Je demande leur accord aux familles."),
        created_at=loader.ago(3, "14:30"),
    )
    return _report(loader, thread, 1, "agent.exemple", act)
