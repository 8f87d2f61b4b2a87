"""Writes down administrators' visits: visits.py says how they are known."""

from groups import visits
from groups.services import record_visits


class GroupVisitsMiddleware:
    """After the page is made: it costs nobody else anything."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with visits.collected() as entered:
            response = self.get_response(request)
        if entered:
            record_visits(entered=entered, by=request.user, session=request.session)
        return response
