"""Every write about what spreads."""

import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from audit.services import record
from experiments.indicators.models import Indicator
from experiments.models import Experimentation, PlannedAction
from experiments.services import create_experimentation
from experiments.sheets.models import ExperienceSheet
from experiments.spread.models import Inspiration
from groups.models import WorkingGroup
from organisations.models import Organisation

# What a model gives of its description, beside its title.
COPIED = ["activity", "objective", "hypothesis", "modalities"]

_ANCESTORS = """
WITH RECURSIVE above(id) AS (
    SELECT source_id FROM spread_inspiration WHERE inspired_id = %s
    UNION
    SELECT link.source_id FROM spread_inspiration link JOIN above ON link.inspired_id = above.id
)
SELECT 1 FROM above WHERE id = %s
"""


def _lock_links() -> None:
    """Nobody else adds a link until the end of the transaction: a circle may be closed by links
    that have no experimentation in common. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE spread_inspiration IN SHARE ROW EXCLUSIVE MODE")


def _comes_from(trial_pk: int, other_pk: int) -> bool:
    """Whether `trial_pk` was inspired, from one to the next, by `other_pk`."""
    with connection.cursor() as cursor:
        cursor.execute(_ANCESTORS, [trial_pk, other_pk])
        return cursor.fetchone() is not None


@transaction.atomic
def add_inspiration(
    *,
    inspired: Experimentation,
    by,
    source: Experimentation,
    sheet: ExperienceSheet | None = None,
    note: str = "",
) -> Inspiration:
    """Say that `inspired` took up something of `source`, read in its `sheet` if told.

    Said twice, it is there once, with the sheet and the words given last. Raises ValidationError
    where nothing can be inspired: by itself, or by what already comes from it.
    """
    if sheet is not None and sheet.experimentation_id != source.pk:
        raise ValueError("the sheet tells of another experimentation")
    _lock_links()
    if source.pk == inspired.pk:
        raise ValidationError(_("Une expérimentation ne s’inspire pas d’elle-même."))
    if _comes_from(source.pk, inspired.pk):
        raise ValidationError(
            _("Ce lien tournerait en rond\u00a0: celle que vous nommez vient déjà de la vôtre.")
        )
    link, created = Inspiration.objects.get_or_create(
        inspired=inspired,
        source=source,
        defaults={"sheet": sheet, "note": note, "author": by},
    )
    if created:
        _recorded("inspiration.added", by, link)
    elif (sheet is not None and link.sheet_id != sheet.pk) or (note and note != link.note):
        link.sheet, link.note, link.author = sheet or link.sheet, note or link.note, by
        link.save(update_fields=["sheet", "note", "author"])
        _recorded("inspiration.changed", by, link)
    return link


@transaction.atomic
def remove_inspiration(*, inspiration: Inspiration, by) -> None:
    """Take the link back; both experimentations stay as they are."""
    _recorded("inspiration.removed", by, inspiration)
    inspiration.delete()


@transaction.atomic
def start_from(
    *,
    author,
    group: WorkingGroup,
    owner: Organisation,
    title: str,
    source: Experimentation,
    sheet: ExperienceSheet | None = None,
    description: Iterable[str] = (),
    actions: Iterable[PlannedAction] = (),
    indicators: Iterable[Indicator] = (),
    client_id: uuid.UUID,
) -> Experimentation:
    """A new experimentation of `owner` in `group` that begins with what is given of `source`, and
    says that it was inspired by it.

    `description` names fields among COPIED. Actions come without date or person, indicators without
    value. The caller gives only what `author` may read and what is not kept between the carriers.
    The same `client_id` from the same author returns what the first call made.
    """
    unknown = set(description) - set(COPIED)
    if unknown:
        raise TypeError(f"{unknown!r} are not copied")
    trial = create_experimentation(
        author=author,
        group=group,
        owner=owner,
        title=title,
        client_id=client_id,
        **{name: getattr(source, name) for name in description},
    )
    if trial.inspirations.exists():
        return trial
    PlannedAction.objects.bulk_create(
        PlannedAction(experimentation=trial, title=each.title, author=author) for each in actions
    )
    Indicator.objects.bulk_create(
        Indicator(
            experimentation=trial,
            name=each.name,
            unit=each.unit,
            direction=each.direction,
            position=position,
            author=author,
        )
        for position, each in enumerate(indicators, 1)
    )
    add_inspiration(inspired=trial, by=author, source=source, sheet=sheet)
    return trial


def _recorded(action: str, by, link: Inspiration) -> None:
    record(
        action=action,
        actor=by,
        target=link.inspired,
        group_id=link.inspired.space.group_id,
        space_id=link.inspired.space_id,
        source=link.source_id,
        sheet=link.sheet_id,
    )
