"""What can be done with one message: a page of its own, which needs no script."""

from http import HTTPStatus

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from common import registry
from discussions import attachments, events, permissions, reactions, services
from discussions.enums import ReactionKind
from discussions.forms import EditForm, ReactionForm
from discussions.quoting import quotation
from discussions.views.shared import fetch_message, place, wants_json
from groups.moderation.selectors import standing_of


def _edit_form(message, data=None) -> EditForm:
    return EditForm(data, initial={"body": message.body}, has_files=message.has_files)


def _message_page(request, message, access, *, edit=None, status=HTTPStatus.OK):
    user = request.user
    can_edit = permissions.can_edit_message(user, access, message)
    sees_hidden = permissions.can_read_hidden_text(user, access, message)
    hides = not message.is_visible and sees_hidden
    can_post = permissions.can_post_message(access, message.thread)
    has_versions = message.edited_at is not None and (message.is_visible or sees_hidden)
    asks_versions = "versions" in request.GET
    return render(
        request,
        "discussions/message.html",
        place(message.thread.space)
        | {
            "thread": message.thread,
            "message": message,
            "edit_form": (edit or _edit_form(message)) if can_edit else None,
            "can_answer": message.is_visible
            and message.pk != message.thread.answer_id
            and permissions.can_resolve_thread(user, access, message.thread),
            "can_react": message.is_visible and can_post,
            "reactions": ReactionKind,
            "can_restore": permissions.can_restore_message(user, access, message),
            "moderation": standing_of(
                user,
                access,
                message,
                kind="message",
                group=message.thread.space.group,
                since=message.edited_at,
            ),
            "hidden_html": attachments.html_of(message) if hides else "",
            # What it said before is read by whoever may read what it says; asked for, it takes the
            # place of what else the page would ask the database.
            "panels": []
            if asks_versions
            else registry.drawn(registry.message_panels, user, message, access),
            "has_versions": has_versions and not asks_versions,
            "revisions": message.revisions.all() if has_versions and asks_versions else [],
        },
        status=status,
    )


@login_required
@require_GET
def message(request, pk: int, message_pk: int):
    """One message, and what the person may do with it."""
    message, access = fetch_message(request, pk, message_pk)
    if wants_json(request):
        # Its text as it was typed, to be corrected or quoted on the thread's page.
        if not message.is_visible:
            raise Http404
        response = JsonResponse({"body": message.body, "quotation": quotation(message)})
        response["Cache-Control"] = "no-store"
        return response
    return _message_page(request, message, access)


@login_required
@require_POST
def edit(request, pk: int, message_pk: int):
    """Correct one's own message."""
    message, access = fetch_message(request, pk, message_pk)
    if not permissions.can_edit_message(request.user, access, message):
        raise Http404
    form = _edit_form(message, request.POST)
    status = HTTPStatus.BAD_REQUEST
    if form.is_valid():
        try:
            message = services.edit_message(message=message, **form.cleaned_data)
        except services.DiscussionError as refusal:
            form.add_error("body", str(refusal))
            status = refusal.status
        else:
            if wants_json(request):
                return JsonResponse({"message": events.message_payload(message)})
            notices.success(request, _("Le message est modifié."))
            return redirect(message.get_absolute_url())
    if wants_json(request):
        return JsonResponse({"error": " ".join(form.errors.get("body", []))}, status=status)
    return _message_page(request, message, access, edit=form, status=status)


@login_required
@require_POST
def remove(request, pk: int, message_pk: int):
    """Take one's own message back."""
    message, access = fetch_message(request, pk, message_pk)
    if not permissions.can_edit_message(request.user, access, message):
        raise Http404
    try:
        services.remove_message(message=message)
    except services.DiscussionError as refusal:
        notices.error(request, str(refusal))
    else:
        notices.success(
            request, _("Le message est supprimé. Vous pouvez le rétablir depuis ses options.")
        )
    return redirect(message.get_absolute_url())


@login_required
@require_POST
def restore(request, pk: int, message_pk: int):
    """Bring back a message that one removed."""
    message, access = fetch_message(request, pk, message_pk)
    if not permissions.can_restore_message(request.user, access, message):
        raise Http404
    try:
        services.restore_message(message=message, actor=request.user)
    except services.DiscussionError as refusal:
        notices.error(request, str(refusal))
    else:
        notices.success(request, _("Le message est rétabli."))
    return redirect(message.get_absolute_url())


@login_required
@require_POST
def react(request, pk: int, message_pk: int):
    """Answer a message in one sign, or take it back."""
    message, access = fetch_message(request, pk, message_pk)
    if not permissions.can_post_message(access, message.thread):
        raise Http404
    form = ReactionForm(request.POST)
    status = HTTPStatus.BAD_REQUEST
    if form.is_valid():
        on, off = form.cleaned_data["on"], form.cleaned_data["off"]
        try:
            message = reactions.react(
                message=message, user=request.user, kind=on or off, on=bool(on)
            )
        except services.NoLongerAllowedError as refusal:
            raise Http404 from refusal
        except services.DiscussionError as refusal:
            error, status = str(refusal), refusal.status
        else:
            if wants_json(request):
                return JsonResponse({"message": events.message_payload(message)})
            return redirect(message.get_absolute_url())
    else:
        error = " ".join(text for errors in form.errors.values() for text in errors)
    if wants_json(request):
        return JsonResponse({"error": error}, status=status)
    notices.error(request, error)
    return redirect(message.get_absolute_url())
