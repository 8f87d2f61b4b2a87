"""Reads of the vocabulary."""

from collections import defaultdict

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404

from experiments.vocabularies.enums import TermKind
from experiments.vocabularies.models import Term
from experiments.vocabularies.permissions import can_edit_vocabulary
from experiments.vocabularies.uses import uses


def editor_or_404(user) -> None:
    """404 for whoever does not keep the words of the network. One query."""
    if not can_edit_vocabulary(user):
        raise Http404


def get_term(user, pk: int) -> Term:
    """A term that `user` may change, or 404. Two queries."""
    editor_or_404(user)
    return get_object_or_404(Term.objects.known(), pk=pk)


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
