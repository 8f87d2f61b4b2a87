"""Makes the world larger: more of everything that a page of the table lists."""

from datetime import date, timedelta

from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from discussions.models import Attachment, Message, Thread
from discussions.search import keep as keep_found
from experiments.enums import EntryKind, Stage
from experiments.indicators.models import Correction, Indicator, Measurement
from experiments.models import (
    Funding,
    JournalEntry,
    JournalPicture,
    Partnership,
    PlannedAction,
    Quotation,
    StageChange,
)
from experiments.sheets.models import Cosignatory, ExperienceSheet, SheetSource, Signature
from experiments.sheets.services import publish, save_sheet
from groups.documents.models import Document, DocumentVersion
from groups.enums import (
    AnswerStatus,
    Approval,
    EngagementStatus,
    GuestLevel,
    QuestionKind,
    Role,
)
from groups.models import (
    AddressRequest,
    AnswerDraft,
    CallAnswer,
    CallForParticipation,
    CallQuestion,
    CallQuestionAnswer,
    Carrier,
    CharterVersion,
    Engagement,
    GuestAccess,
    GuestOpening,
    Invitation,
    Membership,
    Space,
    SpaceUserObjectPermission,
    WorkingGroup,
)
from groups.moderation.enums import Category, Verb
from groups.moderation.models import Act, Report
from organisations.models import Affiliation, OrganisationDomain, OrganisationMerge
from tests.access import world_spread
from tests.access.booklets import add_booklet
from tests.access.growth_library import grow_library
from tests.access.growth_path import grow_path
from tests.access.journal_world import tag
from tests.access.world import Room, World
from tests.factories import (
    group_space,
    make_collectivity,
    make_experimentation,
    make_group,
    make_partner,
)

# Whose own lists grow too: her groups, her guest accesses, her affiliations, what waits for her.
GROWN = ("member", "facilitator", "observer", "guest_contributor")
_made = 0


def _name() -> str:
    global _made  # noqa: PLW0603
    _made += 1
    return f"croissance-{_made}"


def _person() -> User:
    """Somebody who never signs in: no password to compute."""
    name = _name()
    return User.objects.create(email=f"{name}@exemple.test", name=name)


def grow(world: World, count: int) -> None:
    """`count` more of everything."""
    for _ in range(count):
        _people(world)
        for room in (world.group_room, world.mine, world.neighbour):
            _words(room)
        for room in (world.mine, world.neighbour):
            _parts(room)
            _sheet(room)
        _published(world)
        world_spread.more(world)
        add_booklet(world.group, world.public_sheet, [_name(), _name()])
        grow_path(world, _name)
        grow_library(world, _name)
        for person in GROWN:
            _places(world, world.people[person])


def _people(world: World) -> None:
    """A member, an observer, one who left, a candidate, an invitation, a guest, a call."""
    group = world.group
    for role, status in (
        (Role.MEMBER, EngagementStatus.ENGAGED),
        (Role.OBSERVER, EngagementStatus.MIRROR),
    ):
        city, person = make_collectivity(), _person()
        Engagement.objects.create(organisation=city, group=group, status=status)
        Membership.objects.create(user=person, group=group, role=role, organisation=city)
    Membership.objects.create(
        user=_person(), group=group, role=Role.OBSERVER, ended_at=timezone.now()
    )
    answer = CallAnswer.objects.create(
        call=world.call,
        organisation=make_collectivity(),
        author=_person(),
        intention=_name(),
        status=AnswerStatus.SUBMITTED,
    )
    question = CallQuestion.objects.create(
        call=world.call, kind=QuestionKind.CHOICE, label=_name(), options=["Oui", "Non"]
    )
    CallQuestionAnswer.objects.create(answer=answer, question=question, value="Oui")
    CallQuestionAnswer.objects.create(answer=world.answer, question=question, value="Non")
    number = group.charter_versions.count() + 1
    CharterVersion.objects.create(group=group, number=number, text=_name(), published_by=_person())
    waiting = {
        "level": GuestLevel.READER,
        "guest_until": timezone.now() + timedelta(days=60),
        "approval": Approval.WAITING,
    }
    for space, fields in (
        (world.neighbour.space, waiting),
        (world.mine.space, waiting),
        (None, {"role": Role.OBSERVER}),
        (
            world.mine.space,
            {"level": GuestLevel.READER, "guest_until": timezone.now() + timedelta(days=60)},
        ),
    ):
        name = _name()
        invitation = Invitation.objects.create(
            token_hash=name,
            email=f"{name}@exemple.test",
            group=group,
            space=space,
            invited_by=world.people["facilitator"],
            expires_at=timezone.now() + timedelta(days=7),
            **fields,
        )
        AddressRequest.objects.create(invitation=invitation, user=_person(), email=name)
    _reported(world)
    access = world.people["guest_reader"].guest_accesses.get()
    for page, target in (
        ("thread", world.mine.thread.pk),
        ("document", world.mine.document.pk),
        ("document_download", world.mine.document.pk),
        ("entry", world.mine.entry.pk),
        ("experimentation", ""),
    ):
        day = date(2026, 1, 1) + timedelta(days=access.openings.count())
        GuestOpening.objects.create(access=access, day=day, page=page, target=target)
    for space in (world.mine.space, world.group_room.space):
        _guest(_person(), space)
    owner = world.mine.experimentation.owner
    Affiliation.objects.create(user=_person(), organisation=owner)
    OrganisationDomain.objects.create(
        organisation=owner,
        domain=f"{_name()}.test",
        listed_by=world.people["administrator"],
    )
    survivor = make_partner()
    OrganisationMerge.objects.create(
        survivor=survivor,
        merged=make_partner(merged_into=survivor),
        by=world.people["administrator"],
    )
    # Each member's collectivité tries something, and one more carries what ours tries.
    make_experimentation(group, make_collectivity(), audience="public")
    Carrier.objects.create(space=world.mine.space, organisation=make_collectivity())
    make_experimentation(group, owner, audience="public")


def _reported(world: World) -> None:
    """Two more reports of the member's message, one of them settled, and its act."""
    target = {"kind": "message", "target_id": world.mine.message.pk, "label": _name()}
    author, space = world.people["member"], world.mine.space
    act = Act.objects.create(
        group_id=world.group.pk,
        space_id=space.pk,
        verb=Verb.DISMISS,
        reason=_name(),
        actor_id=_person().pk,
        **target,
    )
    for settled in (None, act):
        Report.objects.create(
            group=world.group,
            space=space,
            person=author,
            reporter=_person(),
            category=Category.WRONG,
            settled_by=settled,
            **target,
        )


def _guest(person: User, space: Space) -> None:
    GuestAccess.objects.create(
        user=person,
        space=space,
        level=GuestLevel.CONTRIBUTOR,
        until=timezone.now() + timedelta(days=30),
    )
    for permission in Permission.objects.filter(
        content_type__app_label="groups", codename__endswith="_space"
    ).filter(codename__in=["read_space", "comment_space", "contribute_space"]):
        SpaceUserObjectPermission.objects.create(
            user=person, content_object=space, permission=permission
        )


def _words(room: Room) -> None:
    """A thread, a message, a document, a version, by others."""
    author = _person()
    Thread.objects.create(
        space=room.space, title=_name(), author=author, last_message_at=timezone.now()
    )
    thread = Thread.objects.get(pk=room.thread.pk)
    thread.last_position += 1
    thread.last_seq += 1
    thread.save(update_fields=["last_position", "last_seq"])
    said = Message.objects.create(
        thread=thread,
        author=author,
        position=thread.last_position,
        changed_seq=thread.last_seq,
        body=_name(),
        html="<p>Zq bonjour</p>",
    )
    keep_found(said)
    for message in (said, room.message):
        Attachment.objects.create(
            message=message, filename=_name(), size=1, file=ContentFile(b"x", name="x")
        )
    made = Document.objects.create(space=room.space, title=_name(), author=author)
    for document in (made, room.document):
        DocumentVersion.objects.create(
            document=document,
            number=document.versions.count() + 1,
            filename="x.txt",
            content_type="text/plain",
            size=1,
            author=author,
            file=ContentFile(b"x", name="x"),
        )


def _parts(room: Room) -> None:
    """A note with its picture, an action, a partner, a funding, a stage."""
    trial, author, partner = room.experimentation, _person(), make_partner()
    for kind in (EntryKind.RESULT, EntryKind.DIFFICULTY):
        entry = JournalEntry.objects.create(
            experimentation=trial,
            space=trial.space,
            kind=kind,
            text=_name(),
            occurred_on=date(2026, 3, 1),
            author=author,
            organisation=trial.owner,
        )
        Quotation.objects.create(entry=entry, message=room.message, words=_name())
        tag(entry, _name())
        entry.documents.set(Document.objects.filter(space=trial.space)[:3])
        JournalPicture.objects.create(
            entry=entry,
            image=ContentFile(b"x", name="x"),
            thumbnail=ContentFile(b"x", name="x"),
            width=4,
            height=3,
        )
    begun, finished = date(2026, 2, 1), date(2026, 2, 2)
    for started_on, done_on in ((None, None), (begun, None), (begun, finished)):
        PlannedAction.objects.create(
            experimentation=trial,
            title=_name(),
            assignee=author,
            started_on=started_on,
            done_on=done_on,
        )
    tag(trial, _name())
    _counts(room, author)
    Partnership.objects.create(experimentation=trial, organisation=partner, role=_name())
    Funding.objects.create(experimentation=trial, funder=partner, year=2026, amount=1)
    StageChange.objects.create(
        experimentation=trial, stage=Stage.TRIAL, on=date(2026, 2, 1), author=author
    )


def _counts(room: Room, author: User) -> None:
    """An indicator of each audience, a measurement of it and one of those there, corrected."""
    trial = room.experimentation
    indicators = [
        Indicator.objects.create(
            experimentation=trial, name=_name(), audience=audience, archived_at=archived_at
        )
        for audience in ("owner", "space", "public")
        for archived_at in (None, timezone.now())
    ]
    for indicator in (*indicators, room.indicator, room.owner_indicator):
        measurement = Measurement.objects.create(
            indicator=indicator,
            value=len(indicators),
            measured_on=date(2026, 2, 1),
            author=author,
            organisation=trial.owner,
            entry=room.entry,
        )
        Correction.objects.create(
            measurement=measurement,
            value=1,
            measured_on=date(2026, 2, 1),
            precision="day",
            reason=_name(),
            corrected_by=author,
        )


def _sheet(room: Room) -> None:
    """A source, a picture, a version and what is asked about each version, of the sheet."""
    trial = room.experimentation
    sheet = ExperienceSheet.objects.get(experimentation=trial)
    partner = make_partner()
    Partnership.objects.create(experimentation=trial, organisation=partner)
    Cosignatory.objects.create(sheet=sheet, organisation=partner, email=f"{_name()}@exemple.test")
    entry = trial.entries.order_by("-pk").first()
    SheetSource.objects.create(sheet=sheet, section="results", entry=entry)
    for version in sheet.versions.all():
        version.content["sources"]["results"].append(entry.pk)
        version.content["pictures"] += [
            {"picture": each.pk, "alt": _name()} for each in entry.pictures.all()
        ]
        version.save()
        Signature.objects.create(
            version=version,
            organisation=partner,
            email=f"{_name()}@exemple.test",
            token_hash=_name(),
            expires_at=timezone.now() + timedelta(days=30),
            decision="agreed",
            decided_at=timezone.now(),
        )


def _published(world: World) -> None:
    """One more in the list of those that everybody may read."""
    trial = make_experimentation(world.group, make_collectivity())
    sheet = save_sheet(
        experimentation=trial,
        editor=_person(),
        words={"title": _name(), "results": _name()},
        dated=date(2026, 3, 1),
        precision="month",
        origin="network",
        source=_name(),
    )
    publish(sheet=sheet, by=world.people["facilitator"])


def _places(world: World, person: User) -> None:
    """Another group, guest access, affiliation, invitation and task for one of the world."""
    group: WorkingGroup = make_group(_name())
    city = make_collectivity()
    Membership.objects.create(user=person, group=group, role=Role.FACILITATOR)
    Affiliation.objects.create(user=person, organisation=city, verified_at=timezone.now())
    Affiliation.objects.create(
        user=person,
        organisation=make_collectivity(),
        until=timezone.localdate(),
        refused_at=timezone.now(),
        refusal=_name(),
    )
    trial = make_experimentation(group_space(world.other_group).group, city)
    _guest(person, trial.space)
    PlannedAction.objects.create(experimentation=trial, title=_name(), assignee=person)
    call = CallForParticipation.objects.create(
        group=group, title=_name(), text="Venez.", published_at=timezone.now()
    )
    AnswerDraft.objects.create(call=call, author=person, typed={"intention": _name()})
    CallAnswer.objects.create(
        call=call,
        organisation=city,
        author=person,
        intention=_name(),
        status=AnswerStatus.SUBMITTED,
    )
    Invitation.objects.create(
        token_hash=_name(),
        email=person.email,
        group=group,
        role=Role.OBSERVER,
        invited_by=world.people["administrator"],
        expires_at=timezone.now() + timedelta(days=7),
    )
