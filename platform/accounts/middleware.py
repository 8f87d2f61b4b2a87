"""Visits: when a person came, and when she came before."""

from accounts.services import note_visit


class VisitMiddleware:
    """Before the view, so that « depuis votre dernière visite » speaks of the visit before."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.session.session_key and request.user.is_authenticated:
            note_visit(user=request.user)
        return self.get_response(request)
