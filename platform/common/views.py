"""Error pages, the stylesheet, the appearance switch: what belongs to no app."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from common.context_processors import THEME_COOKIE, THEMES, theme
from common.onward import onward
from common.styles import stylesheet as joined

YEAR = 60 * 60 * 24 * 365


@require_GET
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """All our CSS in one answer, kept for ever by browsers since its address holds its digest."""
    current, content, compressed = joined()
    if digest != current:
        raise Http404
    response = HttpResponse(content, content_type="text/css; charset=utf-8")
    if "gzip" in request.headers.get("accept-encoding", ""):
        response = HttpResponse(compressed, content_type="text/css; charset=utf-8")
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


# A token would put a cookie on every visitor, for a choice that harms nobody.
@csrf_exempt
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or the device's own appearance, on this device only."""
    response = redirect(onward(request, request.POST.get("next"), "/"))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=secure)
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


def bad_request(request, exception=None):
    return render(request, "errors/400.html", status=400)


def permission_denied(request, exception=None):
    return render(request, "errors/403.html", status=403)


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def server_error(request):
    """Drawn without database, session or context processors: any of them may be what failed."""
    page = render_to_string("errors/500.html", {"theme": theme(request)})
    return HttpResponse(page, status=500)


def csrf_failure(request, reason=""):
    """A form sent from a page that outlived its session: says how to send it again."""
    return render(request, "errors/csrf.html", status=403)
