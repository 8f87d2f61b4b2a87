"""Duplicate organisations made one, by administrators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from audit.services import record
from common.rules import RuleError
from organisations import merging, permissions, selectors, services
from organisations.forms import MergeForm
from organisations.models import OrganisationMerge


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def merges(request: HttpRequest) -> HttpResponse:
    """Choose two organisations, see what would move, and merge them; the last merges."""
    if not permissions.can_merge(request.user):
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    asked = "merged" in given or "merged_text" in given
    form = MergeForm(given if asked else None, initial={"survivor": given.get("survivor", "")})
    context = {"form": form, "merges": selectors.recent_merges()}
    if asked and form.is_valid():
        survivor, merged = form.cleaned_data["survivor"], form.cleaned_data["merged"]
        try:
            services.check_mergeable(survivor=survivor, merged=merged)
            if request.method == "POST":
                services.merge_organisations(survivor=survivor, merged=merged, by=request.user)
                messages.success(
                    request,
                    _("«\u00a0%(merged)s\u00a0» est fondue dans «\u00a0%(survivor)s\u00a0».")
                    % {"merged": merged, "survivor": survivor},
                )
                return redirect("organisations:merges")
        except services.CollisionError:
            # Said with the rows, below.
            pass
        except RuleError as error:
            form.add_error(None, str(error))
            return render(request, "organisations/merges.html", context)
        # The preview names rows of groups where she may have no role.
        record(
            action="organisation.merge_previewed",
            actor=request.user,
            target=merged,
            survivor=survivor.pk,
        )
        context |= {
            "survivor": survivor,
            "merged": merged,
            "moving": merging.moving(merged),
            "collisions": merging.collisions(survivor, merged),
            "collision": services.CollisionError(),
        }
    return render(request, "organisations/merges.html", context)


@require_POST
@login_required
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Part two organisations that were merged."""
    if not permissions.can_merge(request.user):
        raise Http404
    merge = get_object_or_404(OrganisationMerge.objects.select_related("survivor", "merged"), pk=pk)
    try:
        back = services.undo_merge(merge=merge, by=request.user)
    except RuleError as error:
        messages.warning(request, str(error))
    else:
        said = ngettext(
            "«\u00a0%(name)s\u00a0» est rétablie\u00a0; %(back)d ligne lui est rendue.",
            "«\u00a0%(name)s\u00a0» est rétablie\u00a0; %(back)d lignes lui sont rendues.",
            back,
        )
        messages.success(request, said % {"name": merge.merged, "back": back})
    return redirect("organisations:merges")
