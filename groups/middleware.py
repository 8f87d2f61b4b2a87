"""Writes down administrators' visits and what guests open: visits.py says how they are known."""

from groups import visits
from groups.services import record_visits
from groups.services.openings import record_opening


class GroupVisitsMiddleware:
    """After the page is made: it costs nobody else anything."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with visits.collected() as entered, visits.guests_collected() as guests:
            response = self.get_response(request)
        if entered:
            record_visits(entered=entered, by=request.user, session=request.session)
        if guests and request.method == "GET" and response.status_code in {200, 206, 304}:
            # What was asked about somebody else (who invited, say) is no visit of hers.
            mine = [access_id for user_id, access_id in guests if user_id == request.user.pk]
            record_opening(access_ids=mine, match=request.resolver_match)
        return response
