"""What sheets await from one person, for her own page."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.urls import reverse

from experiments.sheets.enums import Decision, SheetState
from experiments.sheets.models import ExperienceSheet, SheetVersion, Signature
from groups.enums import GroupState, Role
from groups.querysets import groups_of
from organisations.models import Affiliation

APPROVE, SIGN, PUBLISH = "approve", "sign", "publish"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One sheet that awaits her: to approve for her collectivité, to sign for a partner, or to
    publish; `of` is the organisation in whose name."""

    act: str
    title: str
    of: str
    url: str


def _to_sign(person, now, today) -> QuerySet:
    """What she could sign: see permissions.can_sign."""
    led = Affiliation.objects.current(today).verified().filter(user=person, is_referent=True)
    # Kept in lower case, as addresses are.
    proved = EmailAddress.objects.filter(user=person, verified=True).values("email")
    return (
        Signature.objects.open(now)
        .exclude(version__sheet__experimentation__space__group__state=GroupState.ARCHIVED)
        .filter(
            Q(organisation__in=led.values("organisation")) | Q(is_owner=False, email__in=proved)
        )
    )


def _to_publish(person) -> QuerySet:
    """Sheets of the groups she facilitates that everybody has signed."""
    newest = SheetVersion.objects.filter(sheet=OuterRef("pk")).order_by("-number").values("pk")[:1]
    missing = Signature.objects.filter(version=OuterRef("newest"))
    return (
        ExperienceSheet.objects.filter(
            state=SheetState.SIGNING,
            experimentation__space__group__in=groups_of(person, Role.FACILITATOR),
        )
        .exclude(experimentation__space__group__state=GroupState.ARCHIVED)
        .annotate(newest=Subquery(newest))
        .filter(Exists(missing), ~Exists(missing.exclude(decision=Decision.AGREED)))
    )


def waiting_parts(person, now, today) -> list[QuerySet]:
    """What sheets await from a person (her id), as rows of the columns of
    `groups.selectors.pending_parts`, the first one being one of the acts above."""

    def rows(found: QuerySet, act: str, *columns: str) -> QuerySet:
        nothing = {
            "act": Value(act, CharField()),
            "call": Value(None, BigIntegerField()),
            "slug": Value("", CharField()),
            "until": Value(None, DateTimeField()),
        }
        key, name, title, since = columns
        return (
            found.order_by()
            .annotate(**nothing)
            .values_list("act", key, name, "call", "slug", title, "until", since)
        )

    asked = ["pk", "organisation__name", "version__sheet__title", "requested_at"]
    signatures = _to_sign(person, now, today)
    return [
        rows(signatures.filter(is_owner=True), APPROVE, *asked),
        rows(signatures.filter(is_owner=False), SIGN, *asked),
        rows(
            _to_publish(person),
            PUBLISH,
            *("experimentation", "experimentation__owner__name", "title", "updated_at"),
        ),
    ]


def waiting_of(row: tuple) -> Waiting:
    """What one of these rows says."""
    act, key, name, _call, _slug, title, *_dates = row
    page = "experimentation_sheet" if act == PUBLISH else "sheet_signature"
    return Waiting(act, title, name, reverse(page, args=[key]))
