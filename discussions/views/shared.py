"""What the views of discussions have in common."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from common.prepared import Prepared
from common.registry import space_home, space_relations
from discussions import selectors
from discussions.models import Attachment, Message, Thread
from groups.enums import SpaceKind
from groups.models import Space
from groups.permissions import Access, space_access


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, rather than a browser for a page."""
    return request.headers.get("Accept", "") == "application/json"


def _threads_in_place() -> QuerySet:
    """Threads with all that says where they are."""
    return Thread.objects.select_related(*(f"space__{each}" for each in space_relations))


# What every message, reaction and marker asks first.
_thread = Prepared(lambda pk: _threads_in_place().filter(pk=pk))


def fetch_thread(request: HttpRequest, pk: int, *, for_page: bool = False) -> tuple[Thread, Access]:
    """A thread that the person may read, and what she may do in its space; 404 otherwise.
    `for_page` brings what its page shows besides."""
    if for_page:
        threads = selectors.as_read_by(request.user, _threads_in_place())
        thread = get_object_or_404(threads, pk=pk)
    elif (thread := next(iter(_thread(pk=pk)), None)) is None:
        raise Http404
    access = space_access(request.user, thread.space)
    # The same rule as Thread.objects.visible_to, without asking it again.
    if not access.can_read:
        raise Http404
    return thread, access


def fetch_message(request: HttpRequest, pk: int, message_pk: int) -> tuple[Message, Access]:
    """A message of a thread that the person may read, with `has_files`; 404 otherwise."""
    thread, access = fetch_thread(request, pk)
    files = Attachment.objects.filter(message=OuterRef("pk"))
    messages = Message.objects.as_shown().annotate(has_files=Exists(files))
    message = get_object_or_404(messages, pk=message_pk, thread=thread)
    message.thread = thread
    return message, access


def threads_url(space: Space) -> str:
    """Where the threads of a space are listed."""
    if space.kind == SpaceKind.GROUP:
        return reverse("group_threads", args=[space.group.slug])
    return reverse("space_threads", args=[space.pk])


def place(space: Space) -> dict:
    """What the breadcrumb and the lists need to know of a space."""
    label, url = space_home(space)
    return {"space": space, "home_label": label, "home_url": url, "threads_url": threads_url(space)}
