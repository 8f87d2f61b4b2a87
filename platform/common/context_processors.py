"""What every template may use."""

from django.conf import settings

from common.navigation import Navigation

THEMES = {"light", "dark"}
THEME_COOKIE = "chantiers_theme"


def theme(request) -> str:
    """The appearance chosen on this device: `light`, `dark`, or empty for the device's own."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def site(request) -> dict:
    """`demo`: whether the demonstration mode is on; `theme`; `navigation`: computed when drawn;
    `csp_nonce`: the name that django-htmx and our templates use."""
    return {
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "demo": settings.DEMO,
        "theme": theme(request),
        "navigation": Navigation(getattr(request, "user", None), request.path),
    }
