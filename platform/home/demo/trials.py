"""Writes the experimentations of the demonstration with all that is noted about them."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db.models import F

from common.models import Precision
from experiments.indicators.models import Indicator, Measurement
from experiments.models import (
    Experimentation,
    Funding,
    JournalEntry,
    JournalPicture,
    Partnership,
    PlannedAction,
    StageChange,
)
from groups.enums import SpaceKind
from groups.models import Carrier, GuestAccess, Space
from groups.services import grant_guest_access
from groups.services.shared import raise_space_access
from home.demo import pictures
from home.demo.data import world
from home.demo.loader import ENDS_SOON, NAMESPACE, Loader
from home.demo.prose import fr
from home.demo.schema import THIS_YEAR, Figure, Guest, Note, Photo, Todo, Trial

NOTED_AT = "16:10"


class TrialLoader:
    """Stands on a Loader that has made people, organisations and groups."""

    def __init__(self, loader: Loader):
        self.loader = loader

    def load(self, data: Trial) -> None:
        """Make the experimentation unless it was loaded before; new documents of its data are added
        to one that was."""
        loader = self.loader
        if data.group not in loader.spaces:
            return
        trial, new = loader.registry.once(f"trial:{data.key}", lambda: self._make(data))
        if trial is None:
            return
        if new:
            self._parts(data, trial)
        for figure in enumerate(data.figures):
            self._figure(*figure, data, trial)
        for guest in data.guests:
            self._guest(guest, data, trial.space)
        for note in enumerate(data.notes):
            self._note(*note, data, trial)
        if new:
            self._last_moved(data, trial)
        for paper in data.papers:
            loader.paper(paper, trial.space)

    def _make(self, data: Trial) -> Experimentation:
        loader = self.loader
        created_at = loader.ago(data.created_days, "09:45")
        space = Space.objects.create(
            group_id=loader.spaces[data.group].group_id,
            kind=SpaceKind.EXPERIMENTATION,
            created_at=created_at,
        )
        Carrier.objects.bulk_create(
            Carrier(space=space, organisation=loader.organisations[org], is_lead=org == data.owner)
            for org in (data.owner, *data.co_carriers)
        )
        return Experimentation.objects.create(
            space=space,
            owner=loader.organisations[data.owner],
            title=fr(data.title),
            summary=fr(data.summary),
            activity=data.activity,
            neighbourhood=fr(data.neighbourhood),
            objective=fr(data.objective),
            hypothesis=fr(data.hypothesis),
            modalities=fr(data.modalities),
            stage=data.stage,
            audience=data.audience,
            created_by=loader.people[data.author],
            source=fr(data.source),
            created_at=created_at,
        )

    def _parts(self, data: Trial, trial: Experimentation) -> None:
        loader = self.loader
        author = loader.people[data.author]
        StageChange.objects.bulk_create(
            StageChange(
                experimentation=trial,
                stage=reached.stage,
                on=loader.day(reached.on, reached.days),
                precision=reached.precision,
                note=fr(reached.note),
                author=author,
                created_at=loader.ago(data.created_days, "09:50"),
            )
            for reached in data.stages
        )
        Partnership.objects.bulk_create(
            Partnership(
                experimentation=trial,
                organisation=loader.organisations[partner.org],
                role=fr(partner.role),
                contribution=fr(partner.contribution),
                contribution_kinds=list(partner.kinds),
                contact=fr(partner.contact),
            )
            for partner in data.partners
        )
        Funding.objects.bulk_create(
            Funding(
                experimentation=trial,
                funder=loader.organisations[money.funder],
                year=loader.today.year if money.year == THIS_YEAR else money.year,
                amount=money.amount,
                note=fr(money.note),
                source=fr(money.source or data.source),
            )
            for money in data.money
        )
        PlannedAction.objects.bulk_create(self._todo(todo, author, trial) for todo in data.todos)

    def _todo(self, todo: Todo, author, trial: Experimentation) -> PlannedAction:
        loader = self.loader

        def shifted(days: int | None):
            return None if days is None else loader.today + timedelta(days=days)

        return PlannedAction(
            experimentation=trial,
            title=fr(todo.title),
            responsible=fr(todo.responsible),
            assignee=loader.people[todo.assignee] if todo.assignee else None,
            due_on=shifted(todo.due),
            started_on=shifted(todo.started),
            done_on=shifted(todo.done),
            author=author,
        )

    def _figure(self, index: int, data: Figure, trial: Trial, experimentation) -> None:
        def make() -> Indicator:
            return self._make_figure(index, data, trial, experimentation)

        self.loader.registry.once(f"indicator:{trial.key}:{index}", make)

    def _make_figure(
        self, index: int, data: Figure, trial: Trial, experimentation: Experimentation
    ) -> Indicator:
        loader = self.loader
        months = [self._month(ago) for ago in range(len(data.values), 0, -1)]
        author = loader.people[trial.author]
        indicator = Indicator.objects.create(
            experimentation=experimentation,
            name=fr(data.name),
            unit=fr(data.unit),
            direction=data.direction,
            baseline_value=Decimal(data.baseline) if data.baseline else None,
            baseline_on=months[0] if data.baseline else None,
            target_value=Decimal(data.target) if data.target else None,
            target_on=loader.today.replace(month=12, day=31) if data.target else None,
            audience=data.audience,
            position=index + 1,
            author=author,
        )
        Measurement.objects.bulk_create(
            Measurement(
                indicator=indicator,
                value=Decimal(value),
                measured_on=month,
                precision=Precision.MONTH,
                source=fr(data.counted_from),
                author=author,
                **loader.voice(trial.author, experimentation.space),
            )
            for month, value in zip(months, data.values, strict=True)
        )
        return indicator

    def _month(self, ago: int) -> date:
        """The first day of the month `ago` months before loading."""
        today = self.loader.today
        year, month = divmod(today.year * 12 + today.month - 1 - ago, 12)
        return date(year, month + 1, 1)

    def _guest(self, data: Guest, trial: Trial, space: Space) -> None:
        """A dated access, given as by the person who invited; prolonged while nobody touches it."""
        loader = self.loader
        until = loader.ago(-data.for_days, "08:00")
        org = next(account.org for account in world.ACCOUNTS if account.key == data.account)

        def make() -> GuestAccess:
            access = grant_guest_access(
                space=space,
                user=loader.people[data.account],
                level=data.level,
                until=until,
                by=loader.people[data.invited_by],
                organisation=loader.organisations[org],
            )
            GuestAccess.objects.filter(pk=access.pk).update(starts_at=loader.ago(45))
            return access

        key = f"guest:{trial.key}:{data.account}"
        access, new = loader.registry.once(key, make)
        if new or access is None or access.ended_at is not None:
            return
        if access.until > loader.now + ENDS_SOON:
            return
        if access.updated_at <= loader.registry.loaded_at(key):
            GuestAccess.objects.filter(pk=access.pk).update(until=until)
            raise_space_access(space.pk)

    def _note(self, index: int, data: Note, trial: Trial, experimentation) -> None:
        key = f"note:{trial.key}:{index}"
        self.loader.registry.once(key, lambda: self._make_note(key, data, experimentation))

    def _make_note(self, key: str, data: Note, experimentation: Experimentation) -> JournalEntry:
        loader = self.loader
        entry = JournalEntry.objects.create(
            experimentation=experimentation,
            space=experimentation.space,
            audience=data.audience,
            kind=data.kind,
            text=fr(data.text),
            occurred_on=loader.day(data.on, data.days),
            precision=data.precision,
            author=loader.people[data.author],
            **loader.voice(data.author, experimentation.space),
            client_id=uuid.uuid5(NAMESPACE, key),
            source=fr(data.source),
            created_at=loader.ago(data.noted_days, NOTED_AT),
        )
        for position, photo in enumerate(data.photos):
            self._picture(entry, photo, position)
        return entry

    def _last_moved(self, data: Trial, trial: Experimentation) -> None:
        """Lists show what moved last first: its latest note, not its place in our files."""
        latest = min([data.created_days, *[note.noted_days for note in data.notes]])
        moved = {"updated_at": self.loader.ago(latest, NOTED_AT)}
        Experimentation.objects.filter(pk=trial.pk).update(**moved)
        trial.entries.update(updated_at=F("created_at"))

    def _picture(self, entry: JournalEntry, photo: Photo, position: int) -> None:
        full, thumbnail = pictures.webp(photo.motif)
        picture = JournalPicture(
            entry=entry,
            width=pictures.WIDTH,
            height=pictures.HEIGHT,
            alt=fr(photo.alt),
            position=position,
        )
        picture.image.save("picture.webp", ContentFile(full), save=False)
        picture.thumbnail.save("thumbnail.webp", ContentFile(thumbnail), save=False)
        picture.save()
