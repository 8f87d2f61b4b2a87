"""An experimentation itself: who carries it, how far it is, who may see it."""

import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from common.models import Audience, Precision
from experiments.enums import Stage
from experiments.models import Experimentation, StageChange
from groups.enums import SpaceKind
from groups.models import Carrier, Space, WorkingGroup
from groups.services.shared import raise_space_access
from organisations.models import Organisation

DESCRIPTION = ["title", "summary", "activity", "neighbourhood", "neighbourhood_code", "objective"]
DESCRIPTION += ["hypothesis", "modalities"]


def rounded(day: date, precision: str) -> date:
    """The first day of what is known, so that « mars 2021 » sorts the same whoever typed it."""
    if precision == Precision.YEAR:
        return day.replace(month=1, day=1)
    if precision == Precision.MONTH:
        return day.replace(day=1)
    return day


def create_experimentation(
    *,
    author,
    group: WorkingGroup,
    owner: Organisation,
    title: str,
    stage: str = Stage.SPOTTING,
    since: date | None = None,
    precision: str = Precision.DAY,
    audience: str = Audience.SPACE,
    client_id: uuid.UUID | None = None,
    **description: str,
) -> Experimentation:
    """Describe what `owner` tries, in a space of its own that `owner` carries.

    The same `client_id` from the same author returns what the first call made.
    """
    client_id = client_id or uuid.uuid4()
    try:
        with transaction.atomic():
            return _create(
                author=author,
                group=group,
                owner=owner,
                title=title,
                stage=stage,
                since=rounded(since or timezone.localdate(), precision),
                precision=precision,
                audience=audience,
                client_id=client_id,
                description=description,
            )
    except IntegrityError:
        made = Experimentation.objects.filter(created_by=author, client_id=client_id).first()
        if made is None:
            raise
        return made


def _create(
    *, author, group, owner, title, stage, since, precision, audience, client_id, description
) -> Experimentation:
    space = Space.objects.create(group=group, kind=SpaceKind.EXPERIMENTATION)
    Carrier.objects.create(space=space, organisation=owner, is_lead=True)
    experimentation = Experimentation.objects.create(
        space=space,
        owner=owner,
        title=title,
        stage=stage,
        audience=audience,
        created_by=author,
        client_id=client_id,
        **description,
    )
    StageChange.objects.create(
        experimentation=experimentation, stage=stage, on=since, precision=precision, author=author
    )
    record(
        action="experimentation.created",
        actor=author,
        target=experimentation,
        group_id=group.pk,
        space_id=space.pk,
        owner=owner.pk,
        audience=audience,
    )
    return experimentation


@transaction.atomic
def edit_experimentation(*, experimentation: Experimentation, editor, **fields: str) -> None:
    """Change how it is described (`DESCRIPTION` names the fields) and, if given, its audience."""
    audience = fields.pop("audience", None)
    for name, value in fields.items():
        if name not in DESCRIPTION:
            raise TypeError(f"{name!r} is not part of the description")
        setattr(experimentation, name, value)
    experimentation.save(update_fields=[*fields, "updated_at"])
    if audience is not None:
        change_audience(experimentation=experimentation, editor=editor, audience=audience)


@transaction.atomic
def change_audience(*, experimentation: Experimentation, editor, audience: str) -> None:
    """Open its public parts to everyone, or close them again."""
    before = Experimentation.objects.select_for_update().get(pk=experimentation.pk).audience
    experimentation.audience = audience
    if audience == before:
        return
    experimentation.save(update_fields=["audience", "updated_at"])
    raise_space_access(experimentation.space_id)
    record(
        action="experimentation.audience_changed",
        actor=editor,
        target=experimentation,
        group_id=experimentation.space.group_id,
        space_id=experimentation.space_id,
        audience=audience,
    )


@transaction.atomic
def change_stage(
    *,
    experimentation: Experimentation,
    author,
    stage: str,
    on: date | None = None,
    precision: str = Precision.DAY,
    note: str = "",
    is_current: bool = True,
) -> StageChange:
    """Note that a stage was reached. `is_current=False` completes the past without moving.

    Raises ValidationError when abandoning without saying what was learnt.
    """
    if stage == Stage.ABANDONED and not note:
        raise ValidationError(
            {"note": _("Dites ce que vous avez appris\u00a0: c’est utile aux autres territoires.")}
        )
    on = rounded(on or timezone.localdate(), precision)
    change, created = StageChange.objects.get_or_create(
        experimentation=experimentation,
        stage=stage,
        on=on,
        precision=precision,
        defaults={"note": note, "author": author},
    )
    if not created and note and note != change.note:
        change.note, change.author = note, author
        change.save(update_fields=["note", "author"])
    if is_current and experimentation.stage != stage:
        # Whatever moves is paused no more.
        experimentation.stage, experimentation.paused_on = stage, None
        experimentation.save(update_fields=["stage", "paused_on", "updated_at"])
    return change


@transaction.atomic
def add_carrier(*, experimentation: Experimentation, organisation: Organisation, by) -> Carrier:
    """Have a second collectivité carry it: its members in the group get the same rights."""
    carrier, created = Carrier.objects.get_or_create(
        space=experimentation.space, organisation=organisation
    )
    if created:
        _carriers_changed(experimentation, by, "carrier.added", organisation.pk)
    return carrier


@transaction.atomic
def remove_carrier(*, experimentation: Experimentation, carrier: Carrier, by) -> None:
    """End a co-carrier's part. The lead carrier stays: raises ValidationError for it."""
    if carrier.is_lead or carrier.space_id != experimentation.space_id:
        raise ValidationError(_("La collectivité porteuse principale ne peut pas être retirée."))
    carrier.delete()
    _carriers_changed(experimentation, by, "carrier.removed", carrier.organisation_id)


def _carriers_changed(experimentation, by, action: str, organisation_id: int) -> None:
    raise_space_access(experimentation.space_id)
    record(
        action=action,
        actor=by,
        target=experimentation,
        group_id=experimentation.space.group_id,
        space_id=experimentation.space_id,
        organisation=organisation_id,
    )
