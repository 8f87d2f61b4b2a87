"""A small world with one person of every kind and a unique canary word in every text.

The tests around it ask of every page and every answer: whose words came out?
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from common.models import Audience
from discussions.attachments import html_of
from discussions.enums import MessageState, ThreadKind
from discussions.models import Attachment, Message, Thread
from discussions.search import keep as keep_found
from experiments.booklets.models import Booklet
from experiments.enums import Activity, EntryKind, Stage
from experiments.indicators.importing import keep_rows
from experiments.indicators.models import Correction, Indicator, Measurement, MeasurementImport
from experiments.indicators.services import remove_measurement
from experiments.models import (
    Experimentation,
    Funding,
    JournalEntry,
    JournalPicture,
    Partnership,
    PlannedAction,
    Quotation,
    StageChange,
)
from experiments.services import remove_entry
from experiments.sheets.models import ExperienceSheet, Signature
from experiments.sheets.services import ask_signatures, publish, save_sheet
from experiments.spread.models import Inspiration
from groups.documents.models import Document, DocumentVersion
from groups.documents.services import remove_document
from groups.enums import (
    AnswerStatus,
    Approval,
    EngagementStatus,
    GroupState,
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
    Invitation,
    Space,
    WorkingGroup,
)
from groups.moderation.enums import Category, Verb
from groups.moderation.models import Act, Answer
from groups.moderation.registry import get_kind
from groups.moderation.services import decide, report
from organisations.models import Affiliation, OrganisationDomain, OrganisationMerge
from tests.access import world_spread
from tests.access.booklets import add_booklet
from tests.access.journal_world import tag
from tests.access.world_library import LibraryParts, library_parts
from tests.access.world_path import PathParts, path_parts
from tests.factories import (
    group_space,
    join,
    make_collectivity,
    make_experimentation,
    make_group,
    make_guest,
    make_partner,
    make_user,
)


@dataclass
class Room:
    """Everything of one space, with the canary words that only its readers may meet."""

    space: Space
    thread: Thread
    message: Message
    attachment: Attachment
    picture_file: Attachment
    document: Document
    version: DocumentVersion
    experimentation: Experimentation | None = None
    entry: JournalEntry | None = None
    owner_entry: JournalEntry | None = None
    public_entry: JournalEntry | None = None
    picture: JournalPicture | None = None
    public_picture: JournalPicture | None = None
    action: PlannedAction | None = None
    partnership: Partnership | None = None
    funding: Funding | None = None
    indicator: Indicator | None = None
    owner_indicator: Indicator | None = None
    public_indicator: Indicator | None = None
    measurement: Measurement | None = None
    words: set[str] = field(default_factory=set)
    owner_words: set[str] = field(default_factory=set)
    public_words: set[str] = field(default_factory=set)


@dataclass
class World:
    group: WorkingGroup
    other_group: WorkingGroup
    call: CallForParticipation
    answer: CallAnswer
    question: CallQuestion
    invitation: Invitation
    guest_invitation: Invitation
    waiting_guest: Invitation
    address_request: AddressRequest
    guest_address_request: AddressRequest
    removed_entry: JournalEntry
    removed_document: Document
    hidden_message: Message
    # Of the hidden message.
    hidden_file: Attachment
    removed_measurement: Measurement
    # Lines of a file that the member sent and did not import yet.
    sent_file: MeasurementImport
    # Words of the member in the group's space, kept in the journal of mine.
    quotation: Quotation
    claim: Affiliation
    domain: OrganisationDomain
    merge: OrganisationMerge
    # By the member, taken away by her; no canary in it.
    taken_back: Message
    hidden_entry: JournalEntry
    hidden_document: Document
    # What the facilitators did to the hidden entry.
    act: Act
    # Of mine: being signed; the partner's is asked at the address of the co-carrier.
    sheet: ExperienceSheet
    signature: Signature
    # Of the neighbour: open to everybody, and taken from the pages of the network.
    public_sheet: ExperienceSheet
    # Mine was inspired by the neighbour's.
    inspiration: Inspiration
    # Of the group, with the public sheet.
    booklet: Booklet
    group_room: Room
    mine: Room
    neighbour: Room
    foreign_room: Room
    foreign: Room
    people: dict[str, User]
    member_words: set[str]
    # Typed and not sent, by the member: hers alone.
    draft_words: set[str]
    path: PathParts
    library: LibraryParts
    # Hidden by moderation: its author and the facilitators may still read it.
    hidden_words: set[str]
    # What a report says and who made it: the facilitators alone.
    report_words: set[str]
    # Taken away by those who wrote: nobody meets it again.
    removed_words: set[str]
    # Said by a person who claims a place in our collectivité: her colleagues, and who vouches.
    claim_words: set[str]
    # What was answered to the stranger, whose claim was refused.
    refusal_words: set[str]


_count = 0


def canary(*where: str) -> str:
    """A word found nowhere else, readable enough to tell where it leaked from."""
    global _count  # noqa: PLW0603
    _count += 1
    return f"Zq{_count}x{''.join(part.capitalize() for part in where)}"


def _attachments(message: Message, where: str, words: set[str]) -> tuple[Attachment, Attachment]:
    """A document and a picture of a message, in its HTML too."""
    name, content, alt = (canary(where, kind) for kind in ("piece", "contenuPiece", "photoPiece"))
    words |= {name, content, alt}
    made = [
        Attachment.objects.create(
            message=message,
            position=position,
            filename=f"{name}.txt",
            file=ContentFile(content.encode(), name="x"),
            size=len(content),
            **fields,
        )
        for position, fields in enumerate(
            (
                {"content_type": "text/plain"},
                {
                    "content_type": "image/webp",
                    "thumbnail": ContentFile(content.encode(), name="x"),
                    "width": 4,
                    "height": 3,
                    "alt": alt,
                },
            )
        )
    ]
    message.html = html_of(message)
    message.save(update_fields=["html"])
    return made[0], made[1]


def _thread(space: Space, where: str, author: User, words: set[str]) -> tuple[Thread, Message]:
    title, body = canary(where, "fil"), canary(where, "message")
    words |= {title, body}
    thread = Thread.objects.create(
        space=space, title=title, author=author, last_position=1, last_seq=1
    )
    message = Message.objects.create(
        thread=thread,
        author=author,
        position=1,
        changed_seq=1,
        body=body,
        html=f"<p>{body}</p>",
    )
    keep_found(message)
    return thread, message


def _document(
    space: Space, where: str, author: User, words: set[str], **fields
) -> tuple[Document, DocumentVersion]:
    title, name, content = (canary(where, kind) for kind in ("document", "nom", "contenu"))
    words |= {title, name, content}
    document = Document.objects.create(space=space, title=title, author=author, **fields)
    version = DocumentVersion.objects.create(
        document=document,
        number=1,
        filename=f"{name}.txt",
        content_type="text/plain",
        size=len(content),
        author=author,
        file=ContentFile(content.encode(), name="x"),
    )
    return document, version


def _picture(entry: JournalEntry, where: str, words: set[str]) -> JournalPicture:
    alt = canary(where, "photo")
    words.add(alt)
    return JournalPicture.objects.create(
        entry=entry,
        image=ContentFile(b"not really", name="x"),
        thumbnail=ContentFile(b"not really", name="x"),
        width=4,
        height=3,
        alt=alt,
    )


def _indicator(
    room: Room, where: str, author: User, audience: str, words: set[str]
) -> tuple[Indicator, Measurement]:
    """An indicator with a measurement, corrected once; it names a note of the owners, which its
    other readers do not meet."""
    name, unit, source, reason = (
        canary(where, kind) for kind in ("indicateur", "unite", "sourceMesure", "correction")
    )
    words |= {name, unit, source}
    # History is for those who enter.
    (room.words if audience == Audience.PUBLIC else words).add(reason)
    indicator = Indicator.objects.create(
        experimentation=room.experimentation,
        name=name,
        unit=unit,
        audience=audience,
        author=author,
        target_value=40,
    )
    # Two make a curve.
    Measurement.objects.create(indicator=indicator, value=9, measured_on=date(2026, 2, 1))
    measurement = Measurement.objects.create(
        indicator=indicator,
        value=12,
        measured_on=date(2026, 3, 1),
        source=source,
        entry=room.owner_entry,
        author=author,
    )
    Correction.objects.create(
        measurement=measurement,
        value=11,
        measured_on=date(2026, 3, 1),
        precision="day",
        reason=reason,
        corrected_by=author,
    )
    return indicator, measurement


def _indicators(room: Room, where: str, author: User, audience: str) -> None:
    room.indicator, room.measurement = _indicator(room, where, author, Audience.SPACE, room.words)
    room.owner_indicator, _value = _indicator(
        room, f"{where}Porteurs", author, Audience.OWNER, room.owner_words
    )
    if audience == Audience.PUBLIC:
        room.public_indicator, _value = _indicator(
            room, f"{where}Publique", author, Audience.PUBLIC, room.public_words
        )


def _room(space: Space, where: str, author: User) -> Room:
    words: set[str] = set()
    thread, message = _thread(space, where, author, words)
    files = _attachments(message, where, words)
    document, version = _document(space, where, author, words)
    return Room(space, thread, message, *files, document, version, words=words)


def _experimentation(group: WorkingGroup, owner, where: str, author: User, audience: str) -> Room:
    title, summary, objective = (canary(where, kind) for kind in ("titre", "resume", "objectif"))
    experimentation = make_experimentation(
        group,
        owner,
        title=title,
        summary=summary,
        objective=objective,
        activity=Activity.FOOD,
        neighbourhood=canary(where, "quartier"),
        stage=Stage.TRIAL,
        audience=audience,
        created_by=author,
    )
    room = _room(experimentation.space, where, author)
    described = {title, summary, objective, experimentation.neighbourhood}
    (room.public_words if audience == Audience.PUBLIC else room.words).update(described)
    room.experimentation = experimentation

    def entry(audience: str, words: set[str], kind: str) -> JournalEntry:
        text = canary(where, kind)
        words.add(text)
        return JournalEntry.objects.create(
            experimentation=experimentation,
            space=experimentation.space,
            kind=EntryKind.RESULT,
            text=text,
            occurred_on=date(2026, 3, 1),
            author=author,
            organisation=owner,
            audience=audience,
        )

    room.entry = entry(Audience.SPACE, room.words, "note")
    room.owner_entry = entry(Audience.OWNER, room.owner_words, "notePorteurs")
    if audience == Audience.PUBLIC:
        room.public_entry = entry(Audience.PUBLIC, room.public_words, "notePublique")
        room.public_picture = _picture(room.public_entry, where, room.public_words)
    room.picture = _picture(room.entry, where, room.words)
    tag(room.entry, f"note {room.entry.pk}")
    room.entry.documents.set(Document.with_removed.filter(space=experimentation.space))
    tag(experimentation, f"essai {experimentation.pk}")
    _indicators(room, where, author, audience)
    action = canary(where, "action")
    room.words.add(action)
    room.action = PlannedAction.objects.create(
        experimentation=experimentation, title=action, due_on=date(2026, 1, 1), author=author
    )
    secret_action = canary(where, "actionPorteurs")
    room.owner_words.add(secret_action)
    PlannedAction.objects.create(
        experimentation=experimentation, title=secret_action, audience=Audience.OWNER
    )
    partner = make_partner(f"Partenaire de {where}")
    role = canary(where, "partenariat")
    followed = room.public_words if audience == Audience.PUBLIC else room.words
    followed.add(role)
    room.partnership = Partnership.objects.create(
        experimentation=experimentation, organisation=partner, role=role
    )
    note = canary(where, "financement")
    followed.add(note)
    room.funding = Funding.objects.create(
        experimentation=experimentation, funder=partner, year=2026, amount=1234, note=note
    )
    kept = canary(where, "financementPorteurs")
    room.owner_words.add(kept)
    Funding.objects.create(
        experimentation=experimentation, funder=partner, note=kept, audience=Audience.OWNER
    )
    stage_note = canary(where, "etape")
    followed.add(stage_note)
    StageChange.objects.create(
        experimentation=experimentation, stage=Stage.TRIAL, on=date(2026, 2, 1), note=stage_note
    )
    return room


def _keep(message: Message, room: Room, by: User) -> Quotation:
    comment = canary("commentaire")
    room.words.add(comment)
    entry = JournalEntry.objects.create(
        experimentation=room.experimentation,
        space=room.space,
        kind=EntryKind.OBSERVATION,
        text=comment,
        occurred_on=date(2026, 3, 4),
        author=by,
    )
    return Quotation.objects.create(entry=entry, message=message, words=message.body)


def _quoted(group_room: Room, room: Room, people: dict[str, User]) -> Quotation:
    """Words that the readers of both spaces meet: their thread in one, their quotation in the
    other."""
    words = canary("parolesGardees")
    group_room.words.add(words)
    room.words.add(words)
    message = Message.objects.create(
        thread=group_room.thread,
        author=people["member"],
        position=2,
        changed_seq=2,
        body=words,
        html=f"<p>{words}</p>",
    )
    Thread.objects.filter(pk=group_room.thread.pk).update(last_position=2, last_seq=2)
    return _keep(message, room, people["facilitator"])


@dataclass
class Moderated:
    """An entry and a document of the member that a facilitator hid, the entry after a report."""

    entry: JournalEntry
    document: Document
    act: Act
    words: set[str]
    report_words: set[str]


def _moderated(room: Room, people: dict[str, User]) -> Moderated:
    words: set[str] = set()
    entry = JournalEntry.objects.create(
        experimentation=room.experimentation,
        space=room.space,
        kind=EntryKind.RESULT,
        text=canary("noteMasquee"),
        occurred_on=date(2026, 3, 3),
        author=people["member"],
    )
    _picture(entry, "masquee", words)
    document, _version = _document(room.space, "masque", people["member"], words)
    reporter, reported = make_user(canary("auteurDuSignalement")), canary("signalement")
    acts = []
    for kind, row in (("document", document), ("note", entry)):
        thing = get_kind(kind).find(row.pk)
        if kind == "note":
            report(thing=thing, reporter=reporter, category=Category.OTHER, text=reported)
        reason = canary(kind, "raison")
        words.add(reason)
        acts.append(decide(thing=thing, verb=Verb.HIDE, actor=people["facilitator"], reason=reason))
    # Still open.
    thing = get_kind("message").find(room.message.pk)
    report(thing=thing, reporter=reporter, category=Category.WRONG, text=reported)
    words.add(entry.text)
    answered = canary("reponseModeration")
    words.add(answered)
    Answer.objects.create(act=acts[0], author=people["member"], text=answered)
    return Moderated(entry, document, acts[-1], words, {reporter.name, reported})


def _sheet(room: Room, where: str, by: User, words: set[str], **fields) -> ExperienceSheet:
    """A sheet that rests on every note and shows the picture of its experimentation."""
    title, text, alt = (canary(where, kind) for kind in ("fiche", "recit", "photoFiche"))
    words |= {title, text, alt}
    notes = [each for each in (room.entry, room.owner_entry, room.public_entry) if each]
    return save_sheet(
        experimentation=room.experimentation,
        editor=by,
        words={"title": title, "results": text},
        dated=date(2026, 3, 1),
        precision="month",
        sources={"results": notes},
        pictures={room.public_picture or room.picture: alt},
        **fields,
    )


def _sheets(mine: Room, neighbour: Room, people: dict[str, User]) -> dict:
    draft = _sheet(mine, "mienne", people["member"], mine.owner_words)
    version = ask_signatures(
        sheet=draft,
        by=people["member"],
        partners={mine.partnership.organisation: people["co_carrier"].email},
    )
    public = _sheet(
        neighbour,
        "voisine",
        people["neighbour"],
        neighbour.public_words,
        origin="network",
        source="Page publique",
    )
    publish(sheet=public, by=people["facilitator"])
    draft.refresh_from_db()
    public.refresh_from_db()
    # Long enough ago to be asked again.
    version.signatures.update(requested_at=timezone.now() - timedelta(hours=1))
    return {
        "sheet": draft,
        "signature": version.signatures.get(is_owner=False),
        "public_sheet": public,
    }


def build_world(slug: str = "monde") -> World:
    """Two groups; in the first, two collectivités with an experimentation each. Another `slug`
    makes one more world beside the first, with nothing in common."""
    group = make_group(
        "Groupe du monde",
        state=GroupState.RUNNING,
        slug=slug,
        charter="Partager, participer, raconter.",
        charter_version=1,
    )
    other_group = make_group(
        canary("autre", "groupe"), state=GroupState.PREPARING, slug=f"hors-{slug}"
    )
    mine_city, neighbour_city, far_city = (
        make_collectivity(name) for name in ("Exempleville", "Exemple-sur-Loire", "Exemple-le-Loin")
    )
    people = {
        "facilitator": join(group, Role.FACILITATOR, user=make_user("Animation du monde")),
        "member": join(group, organisation=mine_city, user=make_user("Agent·e d’Exempleville")),
        "neighbour": join(group, organisation=neighbour_city),
        "observer": join(group, Role.OBSERVER),
        "foreign_facilitator": join(other_group, Role.FACILITATOR),
        "foreign_member": join(other_group, organisation=far_city),
        "stranger": make_user("Personne sans rôle"),
        "administrator": make_user("Administration", is_superuser=True, is_staff=True),
    }
    published = canary("charte")
    CharterVersion.objects.create(group=group, number=1, text=published)
    group_room = _room(group_space(group), "groupe", people["facilitator"])
    group_room.words.add(published)
    mine = _experimentation(group, mine_city, "mienne", people["member"], Audience.SPACE)
    neighbour = _experimentation(
        group, neighbour_city, "voisine", people["neighbour"], Audience.PUBLIC
    )
    foreign_room = _room(group_space(other_group), "ailleurs", people["foreign_facilitator"])
    foreign = _experimentation(
        other_group, far_city, "lointaine", people["foreign_member"], Audience.SPACE
    )
    foreign_room.words.add(other_group.name)
    for level in GuestLevel:
        people[f"guest_{level}"] = make_guest(mine.space, level)
    people["guest_expired"] = make_guest(
        mine.space,
        starts_at=timezone.now() - timedelta(days=20),
        until=timezone.now() - timedelta(days=1),
    )
    call = CallForParticipation.objects.create(
        group=group,
        title="Appel ouvert du monde",
        text="Venez.",
        published_at=timezone.now() - timedelta(days=1),
        closes_at=timezone.now() + timedelta(days=30),
    )
    intention = canary("reponse")
    answer = CallAnswer.objects.create(
        call=call,
        organisation=make_collectivity("Exemple-Candidate"),
        author=make_user("Candidate"),
        intention=intention,
        status=AnswerStatus.SUBMITTED,
    )
    people["candidate"] = answer.author
    question = CallQuestion.objects.create(
        call=call, position=1, kind=QuestionKind.TEXT, label="Que savez-vous déjà ?"
    )
    reply = CallQuestionAnswer.objects.create(
        answer=answer, question=question, value=canary("reponse", "question")
    )
    draft = AnswerDraft.objects.create(
        call=call, author=people["member"], typed={"intention": canary("brouillon")}
    )
    email = f"{canary('invitation').lower()}@exemple.test"
    invitation = Invitation.objects.create(
        token_hash=f"0{slug}",
        email=email,
        group=group,
        role=Role.OBSERVER,
        invited_by=people["facilitator"],
        expires_at=timezone.now() + timedelta(days=7),
    )
    guest_invitation = Invitation.objects.create(
        token_hash=f"1{slug}",
        email="partenaire@exemple.test",
        group=group,
        space=mine.space,
        level=GuestLevel.READER,
        guest_until=timezone.now() + timedelta(days=60),
        invited_by=people["member"],
        expires_at=timezone.now() + timedelta(days=7),
    )
    waiting_guest = Invitation.objects.create(
        token_hash=f"2{slug}",
        email=f"{canary('attend').lower()}@exemple.test",
        message=canary("attendMot"),
        group=group,
        space=mine.space,
        level=GuestLevel.READER,
        guest_until=timezone.now() + timedelta(days=60),
        invited_by=people["member"],
        expires_at=timezone.now() + timedelta(days=60),
        approval=Approval.WAITING,
    )
    mine.owner_words.add(waiting_guest.email)
    address_request, guest_address_request = (
        AddressRequest.objects.create(
            invitation=each, user=asker, email=asker.email, note=canary("demande")
        )
        for each in (invitation, guest_invitation)
        for asker in [make_user(canary("demandeuse"), email=f"{canary('adresse')}@exemple.test")]
    )
    group_room.owner_words |= {address_request.note, address_request.email, waiting_guest.message}
    mine.owner_words |= {guest_address_request.note, guest_address_request.email}
    # Two more collectivités carry mine; the second has withdrawn from the group.
    for name, status in (
        ("co_carrier", EngagementStatus.ENGAGED),
        ("withdrawn", EngagementStatus.WITHDRAWN),
    ):
        city = make_collectivity(f"Exemple-{name}")
        Carrier.objects.create(space=mine.space, organisation=city)
        people[name] = join(group, organisation=city)
        city.engagements.update(status=status)
    people["group_guest"] = make_guest(group_space(group))
    # What was taken away and can come back.
    people["former"] = join(group, organisation=mine_city)
    people["former"].memberships.update(ended_at=timezone.now())
    removed_entry = JournalEntry.objects.create(
        experimentation=mine.experimentation,
        space=mine.space,
        kind=EntryKind.ACTION,
        text=canary("noteSupprimee"),
        occurred_on=date(2026, 3, 2),
        author=people["member"],
    )
    remove_entry(entry=removed_entry, by=people["member"])
    removed_measurement = Measurement.objects.create(
        indicator=mine.indicator,
        value=7,
        measured_on=date(2026, 3, 2),
        source=canary("mesureSupprimee"),
        author=people["member"],
    )
    remove_measurement(measurement=removed_measurement, by=people["member"])
    sent = canary("fichier")
    sent_file = keep_rows(
        experimentation=mine.experimentation,
        author=people["member"],
        filename=f"{sent}.csv",
        rows=[["1", "Date", "Indicateur", "Valeur"], ["2", "2026", "Autre", "3"]],
    )
    removed_document, _version = _document(mine.space, "corbeille", people["member"], set())
    remove_document(document=removed_document, by=people["member"])
    hidden_message = Message.objects.create(
        thread=mine.thread,
        author=people["member"],
        position=2,
        changed_seq=2,
        body=canary("messageMasque"),
        state=MessageState.HIDDEN,
    )
    hidden_file_words: set[str] = set()
    _hidden_text, hidden_file = _attachments(hidden_message, "masque", hidden_file_words)
    Message.objects.filter(pk=hidden_message.pk).update(html="")
    taken_back = Message.objects.create(
        thread=mine.thread,
        author=people["member"],
        position=3,
        changed_seq=3,
        body="Texte repris",
        state=MessageState.REMOVED,
        removed_at=timezone.now(),
    )
    Thread.objects.filter(pk=mine.thread.pk).update(
        last_position=3, last_seq=3, kind=ThreadKind.QUESTION
    )
    quotation = _quoted(group_room, mine, people)
    _keep(hidden_message, mine, people["facilitator"])
    moderated = _moderated(mine, people)
    claim = Affiliation.objects.create(
        user=make_user("Demandeuse"), organisation=mine_city, function=canary("demande")
    )
    refused = Affiliation.objects.create(
        user=people["stranger"],
        organisation=neighbour_city,
        until=timezone.localdate(),
        refused_at=timezone.now(),
        refusal=canary("refus"),
    )
    domain = OrganisationDomain.objects.create(
        organisation=mine_city, domain=f"{slug}.test", listed_by=people["administrator"]
    )
    survivor = make_partner("Structure gardée")
    duplicate = make_partner(canary("doublon"), merged_into=survivor)
    sheets = _sheets(mine, neighbour, people)
    booklet_words = {canary("recueil"), canary("introRecueil")}
    group_room.words |= booklet_words
    prepared: set[str] = set()
    path = path_parts((mine, neighbour), people["member"], prepared, canary)
    library = library_parts(people, canary)
    neighbour.public_words |= library.public_words
    return World(
        **sheets,
        inspiration=world_spread.inspirations(
            mine, neighbour, foreign, sheets["public_sheet"], canary
        ),
        booklet=add_booklet(group, sheets["public_sheet"], sorted(booklet_words)),
        claim=claim,
        domain=domain,
        merge=OrganisationMerge.objects.create(
            survivor=survivor, merged=duplicate, by=people["administrator"]
        ),
        claim_words={claim.function},
        refusal_words={refused.refusal},
        group=group,
        other_group=other_group,
        call=call,
        answer=answer,
        question=question,
        invitation=invitation,
        guest_invitation=guest_invitation,
        waiting_guest=waiting_guest,
        address_request=address_request,
        guest_address_request=guest_address_request,
        removed_entry=removed_entry,
        removed_document=removed_document,
        removed_measurement=removed_measurement,
        sent_file=sent_file,
        hidden_message=hidden_message,
        hidden_file=hidden_file,
        quotation=quotation,
        taken_back=taken_back,
        hidden_entry=moderated.entry,
        hidden_document=moderated.document,
        act=moderated.act,
        group_room=group_room,
        mine=mine,
        neighbour=neighbour,
        foreign_room=foreign_room,
        foreign=foreign,
        people=people,
        member_words={intention, reply.value, email},
        draft_words={*draft.typed.values(), sent} | prepared,
        path=path,
        library=library,
        hidden_words={hidden_message.body} | hidden_file_words | moderated.words,
        report_words=moderated.report_words,
        removed_words={duplicate.name, removed_entry.text, removed_document.title}
        | {removed_measurement.source}
        | library.removed_words,
    )
