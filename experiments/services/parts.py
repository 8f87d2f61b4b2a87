"""Partners, planned actions and fundings of an experimentation.

A form sent twice stores one row: the experimentation's row is locked first, then a row that says
the same is looked for.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from common.models import Audience
from experiments.enums import ActionState
from experiments.models import Experimentation, Funding, Partnership, PlannedAction
from organisations.models import Organisation


def _lock(experimentation: Experimentation) -> None:
    Experimentation.objects.select_for_update().only("pk").get(pk=experimentation.pk)


@transaction.atomic
def add_partner(
    *,
    experimentation: Experimentation,
    organisation: Organisation,
    by,
    role: str = "",
    contribution: str = "",
    contribution_kinds: Sequence[str] = (),
    contact: str = "",
) -> Partnership:
    """Name an organisation beside the carriers; raises ValidationError for one that carries it.

    Named twice, it is there once, with what is said last.
    """
    _lock(experimentation)
    if experimentation.space.carriers.filter(organisation=organisation).exists():
        raise ValidationError(
            {"organisation": _("Cette collectivité porte déjà l’expérimentation.")}
        )
    said = {"role": role, "contribution": contribution, "contact": contact}
    said["contribution_kinds"] = list(contribution_kinds)
    partnership, created = Partnership.objects.get_or_create(
        experimentation=experimentation, organisation=organisation, defaults=said
    )
    if created:
        _recorded("partnership.added", by, experimentation, organisation.pk)
    else:
        given = {name: value for name, value in said.items() if value}
        edit_partner(partnership=partnership, **given)
    return partnership


@transaction.atomic
def edit_partner(*, partnership: Partnership, **fields: Any) -> Partnership:
    """Change a partner's `role`, `contribution`, `contribution_kinds` or `contact` (a function, not
    a person)."""
    for name in fields.keys() & {"role", "contribution", "contribution_kinds", "contact"}:
        setattr(partnership, name, fields[name])
    partnership.save()
    return partnership


@transaction.atomic
def remove_partner(*, partnership: Partnership, by) -> None:
    """End a partner's part in the experimentation; what it wrote stays."""
    organisation_id = partnership.organisation_id
    partnership.delete()
    _recorded("partnership.removed", by, partnership.experimentation, organisation_id)


@transaction.atomic
def add_action(
    *,
    experimentation: Experimentation,
    author,
    title: str,
    responsible: str = "",
    assignee=None,
    due_on: date | None = None,
    audience: str = Audience.SPACE,
) -> PlannedAction:
    """Plan what will be done, by whom, by when."""
    _lock(experimentation)
    action, _created = PlannedAction.objects.get_or_create(
        experimentation=experimentation,
        author=author,
        title=title,
        responsible=responsible,
        assignee=assignee,
        due_on=due_on,
        audience=audience,
        done_on=None,
    )
    return action


@transaction.atomic
def edit_action(*, action: PlannedAction, **fields) -> PlannedAction:
    """Change its `title`, `responsible`, `assignee`, `due_on` or `audience`."""
    for name in fields.keys() & {"title", "responsible", "assignee", "due_on", "audience"}:
        setattr(action, name, fields[name])
    action.save()
    return action


def _locked(action: PlannedAction) -> PlannedAction:
    return PlannedAction.objects.select_for_update(of=("self",)).get(pk=action.pk)


@transaction.atomic
def move_action(*, action: PlannedAction, state: ActionState, by) -> PlannedAction:
    """Put it in the column `state`, from today. Asked twice, it keeps its first date."""
    stored = _locked(action)
    if stored.state != state:
        today = timezone.localdate()
        if state != ActionState.DONE:
            stored.started_on = (stored.started_on or today) if state == ActionState.DOING else None
        stored.done_on = today if state == ActionState.DONE else None
        stored.save(update_fields=["started_on", "done_on", "updated_at"])
        _recorded(f"action.{state}", by, action.experimentation, action.pk)
    action.started_on, action.done_on = stored.started_on, stored.done_on
    return action


@transaction.atomic
def set_action_done(*, action: PlannedAction, done: bool, by) -> PlannedAction:
    """Mark it done or, ticked by mistake, put it back where it stood: begun or not."""
    before = ActionState.DOING if _locked(action).started_on else ActionState.TODO
    return move_action(action=action, state=ActionState.DONE if done else before, by=by)


@transaction.atomic
def remove_action(*, action: PlannedAction, by) -> None:
    """Take a planned action off the list."""
    action_id = action.pk
    action.delete()
    _recorded("action.removed", by, action.experimentation, action_id)


@transaction.atomic
def add_funding(
    *,
    experimentation: Experimentation,
    funder: Organisation,
    by,
    year: int | None = None,
    amount: Decimal | None = None,
    note: str = "",
    audience: str = Audience.SPACE,
) -> Funding:
    """Note who gave and, where known, when and how much (euros). The same one noted twice is there
    once, for the people of the first."""
    _lock(experimentation)
    funding, created = Funding.objects.get_or_create(
        experimentation=experimentation,
        funder=funder,
        year=year,
        amount=amount,
        note=note,
        defaults={"audience": audience},
    )
    if created:
        _recorded("funding.added", by, experimentation, funding.pk)
    return funding


@transaction.atomic
def edit_funding(*, funding: Funding, **fields) -> Funding:
    """Change its `funder`, `year`, `amount`, `note` or `audience`."""
    for name in fields.keys() & {"funder", "year", "amount", "note", "audience"}:
        setattr(funding, name, fields[name])
    funding.save()
    return funding


@transaction.atomic
def remove_funding(*, funding: Funding, by) -> None:
    """Take a funding off the list."""
    funding_id = funding.pk
    funding.delete()
    _recorded("funding.removed", by, funding.experimentation, funding_id)


def _recorded(action: str, by, experimentation: Experimentation, subject_id: int) -> None:
    record(
        action=action,
        actor=by,
        target=experimentation,
        group_id=experimentation.space.group_id,
        space_id=experimentation.space_id,
        subject=subject_id,
    )
