"""The levers of experimentations: those chosen on them, and those of their notes."""

from collections import defaultdict

from django.db.models import Q, QuerySet

from experiments.models import Experimentation, JournalEntry
from experiments.vocabularies.enums import TermKind
from experiments.vocabularies.models import Term

_on_themselves = Experimentation.terms.through.objects


def levers_offered() -> list[Term]:
    """The levers that one may look for. One query."""
    return list(Term.objects.known().filter(kind=TermKind.LEVER))


def bearing(rows: QuerySet, user, levers: list[int]) -> QuerySet:
    """Of these experimentations, those with one of the levers; of notes, as `user` reads them."""
    notes = JournalEntry.objects.visible_to(user).filter(terms__in=levers)
    return rows.filter(
        Q(pk__in=_on_themselves.filter(term__in=levers).values("experimentation"))
        | Q(pk__in=notes.values("experimentation"))
    )


def levers_of(user, pks: list[int], *, among: list[int] | None = None) -> dict[int, dict[int, str]]:
    """{experimentation: {lever: its words}}, of experimentations (`pks`) that `user` may read and
    of their notes that she may; only `among` these levers, if told. One query."""
    lever = {"term__kind": TermKind.LEVER}
    noted = {"terms__kind": TermKind.LEVER}
    if among is not None:
        lever["term__in"] = noted["terms__in"] = among
    notes = JournalEntry.objects.visible_to(user).filter(experimentation__in=pks, **noted)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    pairs = (
        _on_themselves.filter(experimentation__in=pks, **lever)
        .values_list("experimentation", "term", "term__label")
        .union(notes.order_by().values_list("experimentation", "terms", "terms__label"))
    )
    for trial, term, label in pairs:
        found[trial][term] = label
    return found
