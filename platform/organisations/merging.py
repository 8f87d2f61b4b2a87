"""What a merge of two organisations would move, read from the model graph: whatever names an
organisation moves, of apps that do not exist yet too, unless it is said here to stay."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import (
    CharField,
    Exists,
    Field,
    ForeignKey,
    Model,
    OuterRef,
    QuerySet,
    UniqueConstraint,
    Value,
)
from django.db.models.functions import Cast

from organisations.models import MergedRow, Organisation, OrganisationMerge, SearchTerm

# The words that the duplicate is found by (it is found no more), and what merges remember.
STAYS: tuple[type[Model], ...] = (SearchTerm, OrganisationMerge, MergedRow)
# Higher apps say here what comes before a move, in its transaction (what they lock before they name
# an organisation), and what follows from it: function(organisation_ids).
before_move: list[Callable[[Iterable[int]], None]] = []
after_move: list[Callable[[Iterable[int]], None]] = []
# Rows of one kind that the preview names.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Relation:
    """One foreign key to an organisation: the rows of `model` whose `field` names it."""

    model: type[Model]
    field: ForeignKey

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def rows(self, organisation: Organisation) -> QuerySet:
        """Every row, those that the model's own manager hides included."""
        return self.model._meta.base_manager.filter(**{self.field.name: organisation}).order_by()

    def named(self, pks: list) -> list[str]:
        """What to call the rows with these keys. One query."""
        names = [each.name for each in self.model._meta.fields if isinstance(each, ForeignKey)]
        rows = self.model._meta.base_manager.filter(pk__in=pks).select_related(*names)
        return [str(row) for row in rows.order_by("pk")]

    def clashing(self, survivor: Organisation, merged: Organisation) -> list[QuerySet]:
        """For each rule of uniqueness that the move could break, the rows that would break it."""
        found = []
        for others, condition in _uniques(self.model, self.field):
            moving, staying = self.rows(merged), self.rows(survivor)
            if condition is not None:
                moving, staying = moving.filter(condition), staying.filter(condition)
            same = {other: OuterRef(other) for other in others}
            found.append(moving.filter(Exists(staying.filter(**same))))
        return found


def _uniques(model: type[Model], field: Field) -> list[tuple[list[str], object]]:
    """The rules of uniqueness that `field` takes part in: (the other fields, condition)."""
    rules = [(rule, None) for rule in model._meta.unique_together]
    rules += [
        (rule.fields, rule.condition)
        for rule in model._meta.constraints
        if isinstance(rule, UniqueConstraint)
    ]
    if field.unique:
        rules.append(((field.name,), None))
    return [
        ([name for name in fields if name != field.name], condition)
        for fields, condition in rules
        if field.name in fields
    ]


def relations() -> list[Relation]:
    """Every foreign key to an organisation, hidden ones and those of many-to-many tables included,
    save what stays."""
    found = [
        Relation(each.related_model, each.field)
        for each in Organisation._meta.get_fields(include_hidden=True)
        if each.auto_created and not each.concrete and (each.one_to_many or each.one_to_one)
    ]
    return [each for each in found if each.model not in STAYS]


@dataclass(frozen=True, slots=True)
class Moving:
    """The rows of one kind: how many, and the names of the first."""

    label: str
    count: int
    names: list[str]

    @property
    def others(self) -> int:
        return self.count - len(self.names)


def moving(merged: Organisation) -> list[Moving]:
    """What would move, kind by kind. One query, and one for each kind that has rows."""
    return _named((number, each.rows(merged)) for number, each in enumerate(relations()))


def collisions(survivor: Organisation, merged: Organisation) -> list[Moving]:
    """What could not move, since the survivor has its like. One query, and one for each kind that
    has any."""
    return _named(
        (number, rows)
        for number, each in enumerate(relations())
        for rows in each.clashing(survivor, merged)
    )


def _named(numbered: Iterable[tuple[int, QuerySet]]) -> list[Moving]:
    """One query for the keys of all, whatever the number of kinds."""
    parts = [
        rows.annotate(_kind=Value(number), _key=Cast("pk", CharField())).values_list(
            "_kind", "_key"
        )
        for number, rows in numbered
    ]
    keys: dict[int, list[str]] = {}
    for number, key in parts[0].union(*parts[1:]) if parts else ():
        keys.setdefault(number, []).append(key)
    found = []
    known = relations()
    for number, pks in sorted(keys.items()):
        relation = known[number]
        pks.sort(key=lambda key: (len(key), key))
        found.append(Moving(relation.label, len(pks), relation.named(pks[:SHOWN])))
    return found
