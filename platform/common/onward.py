"""Where a form sends on to, when the browser says it."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def onward(request: HttpRequest, wanted: str | None, otherwise: str) -> str:
    """`wanted` if it is an address of this very site, else `otherwise`."""
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if allowed else otherwise
