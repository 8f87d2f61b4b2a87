"""What every template may use."""

from django.conf import settings


def site(request) -> dict:
    """`demo`: whether the demonstration mode is on."""
    return {"demo": settings.DEMO}
