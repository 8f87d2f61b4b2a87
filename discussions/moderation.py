"""Messages and threads, as things that may be moderated."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions import moving, services
from discussions.enums import MessageState
from discussions.models import Message, Thread
from groups.models import Space
from groups.moderation.enums import Verb, Withheld
from groups.moderation.errors import DecidedMeanwhileError
from groups.moderation.models import Act, Report
from groups.moderation.registry import Kind, Thing, register
from groups.moderation.withholding import offered
from groups.permissions import space_access

MESSAGE = "message"
THREAD = "fil"

_WITHHELD = {MessageState.HIDDEN: Withheld.HIDDEN, MessageState.TAKEN: Withheld.REMOVED}


def thing_of(message: Message) -> Thing:
    """A message as the facilitators moderate it; its thread, space and author must be loaded."""
    return Thing(
        kind=MESSAGE,
        pk=message.pk,
        space=message.thread.space,
        label=_("Message dans «\u00a0%(title)s\u00a0»") % {"title": message.thread.title},
        person=message.author,
        words="\n".join([message.body, *_names_of_files(message)]).strip(),
        url=message.get_absolute_url(),
        edit_url=reverse("message", args=[message.thread_id, message.pk]),
        verbs=offered(
            _WITHHELD.get(message.state, Withheld.NO), gone=message.state == MessageState.REMOVED
        ),
        gone=message.state == MessageState.REMOVED,
    )


def _names_of_files(message: Message) -> list[str]:
    """What can be read of its files without opening them."""
    return [f"{each.filename} {each.alt}".strip() for each in message.attachments.all()]


def _find_message(pk: int) -> Thing | None:
    rows = Message.objects.select_related("thread__space__group", "author")
    message = rows.filter(pk=pk).first()
    return thing_of(message) if message else None


def _seen_message(user, pk: int) -> Thing | None:
    rows = Message.objects.select_related("thread__space__group", "author")
    message = rows.filter(pk=pk, state=MessageState.VISIBLE).first()
    if message is None or not space_access(user, message.thread.space).can_read:
        return None
    return thing_of(message)


def _act_on_message(pk: int, verb: str, *, by, reason: str, data: dict) -> None:
    message = Message.objects.select_related("thread__space").get(pk=pk)
    try:
        if verb == Verb.RESTORE:
            services.restore_message(message=message, actor=by)
        elif verb == Verb.HIDE:
            services.hide_message(message=message, actor=by, reason=reason)
        else:
            services.take_message(message=message, actor=by, reason=reason)
    except services.StaleStateError:
        # Its author took it away at the same moment.
        raise DecidedMeanwhileError from None


def _find_thread(pk: int) -> Thing | None:
    thread = Thread.objects.select_related("space__group", "author").filter(pk=pk).first()
    return thread_thing(thread) if thread else None


def thread_thing(thread: Thread) -> Thing:
    """A thread as the facilitators moderate it; its space, group and author must be loaded."""
    slow = thread.slow_minutes
    return Thing(
        kind=THREAD,
        pk=thread.pk,
        space=thread.space,
        label=_("Fil «\u00a0%(title)s\u00a0»") % {"title": thread.title},
        person=thread.author,
        url=thread.get_absolute_url(),
        verbs=(
            Verb.UNLOCK if thread.is_locked else Verb.LOCK,
            Verb.UNPIN if thread.is_pinned else Verb.PIN,
            Verb.UNSLOW if slow else Verb.SLOW,
            Verb.MOVE,
        ),
        pages=((Verb.MOVE, reverse("thread_move", args=[thread.pk])),),
        facts=(_("Ralenti\u00a0: un message par personne toutes les %d min.") % slow,)
        if slow
        else (),
        own_too=True,
    )


def _act_on_thread(pk: int, verb: str, *, by, reason: str, data: dict) -> None:
    thread = Thread.objects.select_related("space").get(pk=pk)
    if verb in {Verb.LOCK, Verb.UNLOCK}:
        services.lock_thread(thread=thread, actor=by, locked=verb == Verb.LOCK)
    elif verb in {Verb.PIN, Verb.UNPIN}:
        services.pin_thread(thread=thread, actor=by, pinned=verb == Verb.PIN)
    elif verb == Verb.MOVE:
        to = moving.move_thread(thread=thread, actor=by, to_pk=data["to"], seen=data["seen"])
        # What was reported is found again where it is.
        ids = Message.objects.filter(thread=pk).values("pk")
        Report.objects.filter(kind=MESSAGE, target_id__in=ids).update(space=to)
    else:
        services.slow_thread(thread=thread, actor=by, minutes=data.get("minutes", 0))


def _thread_detail(act: Act, user) -> str:
    """Where a thread went, to who may read it there: to others its new place does not exist."""
    if act.verb != Verb.MOVE:
        return ""
    if Space.objects.visible_to(user).filter(pk=act.data["to"]).exists():
        return _("Il est maintenant dans\u00a0: %(place)s.") % {"place": act.data["place"]}
    return _("Vous ne pouvez plus le lire\u00a0: il est dans un espace qui ne vous est pas ouvert.")


def register_kinds() -> None:
    """Called once, when the app is ready."""
    register(
        Kind(
            key=THREAD,
            name=gettext_lazy("ce fil"),
            find=_find_thread,
            act=_act_on_thread,
            detail=_thread_detail,
        )
    )
    register(
        Kind(
            key=MESSAGE,
            name=gettext_lazy("ce message"),
            find=_find_message,
            seen=_seen_message,
            act=_act_on_message,
        )
    )
