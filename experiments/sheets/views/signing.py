"""Asking for signatures, signing, publishing, withdrawing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.downloads import inline
from common.forms import data_of
from experiments.sheets import services
from experiments.sheets.content import TEXTS
from experiments.sheets.enums import Decision, Origin
from experiments.sheets.forms import SignatoriesForm, SignForm, WithdrawForm
from experiments.sheets.models import Signature
from experiments.sheets.permissions import (
    can_publish_sheet,
    can_withdraw_sheet,
    can_write_sheet,
)
from experiments.sheets.selectors import (
    find_signature,
    get_draft,
    get_signature,
    has_referent,
    pictures_in,
    possible_signatories,
    shown,
)


def _allowed(request: HttpRequest, pk: int, rule):
    experimentation, access, sheet = get_draft(request.user, pk)
    if not rule(access):
        raise Http404
    return experimentation, sheet


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the partners who sign, and ask them and the owner's referents."""
    experimentation, sheet = _allowed(request, pk, can_write_sheet)
    if sheet.origin == Origin.NETWORK:
        raise Http404
    form = SignatoriesForm(
        data_of(request),
        partnerships=possible_signatories(experimentation),
        asked=dict(sheet.cosignatories.values_list("organisation", "email")),
    )
    if form.is_valid():
        try:
            services.ask_signatures(sheet=sheet, by=request.user, partners=form.partners)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("Les signatures sont demandées. La fiche dira qui a répondu.")
            )
            return redirect("experimentation_sheet", experimentation.pk)
    context = {
        "experimentation": experimentation,
        "sheet": sheet,
        "form": form,
        "has_referent": has_referent(sheet),
        "says_nothing": not any(getattr(sheet, name) for name in TEXTS),
    }
    return render(request, "sheets/ask.html", context)


@login_required
@require_POST
def resend(request: HttpRequest, pk: int, signature_pk: int) -> HttpResponse:
    """Send a partner a new link."""
    experimentation, sheet = _allowed(request, pk, can_write_sheet)
    found = get_object_or_404(Signature, version__sheet=sheet, is_owner=False, pk=signature_pk)
    try:
        services.resend_request(signature=found, by=request.user)
    except services.SignatureClosedError:
        messages.error(request, _("Cette demande est close\u00a0: rien n’est parti."))
    else:
        messages.success(request, _("Un nouveau lien part. L’ancien ne sert plus."))
    return redirect("experimentation_sheet", experimentation.pk)


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the sheet to everybody."""
    experimentation, sheet = _allowed(request, pk, can_publish_sheet)
    try:
        services.publish(sheet=sheet, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("experimentation_sheet", experimentation.pk)
    messages.success(request, _("La fiche est publiée\u00a0: tout le monde peut la lire."))
    return redirect("sheet", sheet.pk)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a published sheet back, and say why."""
    experimentation, sheet = _allowed(request, pk, can_withdraw_sheet)
    form = WithdrawForm(data_of(request))
    if form.is_valid():
        services.withdraw(sheet=sheet, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("La fiche n’est plus publique."))
        return redirect("experimentation_sheet", experimentation.pk)
    context = {
        "experimentation": experimentation,
        "form": form,
        "heading": _("Retirer la fiche"),
        "button": _("Retirer la fiche"),
        "back": "experimentation_sheet",
    }
    return render(request, "experiments/form.html", context)


def _state(signature: Signature) -> str:
    """Which page to show: what is asked, what was answered, or why it is over."""
    if signature.decision != Decision.WAITING:
        return "answered"
    if Signature.objects.open().filter(pk=signature.pk).exists():
        return "open"
    return "expired" if signature.expires_at <= timezone.now() else "replaced"


def _sign(request: HttpRequest, found: Signature, *, picture_url, user=None) -> HttpResponse:
    state = _state(found)
    form = SignForm(
        data_of(request) if state == "open" else None,
        initial={"digest": found.version.digest, "comment": found.comment},
    )
    if form.is_valid():
        try:
            services.sign(signature=found, user=user, **form.cleaned_data)
        except services.SignatureClosedError:
            found.refresh_from_db()
            state = _state(found)
        else:
            messages.success(request, _("Votre réponse est enregistrée. Merci."))
            return redirect(request.path)
    context = {"signature": found, "state": state, "form": form}
    if state in {"open", "answered"}:
        context["shown"] = shown(
            found.version.content,
            found.version.sheet.experimentation_id,
            user=user,
            picture_url=picture_url,
        )
    status = 200 if state in {"open", "answered"} else 410
    return render(request, "sheets/sign.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, token: str) -> HttpResponse:
    """By the link of an e-mail, without account: the text, and the answer."""
    found = find_signature(token)
    if found is None:
        return render(request, "sheets/sign.html", {"state": "unknown"}, status=404)
    return _sign(
        request,
        found,
        picture_url=lambda picture: reverse("sheet_sign_picture", args=[token, picture]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def signature(request: HttpRequest, pk: int) -> HttpResponse:
    """The same with an account: for the owner's referents, and a partner who has one."""
    found = get_signature(request.user, pk)
    return _sign(
        request,
        found,
        user=request.user,
        picture_url=lambda picture: reverse("sheet_signature_picture", args=[pk, picture]),
    )


def _picture(request: HttpRequest, found: Signature, picture_pk: int) -> HttpResponse:
    if _state(found) not in {"open", "answered"}:
        raise Http404
    rows = pictures_in(found.version.content, found.version.sheet.experimentation_id)
    return inline(request, get_object_or_404(rows, pk=picture_pk).image, content_type="image/webp")


@require_safe
def sign_picture(request: HttpRequest, token: str, picture_pk: int) -> HttpResponse:
    """A picture of what is signed by a link."""
    found = find_signature(token)
    if found is None:
        raise Http404
    return _picture(request, found, picture_pk)


@login_required
@require_safe
def signature_picture(request: HttpRequest, pk: int, picture_pk: int) -> HttpResponse:
    return _picture(request, get_signature(request.user, pk), picture_pk)
