"""Levers and obstacles, published sheets and booklets of the measuring world."""

from datetime import timedelta

from django.utils import timezone

from common.models import Audience, Precision
from experiments.booklets.enums import BookletState
from experiments.booklets.models import Booklet, BookletSheet
from experiments.models import Experimentation, JournalEntry
from experiments.sheets.content import content_of, digest_of
from experiments.sheets.enums import Origin, Section, SheetState
from experiments.sheets.models import ExperienceSheet, SheetSource, SheetVersion
from experiments.vocabularies.enums import TermKind
from experiments.vocabularies.models import Term
from experiments.vocabularies.services import start_vocabulary
from home.demo.scale import words as w
from home.demo.scale.world import World

# Experimentations that have a published sheet: one in so many; sheets of a booklet, at most.
ONE_IN, IN_A_BOOKLET = 4, 20
SOURCE = "Monde de mesure"


def add_terms(world: World) -> None:
    """One or two levers of each experimentation; on two notes in three, a lever or an obstacle."""
    start_vocabulary()
    offered = list(Term.objects.offered())
    levers = [each.pk for each in offered if each.kind == TermKind.LEVER]
    every, rng = [each.pk for each in offered], world.rng
    of_trials, of_notes = Experimentation.terms.through, JournalEntry.terms.through
    world.insert(
        of_trials,
        (
            of_trials(experimentation_id=trial.pk, term_id=term)
            for index, trial in enumerate(world.trials)
            for term in rng.sample(levers, 1 + index % 2)
        ),
        len(world.trials),
        label="mots des expérimentations",
    )
    notes = JournalEntry.objects.filter(experimentation__in=world.trials).order_by("pk")
    world.insert(
        of_notes,
        (
            of_notes(journalentry_id=note, term_id=rng.choice(every))
            for index, note in enumerate(notes.values_list("pk", flat=True))
            if index % 3
        ),
        world.size.entries * 2 // 3,
        label="mots des notes",
    )


def add_sheets(world: World) -> None:
    """Of one experimentation in four, taken from a page, resting on a note; then a booklet of each
    group's."""
    trials = world.trials[::ONE_IN]
    rng, today = world.rng, timezone.localdate(world.now)
    sheets = world.insert(
        ExperienceSheet,
        (
            ExperienceSheet(
                experimentation=trial,
                origin=Origin.NETWORK,
                state=SheetState.PUBLISHED,
                title=f"{trial.title} : ce que nous en retenons",
                keywords="quartier, essai",
                place=f"{trial.neighbourhood}, {trial.owner.name}",
                dated=today.replace(day=1),
                precision=Precision.MONTH,
                source=SOURCE,
                **{section.value: "\n\n".join(rng.sample(w.NOTES, 3)) for section in Section},
            )
            for trial in trials
        ),
        len(trials),
    )
    notes = dict(
        JournalEntry.objects.filter(experimentation__in=trials, audience=Audience.PUBLIC)
        .order_by("pk")
        .values_list("experimentation", "pk")
    )
    sources = [
        SheetSource(sheet=sheet, section=Section.RESULTS, entry_id=notes[sheet.experimentation_id])
        for sheet in sheets
        if sheet.experimentation_id in notes
    ]
    world.insert(SheetSource, sources, len(sources))
    _publish(world, sheets)
    _add_booklets(world, sheets)


def _publish(world: World, sheets: list[ExperienceSheet]) -> None:
    def version(sheet: ExperienceSheet) -> SheetVersion:
        content = content_of(sheet)
        return SheetVersion(
            sheet=sheet,
            number=1,
            content=content,
            digest=digest_of(content),
            author_id=sheet.experimentation.created_by_id,
            published_at=world.moment(),
        )

    versions = world.insert(SheetVersion, map(version, sheets), len(sheets))
    for sheet, published in zip(sheets, versions, strict=True):
        sheet.published = published
    ExperienceSheet.objects.bulk_update(sheets, ["published"], batch_size=500)


def _add_booklets(world: World, sheets: list[ExperienceSheet]) -> None:
    """Their files were kept long enough: the world has none."""
    by_group: dict[int, list[ExperienceSheet]] = {}
    for sheet in sheets:
        by_group.setdefault(sheet.experimentation.space.group_id, []).append(sheet)
    booklets = world.insert(
        Booklet,
        (
            Booklet(
                group_id=group,
                title="Recueil de mesure",
                digest=f"{group:064}",
                state=BookletState.EXPIRED,
                expires_at=world.now - timedelta(days=1),
            )
            for group in by_group
        ),
        len(by_group),
    )
    chosen = [
        BookletSheet(booklet=booklet, sheet=sheet, position=position)
        for booklet in booklets
        for position, sheet in enumerate(by_group[booklet.group_id][:IN_A_BOOKLET])
    ]
    world.insert(BookletSheet, chosen, len(chosen))
