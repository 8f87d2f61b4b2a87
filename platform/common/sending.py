"""A form that a script sends, to show how far its files are (static/js/app.js)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirectBase

HEADER = "X-Sent-By-Script"


class SendingMiddleware:
    """Says to the script where the page would go, which it then opens itself: followed, a
    redirection would be loaded twice, and what it has to say lost. Any other answer is the page's:
    the script has the browser send the form anew."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if HEADER in request.headers and isinstance(response, HttpResponseRedirectBase):
            return JsonResponse({"url": response.url})
        return response
