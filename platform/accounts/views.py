"""The profile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms import ProfileForm
from accounts.services import rename
from common import registry


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """A person's own page: her name, how she signs in, how the site looks, what other apps add."""
    form = ProfileForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        rename(user=request.user, name=form.cleaned_data["name"])
        messages.success(request, _("Votre nom affiché est enregistré."))
        return redirect("account_profile")
    panels = registry.drawn(registry.profile_panels, request.user, request.user, None)
    return render(request, "accounts/profile.html", {"form": form, "panels": panels})
