"""Every write of the vocabulary, and putting terms on what bears them."""

from collections.abc import Iterable

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.services import record
from common.rules import RuleError
from common.text import fold
from experiments.vocabularies.first_words import FIRST_WORDS
from experiments.vocabularies.models import Term


class TermExistsError(RuleError):
    message = _("Ce mot est déjà dans la liste, peut-être parmi ceux qui n’y sont plus proposés.")


class TermMergedError(RuleError):
    message = _(
        "L’un des deux mots vient d’être fusionné avec un autre. Rien n’a été "
        "changé\u00a0: choisissez de nouveau."
    )


def add_term(*, kind: str, label: str, description: str = "", source: str = "", by=None) -> Term:
    """Offer one more word; TermExistsError if it is there."""
    term = Term(kind=kind, label=label, description=description, source=source, created_by=by)
    with transaction.atomic():
        _save(term)
        _recorded("term.added", by, term)
    return term


@transaction.atomic
def edit_term(*, term: Term, label: str, description: str, by) -> Term:
    """Rename it, on all that bears it too; TermExistsError if another has that name."""
    term.label, term.description = label, description
    _save(term, update_fields=["label", "key", "description", "updated_at"])
    _recorded("term.renamed", by, term)
    return term


def _save(term: Term, **kwargs) -> None:
    try:
        with transaction.atomic():
            term.save(**kwargs)
    except IntegrityError:
        raise TermExistsError from None


@transaction.atomic
def retire_term(*, term: Term, by) -> None:
    """Offer it no more; what bears it keeps it."""
    if Term.objects.offered().filter(pk=term.pk).update(retired_at=timezone.now()):
        _recorded("term.retired", by, term)


@transaction.atomic
def restore_term(*, term: Term, by) -> None:
    """Offer it again."""
    retired = Term.objects.known().filter(pk=term.pk, retired_at__isnull=False)
    if retired.update(retired_at=None):
        _recorded("term.restored", by, term)


@transaction.atomic
def merge_terms(*, term: Term, into: Term, by) -> None:
    """Put `into` on all that bears `term`, which then only leads to it. For good: nothing says
    afterwards what bore which. Raises TermMergedError if one of them was merged meanwhile."""
    pair = Term.objects.select_for_update().filter(pk__in=[term.pk, into.pk]).order_by("pk")
    found = list(pair)
    if len(found) < 2 or len({each.kind for each in found}) > 1:
        raise TermMergedError
    if any(each.merged_into_id for each in found):
        raise TermMergedError
    for relation in Term._meta.related_objects:
        if relation.many_to_many:
            _move(relation.field, term, into)
    Term.objects.filter(merged_into=term).update(merged_into=into)
    Term.objects.filter(pk=term.pk).update(merged_into=into)
    _recorded("term.merged", by, term, into=str(into.pk))


def _move(field: models.ManyToManyField, term: Term, into: Term) -> None:
    """What `field` ties to `term` is tied to `into` instead, once."""
    through = field.remote_field.through.objects
    owner, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    there = list(through.filter(**{target: into.pk}).values_list(owner, flat=True))
    through.filter(**{target: term.pk, f"{owner}__in": there}).delete()
    through.filter(**{target: term.pk}).update(**{target: into.pk})


@transaction.atomic
def start_vocabulary(*, by=None) -> list[Term]:
    """Add the words that the network's documents name, but for those that are there."""
    there = set(Term.objects.values_list("kind", "key"))
    return [
        add_term(
            kind=word.kind,
            label=word.label,
            description=word.description,
            source=word.source,
            by=by,
        )
        for word in FIRST_WORDS
        if (word.kind, fold(word.label)) not in there
    ]


@transaction.atomic
def put_terms(row: models.Model, terms: Iterable[Term]) -> None:
    """Make `terms` those of `row`. One that was merged is understood as what took its place: a
    form may have been open, or a note waiting on a phone, for days."""
    # Whoever merges one of them waits, or is seen here.
    held = Term.objects.select_for_update().filter(pk__in=[term.pk for term in terms])
    row.terms.set({each.merged_into_id or each.pk for each in held.order_by("pk")})


def _recorded(action: str, by, term: Term, **data: str) -> None:
    record(action=action, actor=by, target=term, **data)
