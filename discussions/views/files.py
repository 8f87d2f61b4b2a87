"""The files of messages, for those who read the thread where it is now."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from common import downloads
from discussions import permissions
from discussions.models import Attachment
from discussions.views.shared import fetch_thread


def _fetch(request: HttpRequest, pk: int, file_pk: int) -> Attachment:
    """A file of a thread that the person may read; 404 otherwise, and where she may not read the
    text beside it."""
    thread, access = fetch_thread(request, pk)
    files = Attachment.objects.select_related("message")
    found = get_object_or_404(files, pk=file_pk, message__thread=thread)
    message = found.message
    if not message.is_visible and not permissions.can_read_hidden_text(
        request.user, access, message
    ):
        raise Http404
    return found


@login_required
@require_safe
def attachment(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """A file of a message: a picture is shown, a document is to be saved."""
    found = _fetch(request, pk, file_pk)
    if found.is_picture:
        return downloads.inline(request, found.file, content_type=found.content_type)
    return downloads.attachment(found.file, name=found.filename, content_type=found.content_type)


@login_required
@require_safe
def thumbnail(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """The small picture of a file that is one."""
    found = _fetch(request, pk, file_pk)
    if not found.is_picture:
        raise Http404
    return downloads.inline(request, found.thumbnail, content_type=found.content_type)
