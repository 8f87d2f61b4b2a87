"""Claims of people who say where they work, read and answered by those who vouch there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.forms import data_of
from common.rules import RuleError
from organisations import permissions, selectors, services
from organisations.forms import RefusalForm
from organisations.models import Affiliation

PER_PAGE = 30


@require_safe
@login_required
def claims(request: HttpRequest) -> HttpResponse:
    """The claims that wait for me."""
    if not permissions.can_answer_claims(request.user):
        raise Http404
    page = Paginator(selectors.claims_for(request.user), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"place": place, "domains": selectors.domains_shown(place)} for place in page]
    return render(request, "organisations/claims.html", {"page": page, "rows": rows})


def _claim(request: HttpRequest, pk: int) -> Affiliation:
    """A claim that is mine to answer, even if another has just done so; 404 otherwise."""
    mine = Affiliation.objects.filter(permissions.claims_answered_by(request.user))
    return get_object_or_404(mine.select_related("user", "organisation"), pk=pk)


@require_POST
@login_required
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Vouch for the person."""
    place = _claim(request, pk)
    try:
        services.confirm_claim(affiliation=place, by=request.user)
    except RuleError as error:
        messages.warning(request, str(error))
    else:
        messages.success(
            request, _("Le rattachement de %(name)s est confirmé.") % {"name": place.user}
        )
    return redirect("organisations:claims")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse, and say why."""
    place = _claim(request, pk)
    form = RefusalForm(data_of(request))
    if place.verified_at is not None or place.refused_at is not None:
        messages.warning(request, str(services.ClaimDecidedError()))
        return redirect("organisations:claims")
    if form.is_valid():
        try:
            services.refuse_claim(
                affiliation=place, by=request.user, message=form.cleaned_data["message"]
            )
        except RuleError as error:
            messages.warning(request, str(error))
        else:
            messages.success(
                request,
                _("La demande de %(name)s est refusée\u00a0; votre message lui est envoyé.")
                % {"name": place.user},
            )
        return redirect("organisations:claims")
    return render(request, "organisations/claim_refuse.html", {"form": form, "place": place})
