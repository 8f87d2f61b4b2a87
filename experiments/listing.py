"""Lists of experimentations, in a group and everywhere: what is asked, and the same as a map."""

from collections import Counter
from dataclasses import dataclass, replace

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from common.unions import rows_of, union_all
from experiments.models import Experimentation
from experiments.permissions import parts_across_groups
from experiments.selectors import as_cards, as_lines, recent_entries
from groups.models import WorkingGroup
from groups.permissions import Access
from groups.querysets import carried_spaces_of
from organisations.maps import Point, by_department
from organisations.models import Organisation

_ORDER = ("title", "pk")


@dataclass(frozen=True, slots=True)
class Listing:
    """Experimentations by title. None is in two of the `parts`, and each part is found by an index
    of its own. `entries` are the notes that a card counts. A paginator takes it."""

    parts: list[QuerySet]
    entries: QuerySet
    are_lines: bool = False

    def as_lines(self) -> "Listing":
        """The same with what the line of a table shows, and not what a card does."""
        return replace(self, are_lines=True)

    def narrowed(self, user, asked: dict) -> "Listing":
        """Those that the filters ask for."""
        return replace(self, parts=[narrowed(part, user, asked) for part in self.parts])

    def count(self) -> int:
        """How many there are. One query."""
        first, *others = [part.order_by().values("pk") for part in self.parts]
        return first.union(*others, all=True).count() if others else first.count()

    def __getitem__(self, page: slice) -> QuerySet:
        """Those of a page, with what they show. One query, and one for the partners of cards."""
        if len(self.parts) == 1:
            return self._dressed(self.parts[0])[page]
        rows = Experimentation.objects.filter(pk__in=self._of_page(page))
        return self._dressed(rows.select_related("space__group"))

    def _dressed(self, rows: QuerySet) -> QuerySet:
        rows = as_lines(rows) if self.are_lines else as_cards(rows, self.entries)
        return rows.order_by(*_ORDER)

    def _of_page(self, page: slice) -> RawSQL | list:
        """The ids of a page: no part gives more than what comes before its end."""
        ordered = [part.order_by(*_ORDER).values_list("title", "pk") for part in self.parts]
        sql, params = union_all([part[: page.stop] for part in ordered])
        if not sql:
            return []
        # Only what Django composed is put in the text; values stay parameters.
        sql = f"SELECT pk FROM ({sql}) listed ORDER BY title, pk LIMIT %s OFFSET %s"  # noqa: S608 - Django's own SQL
        start = page.start or 0
        return RawSQL(sql, (*params, page.stop - start, start))  # noqa: S611 - nothing typed is in it

    def by_department(self, link: str) -> list[Point]:
        """How many there are in each département of the collectivité that carries them first, with
        the address that `link` and its code make. One query."""
        # Asked of each row: joined, every collectivité of the country would be read.
        owner = Organisation.objects.filter(pk=OuterRef("owner")).order_by()
        code = Subquery(owner.values("department_code"))
        counted = [part.order_by().values_list(code).annotate(n=Count("pk")) for part in self.parts]
        found: Counter[str] = Counter()
        for _part, department, n in rows_of(counted):
            found[department] += n
        return by_department(found, link)


def everywhere(user) -> Listing:
    """What `user` may see in all groups."""
    return Listing(list(parts_across_groups(user)), recent_entries().visible_to(user))


def of_group(user, group: WorkingGroup, access: Access | None) -> Listing:
    """What she may see in one; `access` is what she may do in its own space."""
    rows = Experimentation.objects.filter(space__group=group).seen_in_group(user, access)
    return Listing([rows], recent_entries().seen_in_group(user, access))


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
