"""Reads of the vocabulary."""

from collections import defaultdict

from django.db.models import Count, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from experiments.vocabularies.enums import Decision, TermKind
from experiments.vocabularies.models import Suggestion, Term
from experiments.vocabularies.permissions import can_edit_vocabulary, can_suggest_word
from experiments.vocabularies.uses import uses

SHOWN = 50


def editor_or_404(user) -> None:
    """404 for whoever does not keep the words of the network. One query."""
    if not can_edit_vocabulary(user):
        raise Http404


def get_term(user, pk: int) -> Term:
    """A term that `user` may change, or 404. Two queries."""
    editor_or_404(user)
    return get_object_or_404(Term.objects.known(), pk=pk)


def suggester_or_404(user) -> None:
    """404 for whoever writes in no journal."""
    if not can_suggest_word(user):
        raise Http404


def my_suggestions(user) -> QuerySet:
    """What she suggested, the latest first, with what it became. One query."""
    rows = Suggestion.objects.filter(author=user).select_related("term__merged_into")
    return rows.order_by("-pk")[:SHOWN]


def waiting_suggestions() -> QuerySet:
    """What waits for a facilitator, the oldest first."""
    return Suggestion.objects.filter(decision=Decision.WAITING).order_by("pk")


def get_suggestion(user, pk: int) -> Suggestion:
    """One that waits, for whoever keeps the words; or 404. Two queries."""
    editor_or_404(user)
    return get_object_or_404(waiting_suggestions(), pk=pk)


def vocabulary_of(user) -> list[dict]:
    """Every kind with its terms, `offered` and `retired`; each says its `used` of what `user` may
    see (None: of nothing that she sees). One query, and one for each sort of use."""
    said = defaultdict(list)
    for use in uses:
        rows = use.rows(user).exclude(terms=None).order_by()
        for term, n in rows.values_list("terms").annotate(n=Count("pk", distinct=True)):
            said[term].append(use.said(n))
    terms = list(Term.objects.known())
    for term in terms:
        term.used = " · ".join(said[term.pk])
    return [
        {
            "kind": kind,
            "offered": [t for t in terms if t.kind == kind and t.retired_at is None],
            "retired": [t for t in terms if t.kind == kind and t.retired_at is not None],
        }
        for kind in TermKind
    ]
