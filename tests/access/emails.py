"""The table of e-mails: what act sends which, to whom, and which words of the world each may hold.

A template missing from it fails `test_the_table_knows_every_e_mail`. Those of the sign-in pages,
which allauth sends, are in account_emails.py.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from discussions import moving
from discussions.models import Thread
from discussions.services import post_message
from experiments.keeping import newcomers
from experiments.services import keep_message
from experiments.sheets.enums import Decision
from experiments.sheets.services import ask_signatures, publish, save_sheet, sign, withdraw
from groups import services
from groups.enums import AnswerStatus, GuestLevel, Role
from groups.models import GuestAccess, WorkingGroup
from groups.moderation.enums import Category, Verb
from groups.moderation.models import Report
from groups.moderation.registry import get_kind
from groups.moderation.services import answer as answer_act
from groups.moderation.services import decide, report
from groups.services.reminders import remind_of_ends
from organisations.services import (
    confirm_claim,
    declare_affiliation,
    end_affiliation,
    refuse_claim,
)
from tests.access.crawl import allowed_words, everything
from tests.access.emails_path import fall_silent
from tests.access.world import World
from tests.factories import make_collectivity

# Words of the world that an e-mail may hold, as the documentation names them.
WORDS: dict[str, Callable[[World], str]] = {
    "title of the experimentation": lambda world: world.mine.experimentation.title,
    "address of the invited agent": lambda world: world.invitation.email,
    "address of the guest who waits": lambda world: world.waiting_guest.email,
    "message to the guest who waits": lambda world: world.waiting_guest.message,
    "title of the thread": lambda world: world.mine.thread.title,
    "title of the sheet": lambda world: world.sheet.title,
}
TITLE, AGENT, GUEST, TO_GUEST, THREAD, SHEET = WORDS


@dataclass(frozen=True)
class Mail:
    """One e-mail of an act: its template, who gets one each, what words of the world it holds."""

    template: str
    to: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True)
class Cause:
    """An act, in words and as it is done in the world, with every e-mail that it sends."""

    what: str
    do: Callable[[World], None]
    sends: tuple[Mail, ...]

    def __str__(self) -> str:
        return self.what


def _mail(template: str, to: set[str], *words: str) -> Mail:
    folder, name = template.split("/")
    return Mail(f"{folder}/email/{name}.txt", frozenset(to), frozenset(words))


INVITED = "personne.invitee@exemple.test"


def addresses(world: World) -> dict[str, str]:
    """Where the people of the table get their e-mails: the world's, and those whom acts concern."""
    return {name: person.email for name, person in world.people.items()} | {
        "invited": INVITED,
        "guest who waits": world.waiting_guest.email,
        "claimant": world.claim.user.email,
        "asker": world.address_request.user.email,
        "asker as guest": world.guest_address_request.user.email,
    }


def readable(world: World) -> dict[str, set[str]]:
    """The words that each of `addresses` may read."""
    public = world.neighbour.public_words
    title = world.mine.experimentation.title
    return allowed_words(world) | {
        "administrator": everything(world) - world.removed_words - world.draft_words,
        "former": public,
        "claimant": public,
        "asker": public,
        # What an invitation opens is named to whom it is sent, and to whom it was opened.
        "invited": public | {title, world.sheet.title},
        "guest who waits": public | {title, world.waiting_guest.email, world.waiting_guest.message},
        "asker as guest": public | {title},
        "co_carrier": public | {title, world.sheet.title},
    }


def _by(world: World, name: str = "facilitator"):
    return world.people[name]


def _invite_agent(world: World) -> None:
    services.invite_member(
        group=world.group, email=INVITED, role=Role.OBSERVER, by=_by(world), message="Venez."
    )


def _invite_guest(world: World) -> None:
    services.invite_guest(
        space=world.mine.space,
        email=INVITED,
        level=GuestLevel.READER,
        until=timezone.now() + timedelta(days=30),
        by=_by(world, "member"),
    )


def _approved(act: Callable[[World], None]) -> Callable[[World], None]:
    """`act`, in a group that wants its guests approved."""

    def do(world: World) -> None:
        WorkingGroup.objects.filter(pk=world.group.pk).update(approves_guests=True)
        world.guest_invitation.refresh_from_db()
        act(world)

    return do


def _ask_address(invitation: str) -> Callable[[World], None]:
    return lambda world: services.ask_other_address(
        invitation=getattr(world, invitation), user=_by(world, "stranger"), note="C’est moi."
    )


def _answer_call(world: World) -> None:
    services.answer_call(
        call=world.call,
        organisation=make_collectivity("Exemple-Nouvelle"),
        author=_by(world, "stranger"),
        intention="Essayer.",
    )


def _decide_answer(decision: str) -> Callable[[World], None]:
    return lambda world: services.decide_answer(
        answer=world.answer, decision=decision, by=_by(world), message="Merci."
    )


def _guest_ends(inviter: str) -> Callable[[World], None]:
    def do(world: World) -> None:
        now = timezone.now()
        world.people["guest_reader"].guest_accesses.update(
            starts_at=now - timedelta(days=30),
            until=now + timedelta(days=3),
            invited_by=_by(world, inviter),
        )
        assert GuestAccess.objects.active().filter(user=_by(world, "guest_reader")).exists()
        remind_of_ends()

    return do


def _place(world: World, name: str):
    return _by(world, name).affiliations.get(organisation=world.mine.experimentation.owner_id)


def _keep(of: str, into: str, author: str = "", by: str = "facilitator"):
    """Keep a message of the room `of`, by the person named if any, in the journal of `into`."""

    def do(world: World) -> None:
        message = getattr(world, of).message
        if author:
            person = _by(world, author)
            message = post_message(thread=message.thread, author=person, body="Bonjour")
        trial = getattr(world, into).experimentation
        keep_message(
            message=message,
            experimentation=trial,
            by=_by(world, by),
            kind="result",
            text="À garder",
            seen=newcomers(message, trial.space).seen,
        )

    return do


def _hand_over(world: World) -> None:
    end_affiliation(
        affiliation=_place(world, "member"), by=_by(world, "member"), to=_by(world, "former")
    )


def _claim(world: World) -> None:
    place = _place(world, "member")
    place.is_referent = True
    place.save()
    declare_affiliation(
        user=_by(world, "stranger"), organisation=place.organisation, function="Urbanisme"
    )


def _report(reporter: str) -> Callable[[World], None]:
    def do(world: World) -> None:
        # An hour after the last one.
        Report.objects.update(announced=False)
        thing = get_kind("document").find(world.mine.document.pk)
        report(thing=thing, reporter=_by(world, reporter), category=Category.OTHER)

    return do


def _moderate(kind: str, of: str, verb: str) -> Callable[[World], None]:
    return lambda world: decide(
        thing=get_kind(kind).find(getattr(world.mine, of).pk),
        verb=verb,
        actor=_by(world),
        reason="Hors sujet.",
    )


def _move_away(world: World) -> None:
    """The thread of a guest, to where she does not follow."""
    Thread.objects.filter(pk=world.mine.thread.pk).update(author=_by(world, "guest_contributor"))
    thread = Thread.objects.get(pk=world.mine.thread.pk)
    to = world.group_room.space
    decide(
        thing=get_kind("fil").find(thread.pk),
        verb=Verb.MOVE,
        actor=_by(world),
        reason="Concerne tout le groupe.",
        data={
            "to": to.pk,
            "place": moving.place_of(to),
            "seen": moving.preview(thread, to).seen,
        },
    )


def _ask_signatures(world: World) -> None:
    """Of another text than the one being signed, by a member of a collectivité with a referent."""
    world.mine.experimentation.owner.affiliations.filter(user=_by(world, "member")).update(
        is_referent=True
    )
    save_sheet(
        experimentation=world.mine.experimentation,
        editor=_by(world, "member"),
        words={"means": "Trois jours."},
        dated=world.sheet.dated,
        precision=world.sheet.precision,
    )
    ask_signatures(
        sheet=world.sheet,
        by=_by(world, "member"),
        partners={world.mine.partnership.organisation: INVITED},
    )


def _all_signed(world: World) -> None:
    version = world.signature.version
    version.signatures.update(
        decision=Decision.AGREED, digest=version.digest, decided_at=timezone.now()
    )


def _last_signs(world: World) -> None:
    _all_signed(world)
    signature, digest = world.signature, world.signature.version.digest
    signature.version.signatures.filter(pk=signature.pk).update(decision=Decision.WAITING)
    sign(signature=signature, decision=Decision.AGREED, digest=digest)


def _publish(world: World) -> None:
    _all_signed(world)
    publish(sheet=world.sheet, by=_by(world))


def _withdraw(world: World) -> None:
    version = world.signature.version
    type(world.sheet).objects.filter(pk=world.sheet.pk).update(published=version)
    withdraw(sheet=world.sheet, by=_by(world), reason="Une erreur.")


CAUSES = [
    Cause(
        "a facilitator invites an agent",
        _invite_agent,
        (_mail("groups/invitation", {"invited"}),),
    ),
    Cause(
        "a member invites a guest",
        _invite_guest,
        (_mail("groups/invitation", {"invited"}, TITLE),),
    ),
    Cause(
        "a member invites a guest, who must be approved",
        _approved(_invite_guest),
        (_mail("groups/guest_to_approve", {"facilitator"}, TITLE),),
    ),
    Cause(
        "a facilitator approves a guest",
        lambda world: services.approve_guest(invitation=world.waiting_guest, by=_by(world)),
        (
            _mail("groups/invitation", {"guest who waits"}, TITLE, GUEST, TO_GUEST),
            _mail("groups/guest_decided", {"member"}, TITLE, GUEST),
        ),
    ),
    Cause(
        "a facilitator does not approve a guest",
        lambda world: services.refuse_guest(
            invitation=world.waiting_guest, by=_by(world), message="Pas encore."
        ),
        (_mail("groups/guest_decided", {"member"}, TITLE, GUEST),),
    ),
    Cause(
        "an account asks to accept an agent's invitation with another address",
        _ask_address("invitation"),
        (_mail("groups/address_asked", {"facilitator"}, AGENT),),
    ),
    Cause(
        "an account asks to accept a guest's invitation with another address",
        _ask_address("guest_invitation"),
        (_mail("groups/address_asked", {"member"}, TITLE),),
    ),
    Cause(
        "the same, where guests must be approved",
        _approved(_ask_address("guest_invitation")),
        (_mail("groups/address_asked", {"member", "facilitator"}, TITLE),),
    ),
    Cause(
        "a facilitator accepts another address for an agent",
        lambda world: services.confirm_address(request=world.address_request, by=_by(world)),
        (_mail("groups/address_confirmed", {"asker"}),),
    ),
    Cause(
        "a member accepts another address for a guest",
        lambda world: services.confirm_address(
            request=world.guest_address_request, by=_by(world, "member")
        ),
        (_mail("groups/address_confirmed", {"asker as guest"}, TITLE),),
    ),
    Cause(
        "a member refuses another address for a guest",
        lambda world: services.refuse_address(
            request=world.guest_address_request, by=_by(world, "member")
        ),
        (_mail("groups/address_refused", {"asker as guest"}),),
    ),
    Cause(
        "an account answers the call",
        _answer_call,
        (
            _mail("groups/answer_received", {"stranger"}),
            _mail("groups/answer_to_review", {"facilitator"}),
        ),
    ),
    *(
        Cause(
            f"a facilitator decides on an answer: {decision}",
            _decide_answer(decision),
            (_mail("groups/answer_decided", {"candidate"}),),
        )
        for decision in (
            AnswerStatus.ENGAGED,
            AnswerStatus.MIRROR,
            AnswerStatus.WAITING,
            AnswerStatus.DECLINED,
        )
    ),
    Cause(
        "a guest's access ends within a week",
        _guest_ends("member"),
        (_mail("groups/guest_ends", {"member"}, TITLE),),
    ),
    Cause(
        "a guest's access ends within a week, and who invited her may do so no more",
        _guest_ends("former"),
        (_mail("groups/guest_ends", {"facilitator"}, TITLE),),
    ),
    Cause(
        "an agent leaves her collectivité, and a colleague takes over",
        _hand_over,
        (
            _mail("groups/place_passed", {"facilitator"}),
            _mail("organisations/handed_over", {"former"}),
        ),
    ),
    Cause(
        "a person says that she works in a collectivité that has a referent",
        _claim,
        (_mail("organisations/claim_waiting", {"member"}),),
    ),
    Cause(
        "her place is confirmed",
        lambda world: confirm_claim(affiliation=world.claim, by=_by(world)),
        (_mail("organisations/claim_confirmed", {"claimant"}),),
    ),
    Cause(
        "her place is refused",
        lambda world: refuse_claim(affiliation=world.claim, by=_by(world), message="Inconnue."),
        (_mail("organisations/claim_refused", {"claimant"}),),
    ),
    Cause(
        "a reader reports something",
        _report("guest_reader"),
        (_mail("moderation/reported", {"facilitator"}),),
    ),
    Cause(
        "the only facilitator reports something",
        _report("facilitator"),
        (_mail("moderation/reported", {"administrator"}),),
    ),
    Cause(
        "a facilitator hides a message",
        _moderate("message", "message", Verb.HIDE),
        (_mail("moderation/decided", {"member"}, THREAD),),
    ),
    Cause(
        "a facilitator asks for a message to be edited",
        _moderate("message", "message", Verb.ASK_EDIT),
        (_mail("moderation/decided", {"member"}, THREAD),),
    ),
    Cause(
        "a facilitator keeps a message in the journal of its experimentation",
        _keep("mine", "mine"),
        (_mail("experiments/words_kept", {"member"}, TITLE),),
    ),
    Cause(
        "a facilitator keeps a message in a journal that its author does not see",
        _keep("group_room", "mine", "group_guest"),
        (_mail("experiments/words_kept", {"group_guest"}),),
    ),
    Cause("an agent keeps her own message in a journal", _keep("mine", "mine", by="member"), ()),
    Cause(
        "a facilitator moves a guest's thread to the group's space",
        _move_away,
        (_mail("moderation/decided", {"guest_contributor"}, THREAD),),
    ),
    Cause(
        "the author of what was hidden answers",
        lambda world: answer_act(act=world.act, author=_by(world, "member"), text="Je comprends."),
        (_mail("moderation/answered", {"facilitator"}, TITLE),),
    ),
    Cause(
        "nothing was written for sixty days in an experimentation",
        fall_silent,
        (_mail("silence/question", {"member", "co_carrier"}, TITLE),),
    ),
    Cause(
        "a member asks for the signatures of a sheet",
        _ask_signatures,
        (
            _mail("sheets/approval_asked", {"member"}, SHEET),
            _mail("sheets/signature_asked", {"invited"}, SHEET),
        ),
    ),
    Cause(
        "the last signatory of a sheet agrees",
        _last_signs,
        (
            _mail("sheets/signature_answered", {"member"}, SHEET),
            _mail("sheets/ready_to_publish", {"facilitator"}, SHEET),
        ),
    ),
    Cause(
        "a facilitator publishes a sheet",
        _publish,
        (_mail("sheets/published", {"member", "co_carrier"}, SHEET),),
    ),
    Cause(
        "a facilitator withdraws a sheet",
        _withdraw,
        (_mail("sheets/withdrawn", {"member", "co_carrier"}, SHEET),),
    ),
]

# Our own: allauth's are in templates/account.
_TEMPLATE = re.compile(r"\b[a-z]+/email/[a-z_]+\.txt\b")
CODE = ("platform", "groups", "discussions", "experiments")


def templates() -> set[str]:
    """The template of each of our e-mails."""
    folder = settings.ROOT / "templates"
    found = {path.relative_to(folder).as_posix() for path in folder.glob("**/email/*.txt")}
    return {name for name in found if not name.startswith("account/")}


def templates_in_code() -> set[str]:
    """The templates that the code names."""
    files = (path for app in CODE for path in (settings.ROOT / app).rglob("*.py"))
    return {name for path in files for name in _TEMPLATE.findall(path.read_text(encoding="utf-8"))}
