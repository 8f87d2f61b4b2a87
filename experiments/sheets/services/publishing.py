"""Publishing a sheet that everybody has signed, and taking it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from experiments.sheets.content import content_of, digest_of
from experiments.sheets.enums import Decision, Origin, SheetState
from experiments.sheets.library import put_in_library
from experiments.sheets.models import ExperienceSheet, SheetVersion
from experiments.sheets.services.shared import (
    lock_sheet,
    make_version,
    newest_version,
    note,
    write_to,
)


@transaction.atomic
def publish(*, sheet: ExperienceSheet, by) -> SheetVersion:
    """Open to everybody the version that each required signatory has agreed to: the owner, by one
    of its referents, and every partner that was asked. Twice is once.

    A sheet of the network, which says so, is published as it is. Raises ValidationError.
    """
    sheet = lock_sheet(sheet.pk)
    if sheet.state == SheetState.PUBLISHED:
        return sheet.published
    version = _of_the_network(sheet, by) if sheet.origin == Origin.NETWORK else _signed(sheet)
    version.published_at = timezone.now()
    version.save(update_fields=["published_at"])
    sheet.published = version
    sheet.state = SheetState.PUBLISHED
    sheet.withdrawn_at, sheet.withdrawal = None, ""
    sheet.save(update_fields=["published", "state", "withdrawn_at", "withdrawal", "updated_at"])
    put_in_library(sheet, by)
    note("sheet.published", sheet, by, version=version.number, digest=version.digest)
    write_to(
        _concerned(version, by),
        "sheets/email/published.txt",
        path=reverse("sheet", args=[sheet.pk]),
        title=version.content["title"],
    )
    return version


def _of_the_network(sheet: ExperienceSheet, by) -> SheetVersion:
    if not any(content_of(sheet)["sections"].values()):
        raise ValidationError(_("Cette fiche ne dit encore rien."))
    newest = newest_version(sheet)
    if newest is not None and newest.digest == digest_of(content_of(sheet)):
        return newest
    return make_version(sheet, by)


def _signed(sheet: ExperienceSheet) -> SheetVersion:
    version = newest_version(sheet)
    if sheet.state != SheetState.SIGNING or version is None:
        raise ValidationError(_("Demandez d’abord les signatures."))
    if digest_of(content_of(sheet)) != version.digest or digest_of(version.content) != (
        version.digest
    ):
        raise ValidationError(
            _("Le texte a changé depuis les signatures\u00a0: demandez-les de nouveau.")
        )
    required = {sheet.experimentation.owner_id}
    required |= set(sheet.cosignatories.values_list("organisation", flat=True))
    agreed = set(
        version.signatures.filter(decision=Decision.AGREED, digest=version.digest).values_list(
            "organisation", flat=True
        )
    )
    if required - agreed or version.signatures.exclude(decision=Decision.AGREED).exists():
        raise ValidationError(_("Il manque encore des signatures."))
    return version


@transaction.atomic
def withdraw(*, sheet: ExperienceSheet, by, reason: str) -> ExperienceSheet:
    """Close the published sheet to everybody, at once, and say why to those concerned. What was
    being signed is over too. Twice is once. Raises ValidationError without a reason."""
    if not reason:
        raise ValidationError({"reason": _("Dites pourquoi la fiche est retirée.")})
    sheet = lock_sheet(sheet.pk)
    version = sheet.published
    if version is None:
        return sheet
    sheet.published = None
    sheet.state = SheetState.WITHDRAWN
    sheet.withdrawn_at, sheet.withdrawal = timezone.now(), reason
    sheet.save(update_fields=["published", "state", "withdrawn_at", "withdrawal", "updated_at"])
    note("sheet.withdrawn", sheet, by, version=version.number)
    write_to(
        _concerned(version, by),
        "sheets/email/withdrawn.txt",
        path=reverse("home"),
        title=version.content["title"],
        reason=reason,
    )
    return sheet


def _concerned(version: SheetVersion, by) -> set[str]:
    """Who wrote and who signed the version, but for whoever acts."""
    signatures = list(version.signatures.select_related("decided_by"))
    people = {version.author, *(each.decided_by for each in signatures)} - {None, by}
    emails = {person.email for person in people if person.is_active}
    return emails | {each.email for each in signatures if each.email and not each.decided_by}
