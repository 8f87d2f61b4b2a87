"""Writes the experience sheets of the demonstration."""

from common.models import Precision
from experiments.booklets.services import ask_booklet
from experiments.models import Experimentation, JournalEntry
from experiments.sheets.enums import Decision, Origin, SheetState
from experiments.sheets.library import put_in_library
from experiments.sheets.models import Cosignatory, ExperienceSheet, SheetVersion, Signature
from experiments.sheets.services import VALID_FOR, deliver_request, save_sheet
from experiments.sheets.services.shared import make_version
from home.demo.data.sheets import BOOKLET, INTRODUCTION, SHEETS
from home.demo.loader import Loader
from home.demo.prose import fr
from home.demo.schema import Sheet


def load_sheets(loader: Loader) -> None:
    """Make those whose experimentation is there, unless they were made before."""
    for data in SHEETS:
        key = f"trial:{data.trial}"
        trial = loader.registry.get(key) if loader.registry.knows(key) else None
        if trial is not None:
            _load(loader, data, trial)


def load_booklet(loader: Loader) -> None:
    """A booklet of the sheets of the network, printed once all is loaded."""
    group = loader.registry.get("group:economie-informelle")
    author = loader.people.get("animation")
    sheets = list(
        ExperienceSheet.objects.published()
        .filter(experimentation__space__group=group, origin=Origin.NETWORK)
        .select_related("published")
        .order_by("pk")
    )
    if group is not None and author is not None and sheets:
        loader.registry.once(
            "booklet:economie-informelle",
            lambda: ask_booklet(
                group=group, by=author, title=BOOKLET, introduction=INTRODUCTION, sheets=sheets
            ),
        )


def _load(loader: Loader, data: Sheet, trial: Experimentation) -> None:
    loader.registry.once(f"sheet:{data.trial}", lambda: _make(loader, data, trial))


def _make(loader: Loader, data: Sheet, trial: Experimentation) -> ExperienceSheet:
    author = loader.people[data.author] if data.author else None
    sheet = save_sheet(
        experimentation=trial,
        editor=author,
        words={
            "title": fr(data.title),
            "keywords": fr(data.keywords),
            "place": fr(data.place),
            **{name: fr(text) for name, text in data.sections.items()},
        },
        dated=loader.day(data.on, data.days),
        precision=Precision.MONTH,
        sources={
            section: [note for at in places if (note := _note(loader, data, at))]
            for section, places in data.notes.items()
        },
        pictures={
            note.pictures.first(): fr(alt)
            for at, alt in data.photos.items()
            if (note := _note(loader, data, at)) and note.pictures.exists()
        },
        origin=Origin.NETWORK if data.source else Origin.TERRITORY,
        source=fr(data.source),
    )
    for signer in data.signers:
        organisation = loader.organisations[signer.org]
        Cosignatory.objects.create(sheet=sheet, organisation=organisation, email=signer.email)
    version = make_version(sheet, author)
    if not data.source:
        _signatures(loader, data, version)
    if data.to_publish or any(signer.waits for signer in data.signers):
        sheet.state = SheetState.SIGNING
    else:
        version.published_at = loader.ago(data.published_days, "11:20")
        sheet.state, sheet.published = SheetState.PUBLISHED, version
    version.created_at = loader.ago(data.published_days + 9, "10:05")
    version.save()
    sheet.save()
    if sheet.published:
        put_in_library(sheet, author)
    # The link of whoever is waited for, among the e-mails of the demonstration.
    for each in Signature.objects.open().filter(version=version):
        deliver_request.enqueue(signature_id=each.pk)
    return sheet


def _note(loader: Loader, data: Sheet, at: int) -> JournalEntry | None:
    """A note of the journal, unless people deleted it."""
    return loader.registry.get(f"note:{data.trial}:{at}")


def _signatures(loader: Loader, data: Sheet, version: SheetVersion) -> None:
    owner = version.sheet.experimentation.owner
    _signature(loader, data, version, organisation=owner, is_owner=True, waits=False)
    for signer in data.signers:
        _signature(
            loader,
            data,
            version,
            organisation=loader.organisations[signer.org],
            email=signer.email,
            waits=signer.waits,
        )


def _signature(
    loader: Loader, data: Sheet, version: SheetVersion, *, waits: bool, **fields
) -> None:
    made = Signature(
        version=version,
        requested_at=loader.ago(data.published_days + 9, "10:05"),
        expires_at=loader.now + VALID_FOR,
        **fields,
    )
    if not waits:
        made.decision, made.digest = Decision.AGREED, version.digest
        made.decided_at = loader.ago(data.published_days + 5, "15:40")
        made.decided_by = loader.people[data.author] if made.is_owner else None
    made.save()
