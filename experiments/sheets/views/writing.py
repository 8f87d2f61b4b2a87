"""The sheet in its experimentation: where it stands, its editor, its preview, its versions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.forms import data_of
from experiments.models import Experimentation
from experiments.selectors import get_experimentation
from experiments.sheets import services
from experiments.sheets.content import Parts, content_of, digest_of, parts_of
from experiments.sheets.diff import content_changed
from experiments.sheets.enums import Decision, Origin, SheetState
from experiments.sheets.figures import offered_figures
from experiments.sheets.forms import NOTHING, AdoptedSheetForm, SheetForm
from experiments.sheets.models import ExperienceSheet
from experiments.sheets.permissions import (
    can_adopt_page,
    can_publish_sheet,
    can_read_draft,
    can_withdraw_sheet,
    can_write_sheet,
)
from experiments.sheets.selectors import (
    get_draft,
    has_referent,
    offered_notes,
    offered_pictures,
    sheet_of,
    shown,
    signatures_of,
    versions_of,
)
from experiments.views.shared import page
from groups.permissions import Access


@require_safe
def tab(request: HttpRequest, pk: int) -> HttpResponse:
    """What is published; for those who write it, where it stands too."""
    experimentation, access = get_experimentation(request.user, pk)
    sheet = sheet_of(experimentation)
    more = {"sheet": sheet, "reads_draft": can_read_draft(access)}
    if more["reads_draft"]:
        more |= _standing(access, sheet)
    return render(
        request, "sheets/tab.html", page(request, experimentation, access, "sheet", **more)
    )


def _standing(access: Access, sheet: ExperienceSheet | None) -> dict:
    """Versions, signatures, and what this person may do next. Three queries."""
    versions = list(versions_of(sheet)) if sheet else []
    signing = sheet is not None and sheet.state == SheetState.SIGNING
    signatures = list(signatures_of(versions[0])) if versions else []
    now = timezone.now()
    for each in signatures:
        waits = each.decision == Decision.WAITING
        each.is_late = waits and each.expires_at <= now
        each.can_resend = signing and waits and not each.is_owner
    signed = bool(signatures) and all(each.decision == Decision.AGREED for each in signatures)
    network = sheet is not None and sheet.origin == Origin.NETWORK
    return {
        "versions": versions,
        "signatures": signatures,
        "has_referent": sheet is None or has_referent(sheet),
        "can_write": can_write_sheet(access, sheet),
        "can_adopt": sheet is None and can_adopt_page(access),
        "can_publish": can_publish_sheet(access)
        and sheet is not None
        and (signing and signed if not network else sheet.state != SheetState.PUBLISHED),
        "can_withdraw": can_withdraw_sheet(access),
    }


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the sheet, the journal beside it."""
    experimentation, access = get_experimentation(request.user, pk)
    sheet = sheet_of(experimentation)
    if not can_write_sheet(access, sheet):
        raise Http404
    parts = parts_of(sheet) if sheet else None
    now = content_of(sheet, parts) if sheet else None
    chosen = _chosen(parts)
    form = SheetForm(
        data_of(request),
        initial=_initial(experimentation, sheet, now),
        notes=offered_notes(experimentation, access, set(chosen["notes"])),
        pictures=offered_pictures(experimentation, access, set(chosen["pictures"])),
        figures=offered_figures(experimentation, access, set(chosen["figures"])),
        chosen=chosen,
    )
    if form.is_valid():
        try:
            services.save_sheet(
                experimentation=experimentation,
                editor=request.user,
                words=form.words,
                dated=form.cleaned_data["dated"],
                precision=form.cleaned_data["precision"],
                sources=form.sources(),
                pictures=form.chosen_pictures(),
                figures=form.chosen_figures(),
                contacts=form.contacts(),
                seen=form.cleaned_data["seen"],
            )
        except services.SheetConflictError:
            form.data = form.data.copy()
            form.data["seen"] = digest_of(content_of(sheet_of(experimentation)))
            form.add_error(
                None,
                _(
                    "Quelqu’un a modifié la fiche pendant que vous écriviez. Votre texte est gardé "
                    "ici\u00a0: comparez-le avec l’aperçu, puis enregistrez de nouveau."
                ),
            )
        else:
            _say_what_happened(request, sheet)
            return redirect("experimentation_sheet", experimentation.pk)
    context = {"experimentation": experimentation, "sheet": sheet, "form": form}
    return render(request, "sheets/edit.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the sheet from a public page of the network: it says so and asks no signature."""
    experimentation, access = get_experimentation(request.user, pk)
    if not can_adopt_page(access) or sheet_of(experimentation) is not None:
        raise Http404
    chosen = NOTHING
    form = AdoptedSheetForm(
        data_of(request),
        initial=_initial(experimentation, None, None),
        notes=offered_notes(experimentation, access, set()),
        pictures=offered_pictures(experimentation, access, set()),
        figures=offered_figures(experimentation, access, set()),
        chosen=chosen,
    )
    if form.is_valid():
        services.save_sheet(
            experimentation=experimentation,
            editor=request.user,
            words=form.words,
            dated=form.cleaned_data["dated"],
            precision=form.cleaned_data["precision"],
            sources=form.sources(),
            pictures=form.chosen_pictures(),
            figures=form.chosen_figures(),
            contacts=form.contacts(),
            origin=Origin.NETWORK,
            source=form.source,
        )
        messages.success(request, _("La fiche est enregistrée. Relisez l’aperçu, puis publiez-la."))
        return redirect("experimentation_sheet", experimentation.pk)
    context = {"experimentation": experimentation, "sheet": None, "form": form}
    return render(request, "sheets/edit.html", context)


def _chosen(parts: Parts | None) -> dict:
    """What the form begins with."""
    if parts is None:
        return NOTHING
    notes: dict[int, list[str]] = {}
    for section, pks in parts.sources.items():
        for pk in pks:
            notes.setdefault(pk, []).append(section)
    return {
        "notes": notes,
        "pictures": {each["picture"]: each["alt"] for each in parts.pictures},
        "figures": {each["indicator"]: each["words"] for each in parts.figures},
        "contacts": parts.contacts,
    }


def _initial(experimentation: Experimentation, sheet: ExperienceSheet | None, now) -> dict:
    if sheet is None:
        places = [experimentation.neighbourhood, experimentation.owner.name]
        return {
            "title": experimentation.title,
            "place": ", ".join(filter(None, places))[:200],
            "dated": timezone.localdate(),
        }
    names = [*SheetForm.base_fields, *now["sections"]]
    return {name: getattr(sheet, name, "") for name in names} | {"seen": digest_of(now)}


def _say_what_happened(request: HttpRequest, before: ExperienceSheet | None) -> None:
    """`before` is the sheet as it was read before it was saved."""
    said = _("La fiche est enregistrée.")
    if before is not None:
        state = ExperienceSheet.objects.values_list("state", flat=True).get(pk=before.pk)
        if state == SheetState.DRAFT and before.state in {SheetState.SIGNING, SheetState.PUBLISHED}:
            said = _(
                "La fiche est enregistrée. Le texte a changé\u00a0: les signatures seront "
                "demandées de nouveau."
            )
    messages.success(request, said)


def _inside(experimentation: Experimentation):
    """Where those who enter the space fetch a picture."""
    return lambda picture: reverse("entry_picture", args=[experimentation.pk, picture, "grande"])


@login_required
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The text being written, as its readers will find it."""
    experimentation, _access, sheet = get_draft(request.user, pk)
    parts = parts_of(sheet)
    content = shown(
        content_of(sheet, parts),
        experimentation.pk,
        user=request.user,
        picture_url=_inside(experimentation),
    )
    context = {
        "experimentation": experimentation,
        "sheet": sheet,
        "shown": content,
        "inner_contacts": parts.inner_contacts,
    }
    return render(request, "sheets/preview.html", context)


@login_required
@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A version, what changed since the one before, and what was answered about it."""
    experimentation, _access, sheet = get_draft(request.user, pk)
    found = get_object_or_404(versions_of(sheet), number=number)
    before = sheet.versions.filter(number__lt=number).order_by("-number").first()
    content = shown(
        found.content, experimentation.pk, user=request.user, picture_url=_inside(experimentation)
    )
    context = {
        "experimentation": experimentation,
        "sheet": sheet,
        "version": found,
        "shown": content,
        "before": before,
        "changes": content_changed(before.content, found.content) if before else [],
        "signatures": signatures_of(found),
    }
    return render(request, "sheets/version.html", context)
