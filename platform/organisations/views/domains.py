"""The domains whose addresses confirm the people of an organisation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from common.forms import data_of
from common.rules import RuleError
from organisations import permissions, services
from organisations.forms import DomainForm
from organisations.models import Organisation


def _organisation(request: HttpRequest, pk: int) -> Organisation:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    if not permissions.can_list_domains(request.user, organisation):
        raise Http404
    return organisation


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def domains(request: HttpRequest, pk: int) -> HttpResponse:
    """Those listed, and a form to list another."""
    organisation = _organisation(request, pk)
    form = DomainForm(data_of(request))
    if form.is_valid():
        try:
            listed, confirmed = services.list_domain(
                organisation=organisation, domain=form.cleaned_data["domain"], by=request.user
            )
        except RuleError as error:
            form.add_error("domain", str(error))
        else:
            said = _("Les adresses en @%(domain)s confirment désormais.") % {"domain": listed}
            if confirmed:
                said += " " + ngettext(
                    "%(count)d demande qui attendait est confirmée.",
                    "%(count)d demandes qui attendaient sont confirmées.",
                    len(confirmed),
                ) % {"count": len(confirmed)}
            messages.success(request, said)
            return redirect("organisations:domains", pk)
    listed = organisation.domains.select_related("listed_by")
    context = {"organisation": organisation, "form": form, "domains": listed}
    return render(request, "organisations/domains.html", context)


@require_POST
@login_required
def unlist(request: HttpRequest, pk: int, domain_pk: int) -> HttpResponse:
    """Take a domain off the list."""
    organisation = _organisation(request, pk)
    domain = get_object_or_404(organisation.domains, pk=domain_pk)
    kept = services.unlist_domain(domain=domain, by=request.user)
    said = _("Les adresses en @%(domain)s ne confirment plus personne.") % {"domain": domain}
    if kept:
        said += " " + ngettext(
            "%(count)d personne qu’elles avaient confirmée le reste\u00a0: "
            "voyez sa ligne sur la page de l’organisation.",
            "%(count)d personnes qu’elles avaient confirmées le restent\u00a0: "
            "voyez leurs lignes sur la page de l’organisation.",
            kept,
        ) % {"count": kept}
    messages.success(request, said)
    return redirect("organisations:domains", pk)
