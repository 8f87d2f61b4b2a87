"""Experimentations, their parts and journals, and documents."""

from datetime import timedelta

from django.utils import timezone

from common.models import Audience, Precision
from experiments.enums import STAGE_PATH, Activity, EntryKind, Stage
from experiments.indicators.enums import Direction
from experiments.indicators.models import Indicator, Measurement
from experiments.models import (
    Experimentation,
    Funding,
    JournalEntry,
    Partnership,
    PlannedAction,
    StageChange,
)
from groups.documents.models import Document, DocumentVersion
from groups.enums import (
    Role,
    SpaceKind,
)
from groups.models import (
    Carrier,
    Space,
)
from home.demo.scale import words as w
from home.demo.scale.world import DOMAIN, YEARS, World


def add_trials(world: World) -> None:
    size = world.size
    homes = [world.groups[0]] * (size.trials // 10)
    while len(homes) < size.trials:
        homes.append(world.rng.choice(world.groups))
    spaces = world.insert(
        Space,
        (Space(group=group, kind=SpaceKind.EXPERIMENTATION) for group in homes),
        size.trials,
    )
    world.trial_spaces = spaces
    owners = [world.rng.choice(world.engaged[space.group_id]) for space in spaces]
    carriers = [
        Carrier(space=space, organisation=owner, is_lead=True)
        for space, owner in zip(spaces, owners, strict=True)
    ]
    # A second collectivité carries one in ten.
    for space, owner in list(zip(spaces, owners, strict=True))[::10]:
        others = [each for each in world.engaged[space.group_id] if each.pk != owner.pk]
        if others:
            carriers.append(Carrier(space=space, organisation=world.rng.choice(others)))
    world.insert(Carrier, carriers, len(carriers))
    stages = [*STAGE_PATH, Stage.ABANDONED]

    def trial(index: int) -> Experimentation:
        owner = owners[index]
        made = world.moment()
        return Experimentation(
            space=spaces[index],
            owner=owner,
            title=f"{world.rng.choice(w.ATTEMPTS)} {index + 1}",
            summary=world.rng.choice(w.NOTES),
            activity=world.rng.choice(list(Activity)),
            neighbourhood=world.rng.choice(w.QUARTERS),
            objective="\n\n".join(world.rng.sample(w.NOTES, 2)),
            hypothesis=world.rng.choice(w.NOTES),
            modalities="\n\n".join(world.rng.sample(w.NOTES, 3)),
            stage=world.rng.choice(stages),
            audience=Audience.PUBLIC if index % 8 == 0 else Audience.SPACE,
            created_by=world.agents_of[owner.pk][0],
            client_id=world.uuid(),
            created_at=made,
        )

    world.trials = world.insert(Experimentation, map(trial, range(size.trials)), size.trials)


def add_parts(world: World) -> None:
    day = timezone.localdate(world.now)
    rng = world.rng
    world.insert(
        StageChange,
        (
            StageChange(
                experimentation=trial,
                stage=stage,
                on=day - timedelta(days=400 - 60 * rank),
                precision=Precision.MONTH if rank % 2 else Precision.DAY,
                note=rng.choice(w.NOTES) if stage == Stage.ABANDONED else "",
            )
            for trial in world.trials
            for rank, stage in enumerate(_path_to(trial.stage))
        ),
        3 * len(world.trials),
    )
    world.insert(
        Partnership,
        (
            Partnership(experimentation=trial, organisation=partner, role="Partenaire local")
            for trial in world.trials
            for partner in rng.sample(world.partners, min(3, len(world.partners)))
        ),
        3 * len(world.trials),
    )
    world.insert(
        PlannedAction,
        (
            PlannedAction(
                experimentation=trial,
                title=rng.choice(w.ACTIONS),
                responsible=trial.owner.name,
                assignee=trial.created_by,
                due_on=day + timedelta(days=rng.randint(-60, 90)),
                started_on=day - timedelta(days=100) if rank > 1 else None,
                done_on=day - timedelta(days=rng.randint(0, 90)) if rank % 2 else None,
                author=trial.created_by,
            )
            for trial in world.trials
            for rank in range(4)
        ),
        4 * len(world.trials),
    )
    world.insert(
        Funding,
        (
            Funding(
                experimentation=trial,
                funder=rng.choice(world.partners),
                year=day.year,
                amount=100 * rng.randint(5, 200),
            )
            for trial in world.trials
        ),
        len(world.trials),
    )


def add_indicators(world: World) -> None:
    """Three of each experimentation, with a value a month for two years."""
    day = timezone.localdate(world.now).replace(day=1)
    indicators = world.insert(
        Indicator,
        (
            Indicator(
                experimentation=trial,
                name=f"{world.rng.choice(w.ATTEMPTS)} {rank}",
                unit="personnes",
                direction=Direction.HIGHER,
                target_value=200,
                position=rank,
                author=trial.created_by,
                client_id=world.uuid(),
            )
            for trial in world.trials
            for rank in range(1, 4)
        ),
        3 * len(world.trials),
    )
    world.insert(
        Measurement,
        (
            Measurement(
                indicator=indicator,
                value=world.rng.randint(1, 200),
                measured_on=(day - timedelta(days=30 * ago)).replace(day=1),
                precision=Precision.MONTH,
                author_id=indicator.author_id,
                organisation_id=indicator.experimentation.owner_id,
                author_role=Role.MEMBER,
                client_id=world.uuid(),
            )
            for indicator in indicators
            for ago in range(24)
        ),
        24 * len(indicators),
    )


def add_journal(world: World) -> None:
    day = timezone.localdate(world.now)
    kinds, rng = list(EntryKind), world.rng
    shares = world.share(world.size.entries, len(world.trials))
    audiences = [Audience.SPACE] * 8 + [Audience.OWNER, Audience.PUBLIC]

    def entries():
        for trial, count in zip(world.trials, shares, strict=True):
            for _ in range(count):
                days = rng.randint(0, 365 * YEARS)
                yield JournalEntry(
                    experimentation=trial,
                    space_id=trial.space_id,
                    audience=rng.choice(audiences),
                    kind=rng.choice(kinds),
                    text=rng.choice(w.NOTES),
                    occurred_on=day - timedelta(days=days),
                    author_id=trial.created_by_id,
                    organisation_id=trial.owner_id,
                    author_role=Role.MEMBER,
                    client_id=world.uuid(),
                    created_at=world.now - timedelta(days=days, minutes=-1),
                )

    world.insert(JournalEntry, entries(), world.size.entries)


def add_documents(world: World) -> None:
    spaces = world.group_spaces * 10 + world.trial_spaces

    def document(space: Space) -> Document:
        author = world.rng.choice(world.members[space.group_id])
        return Document(
            space=space,
            title=f"{world.rng.choice(w.QUESTIONS)} (compte rendu)",
            author_id=author.user_id,
            organisation_id=author.organisation_id,
            client_id=world.uuid(),
            created_at=world.moment(),
        )

    documents = world.insert(Document, map(document, spaces), len(spaces))
    world.insert(
        DocumentVersion,
        (
            DocumentVersion(
                document=document,
                number=1,
                url=f"https://{DOMAIN}/documents/{document.pk}",
                author_id=document.author_id,
            )
            for document in documents
        ),
        len(documents),
    )


def _path_to(stage: str) -> list[str]:
    """Stages that led to `stage`, itself included."""
    if stage == Stage.ABANDONED:
        return [Stage.SPOTTING, Stage.TRIAL, Stage.ABANDONED]
    return STAGE_PATH[: STAGE_PATH.index(Stage(stage)) + 1]
