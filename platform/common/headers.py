"""Security headers that Django and django-csp do not set."""

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

# What no page of this site uses, a script slipped into one could not use either.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def _add(response):
    response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    return response


@sync_and_async_middleware
def HeadersMiddleware(get_response):  # noqa: N802 - named as Django names middleware
    """Add Permissions-Policy and Cross-Origin-Resource-Policy to every answer."""
    if iscoroutinefunction(get_response):

        async def middleware(request):
            return _add(await get_response(request))
    else:

        def middleware(request):
            return _add(get_response(request))

    return middleware
