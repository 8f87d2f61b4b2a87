"""Where a form sends on to, when the browser says it."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000


def onward(request: HttpRequest, wanted: str | None, otherwise: str) -> str:
    """`wanted` if it is a path of this site, else `otherwise`.

    A full address is refused, even of this very host: what follows it (`//elsewhere`) may lead
    away once the host is taken off. So is a bare word, that a redirection would take for the name
    of a view.
    """
    own = wanted and wanted.startswith("/") and len(wanted) <= LONGEST
    if own and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return otherwise
