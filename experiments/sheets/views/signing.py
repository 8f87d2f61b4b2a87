"""What a signatory reads and answers: by the link of her e-mail, or signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.downloads import inline
from common.forms import data_of
from experiments.sheets import services
from experiments.sheets.enums import Decision
from experiments.sheets.forms import AnswerForm
from experiments.sheets.models import Signature
from experiments.sheets.permissions import can_sign
from experiments.sheets.selectors import (
    find_signature,
    get_own_signature,
    get_sheet_picture,
    is_open,
    shown,
)

both = require_http_methods(["GET", "POST"])


def _answered(request: HttpRequest, signature: Signature, *, picture_url) -> HttpResponse:
    """The page of one request: the text exactly as it would be signed, and the answer."""
    if not is_open(signature):
        context = {"signature": signature, "waits": signature.decision == Decision.WAITING}
        return render(
            request, "sheets/signed.html", context, status=410 if context["waits"] else 200
        )
    version = signature.version
    form = AnswerForm(data_of(request), initial={"digest": version.digest})
    if form.is_valid():
        signer = request.user if can_sign(request.user, signature) else None
        try:
            services.sign(
                signature=signature,
                decision=form.cleaned_data["decision"],
                digest=form.cleaned_data["digest"],
                comment=form.cleaned_data["comment"],
                user=signer,
            )
        except services.SignatureClosedError:
            messages.error(request, _("Cette demande vient de se fermer."))
        else:
            messages.success(request, _("Votre réponse est enregistrée. Merci."))
        return redirect(request.path)
    context = {
        "signature": signature,
        "version": version,
        "form": form,
        "shown": shown(version.content, request.user, picture_url=picture_url),
    }
    return render(request, "sheets/sign.html", context)


@never_cache
@both
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Without account: whoever holds the link answers for the partner it was sent to."""
    signature = find_signature(token)
    if signature is None:
        return render(request, "sheets/signed.html", {"signature": None}, status=404)
    return _answered(
        request,
        signature,
        picture_url=lambda pk: reverse("sheet_sign_picture", args=[token, pk]),
    )


@never_cache
@login_required
@both
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """Signed in: a referent of the organisation, or who has proved the partner's address."""
    signature = get_own_signature(request.user, pk)
    return _answered(
        request,
        signature,
        picture_url=lambda picture: reverse("sheet_signature_picture", args=[pk, picture]),
    )


@require_safe
def picture_by_link(request: HttpRequest, token: str, picture_pk: int) -> HttpResponse:
    """A picture of what is signed by this link, while it can be."""
    signature = find_signature(token)
    if signature is None or not is_open(signature):
        raise Http404
    found = get_sheet_picture(signature.version.content, picture_pk)
    return inline(request, found.image, content_type="image/webp")


@login_required
@require_safe
def my_picture(request: HttpRequest, pk: int, picture_pk: int) -> HttpResponse:
    """A picture of what one is asked to sign."""
    signature = get_own_signature(request.user, pk)
    if not is_open(signature):
        raise Http404
    found = get_sheet_picture(signature.version.content, picture_pk)
    return inline(request, found.image, content_type="image/webp")
