"""Asking the owner's referents and the partners to sign a sheet, and their answers.

The token of a link is made when the e-mail is sent and only its SHA-256 is stored, as for
invitations.
"""

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from common.dates import date_format
from common.mail import absolute, compose
from experiments.sheets.content import content_of, digest_of
from experiments.sheets.enums import Decision, Origin, SheetState
from experiments.sheets.models import Cosignatory, ExperienceSheet, SheetVersion, Signature
from experiments.sheets.permissions import referents_of
from experiments.sheets.services.shared import (
    lock_sheet,
    make_version,
    newest_version,
    note,
    write_to,
)
from groups.enums import GroupState
from groups.services.invitations import hashed
from groups.services.shared import facilitators_of
from organisations.models import Organisation

VALID_FOR = timedelta(days=30)
RESEND_AFTER = timedelta(minutes=5)


class SignatureClosedError(Exception):
    """What was asked can no longer be answered: over, answered, replaced by another version."""


@transaction.atomic
def ask_signatures(
    *, sheet: ExperienceSheet, by, partners: dict[Organisation, str]
) -> SheetVersion:
    """Submit the text as it is to the owner's referents and to `partners`, with the address of
    each. Whoever signed an earlier version is asked again.

    Asked twice for the same text and partners, it is asked once; an address that changed gets a
    link and the former one opens nothing more. Raises ValidationError for a text without words, and
    for a sheet of the network, which asks nobody.
    """
    sheet = lock_sheet(sheet.pk)
    _check_may_ask(sheet)
    _choose_partners(sheet, partners)
    newest = newest_version(sheet)
    digest = digest_of(content_of(sheet))
    if newest is not None and sheet.state == SheetState.SIGNING and newest.digest == digest:
        _correct_addresses(newest, partners)
        return newest
    signed_before = set(
        Signature.objects.filter(version__sheet=sheet, decision=Decision.AGREED).values_list(
            "organisation", flat=True
        )
    )
    version = make_version(sheet, by)
    sheet.state = SheetState.SIGNING
    sheet.save(update_fields=["state", "updated_at"])
    _ask_owner(sheet, version, signed_before)
    for organisation, email in partners.items():
        _ask(version, organisation, email=email)
    note("sheet.submitted", sheet, by, version=version.number, digest=version.digest)
    return version


def _check_may_ask(sheet: ExperienceSheet) -> None:
    if sheet.origin == Origin.NETWORK:
        raise ValidationError(_("Une reprise des pages du réseau ne demande aucune signature."))
    if not any(content_of(sheet)["sections"].values()):
        raise ValidationError(_("Écrivez au moins une partie avant de demander les signatures."))


def _choose_partners(sheet: ExperienceSheet, partners: dict[Organisation, str]) -> None:
    sheet.cosignatories.exclude(organisation__in=partners).delete()
    for organisation, email in partners.items():
        Cosignatory.objects.update_or_create(
            sheet=sheet, organisation=organisation, defaults={"email": email}
        )


def _correct_addresses(version: SheetVersion, partners: dict[Organisation, str]) -> None:
    emails = {organisation.pk: email for organisation, email in partners.items()}
    for signature in version.signatures.filter(is_owner=False, decision=Decision.WAITING):
        if signature.email != emails[signature.organisation_id]:
            signature.email = emails[signature.organisation_id]
            signature.token_hash = _unused_hash()
            signature.save(update_fields=["email", "token_hash"])
            _queue(signature)


def _unused_hash() -> str:
    return hashed(secrets.token_urlsafe(32))


def _ask(version: SheetVersion, organisation: Organisation, **fields) -> Signature:
    signature = Signature.objects.create(
        version=version,
        organisation=organisation,
        token_hash=_unused_hash(),
        expires_at=timezone.now() + VALID_FOR,
        **fields,
    )
    if not signature.is_owner:
        _queue(signature)
    return signature


def _ask_owner(sheet: ExperienceSheet, version: SheetVersion, signed_before: set[int]) -> None:
    owner = sheet.experimentation.owner
    signature = _ask(version, owner, is_owner=True)
    write_to(
        referents_of(owner).values_list("user__email", flat=True),
        "sheets/email/approval_asked.txt",
        path=reverse("sheet_signature", args=[signature.pk]),
        title=sheet.title,
        owner=owner.name,
        again=owner.pk in signed_before,
    )


def _queue(signature: Signature) -> None:
    transaction.on_commit(lambda: deliver_request.enqueue(signature_id=signature.pk), robust=True)


@task()
def deliver_request(signature_id: int) -> None:
    """Make a new link for the signature and send it: what the worker runs. An earlier link of the
    same request stops working."""
    signature = (
        Signature.objects.open()
        .select_related("version__sheet__experimentation__owner", "organisation")
        .filter(pk=signature_id, is_owner=False)
        .first()
    )
    if signature is None:
        return
    sheet = signature.version.sheet
    signed_before = Signature.objects.filter(
        version__sheet=sheet, organisation=signature.organisation, decision=Decision.AGREED
    )
    token = secrets.token_urlsafe(32)
    message = compose(
        to=signature.email,
        template="sheets/email/signature_asked.txt",
        context={
            "title": signature.version.content["title"],
            "owner": sheet.experimentation.owner.name,
            "organisation": signature.organisation.name,
            "again": signed_before.exists(),
            "expires_on": date_format(timezone.localtime(signature.expires_at), "j F Y"),
            "url": absolute(reverse("sheet_sign", args=[token])),
        },
    )
    Signature.objects.filter(pk=signature.pk).update(token_hash=hashed(token))
    message.send()


@transaction.atomic
def resend_request(*, signature: Signature, by) -> Signature:
    """Send a partner a new link, with a new date; the former one opens nothing more. Asked again
    within five minutes, nothing is sent. Raises SignatureClosedError."""
    sheet = lock_sheet(signature.version.sheet_id)
    current = signature.version.signatures.get(pk=signature.pk)
    newest = newest_version(sheet)
    if (
        current.is_owner
        or current.decision != Decision.WAITING
        or sheet.state != SheetState.SIGNING
        or newest != current.version
    ):
        raise SignatureClosedError
    now = timezone.now()
    if current.requested_at > now - RESEND_AFTER:
        return current
    current.requested_at, current.expires_at = now, now + VALID_FOR
    current.save(update_fields=["requested_at", "expires_at"])
    note("sheet.asked_again", sheet, by, signature=current.pk)
    _queue(current)
    return current


@transaction.atomic
def sign(
    *, signature: Signature, decision: str, digest: str, comment: str = "", user=None
) -> Signature:
    """Answer: agree, decline and say why, or only comment (`decision` waiting), which leaves the
    question open.

    `digest` is that of the text which was shown: it must be the version's. The same answer given
    twice counts once. Raises SignatureClosedError.
    """
    sheet = lock_sheet(signature.version.sheet_id)
    current = Signature.objects.select_related("version", "organisation").get(pk=signature.pk)
    if current.decision == decision != Decision.WAITING:
        return current
    _check_open(sheet, current, digest)
    if current.decision == decision and current.comment == comment:
        return current
    current.decision, current.comment = decision, comment
    if decision != Decision.WAITING:
        current.digest = digest
        current.decided_at = timezone.now()
        current.decided_by = user
    current.save()
    note(
        "sheet.commented" if decision == Decision.WAITING else f"sheet.{decision}",
        sheet,
        user,
        version=current.version.number,
        organisation=current.organisation_id,
        digest=digest,
    )
    _tell_answer(sheet, current)
    return current


def _check_open(sheet: ExperienceSheet, signature: Signature, digest: str) -> None:
    version = signature.version
    if (
        sheet.experimentation.space.group.state == GroupState.ARCHIVED
        or not Signature.objects.open().filter(pk=signature.pk).exists()
        or digest != version.digest
        or digest_of(version.content) != version.digest
    ):
        raise SignatureClosedError


def _tell_answer(sheet: ExperienceSheet, signature: Signature) -> None:
    version = signature.version
    page = reverse("experimentation_sheet", args=[sheet.experimentation_id])
    write_to(
        [version.author.email] if version.author else [],
        "sheets/email/signature_answered.txt",
        path=page,
        title=version.content["title"],
        organisation=signature.organisation.name,
        decision=signature.decision,
        comment=signature.comment,
    )
    if not version.signatures.exclude(decision=Decision.AGREED).exists():
        write_to(
            facilitators_of(sheet.experimentation.space.group),
            "sheets/email/ready_to_publish.txt",
            path=page,
            title=version.content["title"],
            owner=sheet.experimentation.owner.name,
        )
