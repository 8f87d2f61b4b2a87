"""Where a form sends back to, when the page that opened it says so."""
"""Where a form sends on to, when the browser says it."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000


def safe_path(request: HttpRequest, target: str) -> str:
    """`target` if it is a path of this site, "" otherwise.

    A full address is refused, even of this very host: what follows it (`//elsewhere`) may lead
    away once the host is taken off. So is a bare word, that a redirection would take for the name
    of a view.
    """
    own = target.startswith("/") and len(target) <= LONGEST
    if own and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return ""

def onward(request: HttpRequest, wanted: str | None, otherwise: str) -> str:
    """`wanted` if it is an address of this very site, else `otherwise`."""
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if allowed else otherwise
