"""The profile."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render


@login_required
def profile(request):
    """A person's own page: her name, her places, how the site looks."""
    return render(request, "accounts/profile.html")
