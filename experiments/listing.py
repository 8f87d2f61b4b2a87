"""Lists of experimentations, in a group and everywhere: what is asked, and the same as a map."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from experiments.models import Experimentation
from experiments.permissions import across_groups
from experiments.selectors import as_cards, recent_entries
from groups.querysets import carried_spaces_of
from organisations.maps import Point
from organisations.models import Organisation
from organisations.reference import departments


def everywhere(user) -> QuerySet:
    """What `user` may see in all groups, as cards need it: two queries."""
    entries = recent_entries().visible_to(user)
    return as_cards(across_groups(user), entries).select_related("owner", "space__group")


def narrowed(rows: QuerySet, user, asked: dict) -> QuerySet:
    """Those of `rows` that the filters ask for (`forms.ExperimentationFilters`); an empty value
    narrows nothing."""
    fields = {"etape": "stage", "activite": "activity", "niveau": "owner__level"}
    fields["departement"] = "owner__department_code"
    given = {field: asked[name] for name, field in fields.items() if asked.get(name)}
    rows = rows.filter(**given)
    if asked.get("reseau"):
        rows = rows.filter(owner__in=Organisation.objects.adherent())
    if asked.get("porteuse"):
        mine = {"space__in": carried_spaces_of(user)}
        rows = rows.filter(**mine) if asked["porteuse"] == "moi" else rows.exclude(**mine)
    return rows


def by_department(rows: QuerySet, link: str) -> list[Point]:
    """How many there are in each département of the collectivité that carries them first, with the
    address that `link` and its code make. One query."""
    counted = (
        Experimentation.objects.filter(pk__in=rows.order_by().values("pk"))
        .order_by("owner__department_code")
        .values_list("owner__department_code")
        .annotate(n=Count("pk"))
    )
    return [
        Point(code, departments()[code], n, f"{link}{code}")
        if code in departments()
        else Point("", gettext("Sans département"), n)
        for code, n in counted
    ]
