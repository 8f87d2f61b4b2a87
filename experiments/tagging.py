"""The levers and obstacles of experimentations: those chosen on them, and those of their notes."""

from collections import defaultdict

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from experiments.models import Experimentation, JournalEntry
from experiments.vocabularies.enums import TermKind
from experiments.vocabularies.models import Term
from experiments.vocabularies.uses import Use
from groups.permissions import Access


def terms_of(experimentation: Experimentation, access: Access) -> list[Term]:
    """Those of one experimentation, of its notes those that one may read. One query."""
    seen = JournalEntry.objects.filter(experimentation=experimentation).seen_with(access)
    on_itself = Experimentation.terms.through.objects.filter(experimentation=experimentation)
    return list(
        Term.objects.filter(
            Q(pk__in=borne_by(seen).values("term")) | Q(pk__in=on_itself.values("term"))
        )
    )


def borne_by(entries: QuerySet) -> QuerySet:
    """Each term of these notes, with the note."""
    return JournalEntry.terms.through.objects.filter(journalentry__in=entries)


def terms_by_experimentation(
    user, kind: str | None = TermKind.LEVER, *, among: QuerySet | list[int] | None = None
) -> dict[int, set[int]]:
    """The terms (ids) of one kind, or of any (None), of the experimentations that `user` may see
    (ids), or of those `among` them; of notes, those that she may read. Those without any are left
    out. One query.

    `among` are experimentations, as a queryset or a list of ids.
    """
    trials = Experimentation.objects.visible_to(user)
    if among is not None:
        trials = trials.filter(pk__in=among)
    entries = JournalEntry.objects.visible_to(user).filter(experimentation__in=trials)
    of_kind = {"term__kind": kind} if kind else {}
    on_itself = Experimentation.terms.through.objects.filter(experimentation__in=trials, **of_kind)
    on_notes = JournalEntry.terms.through.objects.filter(journalentry__in=entries, **of_kind)
    found = defaultdict(set)
    pairs = on_itself.values_list("experimentation", "term").union(
        on_notes.values_list("journalentry__experimentation", "term")
    )
    for trial, term in pairs:
        found[trial].add(term)
    return dict(found)


def uses() -> list[Use]:
    """What bears terms here, for the page of the vocabulary."""
    return [
        Use(
            key="experimentations",
            rows=Experimentation.objects.visible_to,
            said=lambda n: (
                ngettext("%(n)s expérimentation", "%(n)s expérimentations", n) % {"n": n}
            ),
        ),
        Use(
            key="entries",
            rows=JournalEntry.objects.visible_to,
            said=lambda n: ngettext("%(n)s note", "%(n)s notes", n) % {"n": n},
        ),
    ]
