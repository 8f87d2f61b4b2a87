"""What every write of a sheet does: lock it, note the act, write to who must know."""

from audit.services import record
from common.mail import absolute, send_template_mail
from experiments.sheets.content import content_of, digest_of
from experiments.sheets.models import ExperienceSheet, SheetVersion


def lock_sheet(pk: int) -> ExperienceSheet:
    """The sheet as it is now, until the end of the transaction nobody else's to change."""
    ExperienceSheet.objects.select_for_update().only("pk").get(pk=pk)
    return ExperienceSheet.objects.select_related("experimentation__space__group").get(pk=pk)


def newest_version(sheet: ExperienceSheet) -> SheetVersion | None:
    """The last one that was submitted to signature or published."""
    return sheet.versions.order_by("-number").first()


def make_version(sheet: ExperienceSheet, author) -> SheetVersion:
    """Keep what the sheet says now, for good."""
    newest = newest_version(sheet)
    content = content_of(sheet)
    return SheetVersion.objects.create(
        sheet=sheet,
        number=newest.number + 1 if newest else 1,
        content=content,
        digest=digest_of(content),
        author=author,
    )


def note(action: str, sheet: ExperienceSheet, by, **data) -> None:
    """One line of the audit journal about the sheet."""
    space = sheet.experimentation.space
    record(
        action=action, actor=by, target=sheet, group_id=space.group_id, space_id=space.pk, **data
    )


def write_to(addresses, template: str, *, path: str, **context) -> None:
    """One e-mail to each of the addresses, whatever its case, with the page to open."""
    for email in sorted({address.lower() for address in addresses if address}):
        send_template_mail(
            to=email,
            template=template,
            context={"url": absolute(path), **context},
        )
