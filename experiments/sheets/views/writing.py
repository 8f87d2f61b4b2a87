"""The sheet in its experimentation: writing it, asking for signatures, publishing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.downloads import inline
from common.forms import data_of
from experiments.models import Experimentation
from experiments.selectors import get_experimentation, partnerships_of
from experiments.sheets import services
from experiments.sheets.compare import differences
from experiments.sheets.content import content_of, digest_of
from experiments.sheets.forms import SheetForm, SignatoriesForm, WithdrawalForm, initial_of
from experiments.sheets.models import ExperienceSheet, Signature
from experiments.sheets.panels import standing
from experiments.sheets.permissions import (
    can_publish_sheet,
    can_read_draft,
    can_withdraw_sheet,
    can_write_sheet,
)
from experiments.sheets.selectors import (
    get_sheet,
    get_sheet_picture,
    get_version,
    offered_entries,
    offered_pictures,
    sheet_of,
    shown,
)
from experiments.views.shared import page
from groups.permissions import Access

both = require_http_methods(["GET", "POST"])


def _allowed(request: HttpRequest, pk: int, may) -> tuple[Experimentation, Access]:
    """The experimentation for someone whom `may(access)` lets, or 404."""
    experimentation, access = get_experimentation(request.user, pk)
    if not may(access):
        raise Http404
    return experimentation, access


def _picture_url(experimentation: Experimentation):
    return lambda pk: reverse("sheet_draft_picture", args=[experimentation.pk, pk])


@require_safe
def tab(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the sheet is; for those who do not write it, whether it is published."""
    experimentation, access = get_experimentation(request.user, pk)
    context = page(request, experimentation, access, "sheet", **standing(experimentation, access))
    return render(request, "sheets/tab.html", context)


@login_required
@both
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole sheet on one page, with the journal to choose from. Saved, it can be signed."""
    experimentation, access = _allowed(request, pk, can_write_sheet)
    sheet = sheet_of(experimentation)
    entries = offered_entries(experimentation, access)
    form = SheetForm(
        data_of(request),
        entries=entries,
        pictures=offered_pictures(entries),
        initial=_initial(experimentation, sheet),
    )
    if form.is_valid():
        try:
            services.save_sheet(
                experimentation=experimentation,
                editor=request.user,
                words=form.words(),
                dated=form.cleaned_data["dated"],
                precision=form.cleaned_data["precision"],
                sources=form.sources(),
                pictures=form.pictures(),
                seen=form.cleaned_data["seen"],
            )
        except services.SheetConflictError:
            form.add_error(
                None,
                _(
                    "Quelqu’un d’autre a modifié la fiche entre-temps. Votre texte est gardé "
                    "ci-dessous\u00a0: comparez avec l’aperçu, puis enregistrez de nouveau."
                ),
            )
            form.data = form.data.copy()
            form.data["seen"] = digest_of(content_of(get_sheet(experimentation)))
        else:
            messages.success(request, _("La fiche est enregistrée."))
            return redirect("experimentation_sheet", experimentation.pk)
    context = {"experimentation": experimentation, "sheet": sheet, "form": form}
    return render(request, "sheets/edit.html", context)


def _initial(experimentation: Experimentation, sheet: ExperienceSheet | None) -> dict:
    if sheet is None:
        place = ", ".join(filter(None, [experimentation.neighbourhood, experimentation.owner.name]))
        return {
            "title": experimentation.title,
            "place": place,
            "dated": timezone.localdate(),
            "precision": "month",
        }
    sheet.experimentation = experimentation
    content = content_of(sheet)
    return initial_of(sheet, content, digest_of(content))


@login_required
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as it would be published now."""
    experimentation, _access = _allowed(request, pk, can_read_draft)
    content = content_of(get_sheet(experimentation))
    context = {
        "experimentation": experimentation,
        "shown": shown(content, request.user, picture_url=_picture_url(experimentation)),
    }
    return render(request, "sheets/preview.html", context)


@login_required
@both
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who signs, and ask. The text is then kept as it is."""
    experimentation, _access = _allowed(request, pk, can_write_sheet)
    sheet = get_sheet(experimentation)
    chosen = dict(sheet.cosignatories.values_list("organisation", "email"))
    form = SignatoriesForm(
        data_of(request), partnerships=list(partnerships_of(experimentation)), chosen=chosen
    )
    if form.is_valid():
        try:
            services.ask_signatures(sheet=sheet, by=request.user, partners=form.partners())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Les signatures sont demandées."))
            return redirect("experimentation_sheet", experimentation.pk)
    context = {"experimentation": experimentation, "sheet": sheet, "form": form}
    return render(request, "sheets/ask.html", context)


@login_required
@require_POST
def resend(request: HttpRequest, pk: int, signature_pk: int) -> HttpResponse:
    """Send a partner a new link."""
    experimentation, _access = _allowed(request, pk, can_write_sheet)
    sheet = get_sheet(experimentation)
    rows = Signature.objects.select_related("version", "organisation")
    signature = get_object_or_404(rows, version__sheet=sheet, pk=signature_pk)
    try:
        services.resend_request(signature=signature, by=request.user)
    except services.SignatureClosedError:
        messages.error(request, _("Cette signature n’est plus attendue."))
    else:
        messages.success(
            request, _("La demande repart vers %(email)s.") % {"email": signature.email}
        )
    return redirect("experimentation_sheet", experimentation.pk)


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the signed version to everybody."""
    experimentation, _access = _allowed(request, pk, can_publish_sheet)
    sheet = get_sheet(experimentation)
    try:
        services.publish(sheet=sheet, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("La fiche est publiée\u00a0: tout le monde peut la lire."))
    return redirect("experimentation_sheet", experimentation.pk)


@login_required
@both
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the published sheet, with the reason."""
    experimentation, _access = _allowed(request, pk, can_withdraw_sheet)
    sheet = get_sheet(experimentation)
    form = WithdrawalForm(data_of(request))
    if form.is_valid():
        services.withdraw(sheet=sheet, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("La fiche n’est plus publique."))
        return redirect("experimentation_sheet", experimentation.pk)
    context = {"experimentation": experimentation, "sheet": sheet, "form": form}
    return render(request, "sheets/withdraw.html", context)


@login_required
@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A version as it was, and what it changed from the one before."""
    experimentation, _access = _allowed(request, pk, can_read_draft)
    sheet = get_sheet(experimentation)
    found = get_version(sheet, number)
    before = sheet.versions.filter(number=number - 1).first()
    context = {
        "experimentation": experimentation,
        "version": found,
        "before": before,
        "differences": differences(before.content, found.content) if before else [],
        "shown": shown(found.content, request.user, picture_url=_picture_url(experimentation)),
    }
    return render(request, "sheets/version.html", context)


@login_required
@require_safe
def picture(request: HttpRequest, pk: int, picture_pk: int) -> HttpResponse:
    """A picture of the text being written, or of one of its versions."""
    experimentation, _access = _allowed(request, pk, can_read_draft)
    sheet = get_sheet(experimentation)
    contents = [content_of(sheet), *sheet.versions.values_list("content", flat=True)]
    chosen = [each for content in contents for each in content["pictures"]]
    found = get_sheet_picture({"pictures": chosen}, picture_pk)
    return inline(request, found.image, content_type="image/webp")
