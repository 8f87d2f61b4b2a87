"""Every write of a draft, and how it becomes an experimentation."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from common.models import Precision
from experiments.drafts.enums import Step
from experiments.drafts.models import KEPT_FOR, Draft, DraftIndicator, DraftPartner
from experiments.enums import Stage
from experiments.indicators.enums import Direction
from experiments.indicators.services import add_indicator
from experiments.models import Experimentation
from experiments.services import add_partner, create_experimentation
from experiments.services.experimentation import DESCRIPTION
from groups.models import WorkingGroup
from groups.services.shared import lock_group
from organisations.models import Organisation

FIELDS = frozenset([*DESCRIPTION, "owner", "stage", "since", "precision", "audience"])


class OpenedMeanwhileError(Exception):
    """A colleague has opened it to the group, where one writes on, or thrown it away."""


@transaction.atomic
def begin(
    *, author, group: WorkingGroup, owner: Organisation, client_id: uuid.UUID | None, **fields: Any
) -> Draft:
    """A draft of what `owner` may try, with what its first screen says. The same `client_id` from
    the same author returns the draft of the first call, with what is said last."""
    client_id = client_id or uuid.uuid4()
    draft, created = Draft.objects.get_or_create(
        author=author, client_id=client_id, defaults={"group": group, "owner": owner}
    )
    if not created and draft.group_id != group.pk:
        # The hidden field of a form of another group: not a retry.
        draft = Draft.objects.create(author=author, group=group, owner=owner)
    if draft.opened_as_id is None:
        save(draft=draft, editor=author, step=Step.START, owner=owner, **fields)
    return draft


def _lock(draft: Draft) -> None:
    """Wait for whoever writes it: call it in a transaction. Raises OpenedMeanwhileError."""
    stored = Draft.objects.select_for_update().only("opened_as").filter(pk=draft.pk).first()
    if stored is None or stored.opened_as_id is not None:
        raise OpenedMeanwhileError


@transaction.atomic
def save(*, draft: Draft, editor, step: str, **fields: Any) -> None:
    """Keep what a screen says (`FIELDS` names them); what the others say stays."""
    _lock(draft)
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"{name!r} is not part of a draft")
        setattr(draft, name, value)
    draft.step, draft.edited_by = step, editor
    draft.save(update_fields=[*fields, "step", "edited_by", "updated_at"])


@transaction.atomic
def name_partner(
    *, draft: Draft, organisation: Organisation, contribution_kinds: Sequence[str], **said: str
) -> DraftPartner:
    """Name a partner with its `role`, `contribution` and `contact`; named twice, it is there once,
    with what is said last. Raises ValidationError for the collectivité that carries it."""
    _lock(draft)
    if organisation.pk == draft.owner_id:
        raise ValidationError(
            {"organisation": _("Cette collectivité porte déjà l’expérimentation.")}
        )
    partner, _created = DraftPartner.objects.update_or_create(
        draft=draft,
        organisation=organisation,
        defaults={"contribution_kinds": list(contribution_kinds), **said},
    )
    return partner


@transaction.atomic
def choose_indicator(
    *, draft: Draft, name: str, unit: str = "", direction: str = Direction.NEITHER
) -> DraftIndicator:
    """Something to count; of the same name, it is the same one."""
    _lock(draft)
    known = DraftIndicator.objects.filter(draft=draft, name__iexact=name).first()
    indicator = known or DraftIndicator(draft=draft)
    indicator.name, indicator.unit, indicator.direction = name, unit, direction
    indicator.save()
    return indicator


@transaction.atomic
def take_off(*, draft: Draft, part: type[DraftPartner | DraftIndicator], pk: int) -> None:
    """Take a partner or an indicator off the draft; what is not there is no error."""
    _lock(draft)
    part.objects.filter(draft=draft, pk=pk).delete()


@transaction.atomic
def delete(*, draft: Draft, by) -> None:
    """Throw it away, for good."""
    _lock(draft)
    record(action="experimentation_draft.deleted", actor=by, target=draft, group_id=draft.group_id)
    draft.delete()


@transaction.atomic
def erase_forgotten() -> int:
    """Erase the drafts that nobody has written for a year; how many. What was opened stays."""
    old = Draft.objects.filter(opened_as=None, updated_at__lte=timezone.now() - KEPT_FOR)
    # Whoever writes one of them waits, or has written it.
    found = list(old.select_for_update())
    for draft in found:
        record(
            action="experimentation_draft.expired",
            actor=None,
            target=draft,
            group_id=draft.group_id,
        )
    Draft.objects.filter(pk__in=[draft.pk for draft in found]).delete()
    return len(found)


@transaction.atomic
def open_to_group(*, draft: Draft, by) -> Experimentation:
    """Make it an experimentation, with its partners and indicators. Opened twice, it is one.

    Raises ValidationError (of `title`) without a title, or if the collectivité has another
    experimentation of that name in the group; OpenedMeanwhileError for one that was thrown away;
    ArchivedError.
    """
    # Two drafts of one name wait for each other.
    lock_group(draft.group_id)
    draft = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if draft is None:
        raise OpenedMeanwhileError
    if draft.opened_as is not None:
        return draft.opened_as
    check_title(group=draft.group, owner=draft.owner, title=draft.title)
    experimentation = create_experimentation(
        author=by,
        group=draft.group,
        owner=draft.owner,
        stage=draft.stage,
        since=draft.since,
        precision=draft.precision,
        audience=draft.audience,
        **{name: getattr(draft, name) for name in DESCRIPTION},
    )
    # It may carry it since: then it is no partner.
    for partner in draft.partners.exclude(organisation=draft.owner):
        add_partner(
            experimentation=experimentation,
            organisation=partner.organisation,
            by=by,
            role=partner.role,
            contribution=partner.contribution,
            contribution_kinds=partner.contribution_kinds,
            contact=partner.contact,
        )
    for indicator in draft.indicators.all():
        add_indicator(
            experimentation=experimentation,
            author=by,
            name=indicator.name,
            unit=indicator.unit,
            direction=indicator.direction,
        )
    _empty(draft, experimentation, by)
    return experimentation


def _empty(draft: Draft, experimentation: Experimentation, by) -> None:
    """Its words are in the experimentation, which may close or lose them: they are not kept
    twice."""
    draft.partners.all().delete()
    draft.indicators.all().delete()
    for name in DESCRIPTION:
        setattr(draft, name, "")
    draft.stage, draft.since, draft.precision = Stage.SPOTTING, None, Precision.DAY
    draft.opened_as, draft.edited_by = experimentation, by
    draft.save()


def check_title(*, group: WorkingGroup, owner: Organisation, title: str) -> None:
    """Raises ValidationError (of `title`) for what no experimentation may be called."""
    if not title:
        raise ValidationError({"title": _("Donnez un titre à l’expérimentation.")})
    twin = Experimentation.objects.filter(
        space__group=group, owner=owner, title__iexact=title
    ).exists()
    if twin:
        raise ValidationError(
            {"title": _("Cette collectivité a déjà une expérimentation de ce nom dans le groupe.")}
        )
