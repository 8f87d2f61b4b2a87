"""What passes to a colleague when an agent leaves her collectivité: experimentations that she
follows, and the actions that were hers to do."""

from audit.services import record
from experiments.models import Experimentation, PlannedAction
from organisations.models import Affiliation


def experimentations_passing(place: Affiliation, viewer) -> list[str]:
    """What the organisation carries in the groups where she is its member, as far as `viewer` sees
    it. One query."""
    rows = Experimentation.objects.visible_to(viewer).filter(
        space__carriers__organisation=place.organisation_id,
        space__group__memberships__in=place.user.memberships.filter(
            organisation=place.organisation_id, ended_at=None
        ),
    )
    return list(rows.order_by("title", "pk").values_list("title", flat=True).distinct())


def pass_experimentations(*, place: Affiliation, to, by) -> int:
    """Nothing is written: an experimentation is its collectivité's, and `to` follows it by her
    place in the group, which passed with the others."""
    return 0


def _actions(place: Affiliation):
    return PlannedAction.objects.filter(
        assignee=place.user_id,
        done_on=None,
        experimentation__space__carriers__organisation=place.organisation_id,
    )


def actions_passing(place: Affiliation, viewer) -> list[str]:
    """Her open actions in what the organisation carries, as far as `viewer` sees them. One
    query."""
    visible = PlannedAction.objects.visible_to(viewer).values("pk")
    rows = _actions(place).filter(pk__in=visible).order_by("due_on", "pk")
    return list(rows.values_list("title", flat=True))


def pass_actions(*, place: Affiliation, to, by) -> int:
    """`to` has them to do, where she may see them. The others keep the name of who had them, for
    those who follow the experimentation to give to somebody."""
    if to is None:
        return 0
    visible = PlannedAction.objects.visible_to(to).values("pk")
    passed = list(_actions(place).filter(pk__in=visible).values_list("pk", flat=True))
    if passed:
        PlannedAction.objects.filter(pk__in=passed).update(assignee=to)
        record(
            action="actions.passed",
            actor=by,
            target=place,
            user=str(place.user_id),
            to=str(to.pk),
            actions=passed,
        )
    return len(passed)
