"""Looking for a message in a thread."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from common.text import clean_line, whole_number
from discussions import search
from discussions.views.shared import fetch_thread, place


@login_required
@require_GET
def search_thread(request: HttpRequest, pk: int) -> HttpResponse:
    """The messages of a thread that hold the words of `q`, latest first."""
    thread, _access = fetch_thread(request, pk)
    query = clean_line(request.GET.get("q", ""))[: search.LONGEST_QUERY]
    found = search.search(thread, query, before=whole_number(request.GET.get("avant", "")))
    context = place(thread.space) | {
        "thread": thread,
        "query": query,
        "has_words": bool(search.words_of(query)),
        "found": found,
    }
    return render(request, "discussions/thread_search.html", context)
