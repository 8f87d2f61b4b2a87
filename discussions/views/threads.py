"""Lists of threads, and a thread."""

import json
import uuid
from functools import partial
from http import HTTPStatus
from itertools import chain

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.dates import date_format
from common.forms import data_of, files_of
from common.registry import space_home
from common.text import whole_number
from discussions import events, following, lists, mentions, permissions, selectors, services
from discussions.enums import ReactionKind
from discussions.forms import MessageForm, ThreadForm
from discussions.quoting import quotation
from discussions.views.shared import fetch_thread, place, threads_url, wants_json
from discussions.views.words import thread_words
from groups.enums import SpaceKind
from groups.models import Space
from groups.permissions import can_invite_guest
from groups.selectors import get_room, get_space, room_context

# Characters of a name that is looked for.
MAX_ASKED = 80


def _received(request, form_class):
    """The form of a message as it was posted, its files included."""
    refused = getattr(request, "refused_uploads", [])
    return form_class(data_of(request), files_of(request), refused=refused)


def _refused(request, form_class, refusal):
    """The form with what was typed and why it was refused, under a new id: the old one is taken
    when another text came with it."""
    data = request.POST.copy()
    data["client_id"] = str(uuid.uuid4())
    form = form_class(data)
    form.errors.clear()
    form.add_error("body", str(refusal))
    return form


def _listed(request, threads) -> dict:
    """A page of `threads`, narrowed to what the address asks for."""
    narrowed = lists.ThreadFilter.asked(request.GET)
    pages = Paginator(narrowed.apply(threads), lists.THREADS_PER_PAGE)
    return {"threads": pages.get_page(request.GET.get("page")), "filter": narrowed}


def _threads(request, space, access) -> dict:
    return _listed(request, lists.threads_for(request.user, access)) | {
        "space": space,
        "can_create": permissions.can_create_thread(access),
        "all_read_url": reverse("threads_all_read", args=[space.pk]),
    }


@login_required
@require_GET
def group_threads(request, slug: str):
    """The threads of a group's own space."""
    group, access = get_room(request.user, slug)
    context = _threads(request, Space(pk=access.space_id), access)
    # Its tab counts all of them; a whole list has counted them already.
    counted = {} if context["filter"] else {"discussions": context["threads"].paginator.count}
    context |= room_context(request.user, group, access, "discussions", **counted)
    return render(request, "discussions/group.html", context)


@login_required
@require_GET
def space_threads(request, pk: int):
    """The threads of any space, an experimentation's for example."""
    space, access = get_space(request.user, pk)
    if space.kind == SpaceKind.GROUP:
        return redirect("group_threads", space.group.slug)
    return render(
        request, "discussions/thread_list.html", place(space) | _threads(request, space, access)
    )


@login_required
@require_GET
def my_threads(request):
    """The threads of all the places that are mine, what is new for me first."""
    context = _listed(request, lists.my_threads(request.user))
    for each in context["threads"]:
        each.place = space_home(each.space)[0]
    return render(request, "discussions/mine.html", context)


@require_GET
def badges(request):
    """What is new for me, for the badges of every page: where the socket cannot be had, and each
    time it says that something changed."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": _("Connectez-vous.")}, status=HTTPStatus.UNAUTHORIZED)
    response = JsonResponse(lists.badges_of(request.user))
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def all_read(request, pk: int):
    """Mark all the threads of a space as read."""
    space, access = get_space(request.user, pk)
    following.mark_all_read(user=request.user, threads=lists.threads_of(access))
    notices.success(request, _("Toutes les discussions de cet espace sont marquées comme lues."))
    return redirect(threads_url(space))


@login_required
@require_http_methods(["GET", "POST"])
def thread_new(request, pk: int):
    """Open a thread in a space."""
    space, access = get_space(request.user, pk)
    if not permissions.can_create_thread(access):
        raise Http404
    kinds = permissions.kinds_for(access)
    form = _received(request, partial(ThreadForm, kinds=kinds))
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.BAD_REQUEST
        if form.is_valid():
            try:
                thread = services.create_thread(
                    space=space, author=request.user, **form.cleaned_data
                )
            except services.NoLongerAllowedError as refusal:
                raise Http404 from refusal
            except services.DiscussionError as refusal:
                form = _refused(request, partial(ThreadForm, kinds=kinds), refusal)
                status = refusal.status
            else:
                return redirect("thread", thread.pk)
    return render(
        request, "discussions/thread_new.html", place(space) | {"form": form}, status=status
    )


@login_required
@require_http_methods(["GET", "POST"])
def thread(request, pk: int):
    """A thread: read it, and answer."""
    answers_page = request.method == "GET" or not wants_json(request)
    thread, access = fetch_thread(request, pk, for_page=answers_page)
    if request.method == "POST":
        return _post(request, thread, access)
    return _thread_page(request, thread, access)


def _new_from(page, read_until: int, user) -> int | None:
    """Where others wrote since the reader's last visit; None on her first, without news, or where
    they begin before the page."""
    news = (
        message.position
        for message in page.messages
        if message.position > read_until and message.author_id != user.pk
    )
    return next(news, None) if read_until > 0 and page.first <= read_until + 1 else None


def _asked_for(request, thread) -> int | None:
    """The position that the page ends with: what the address says, else where she left off."""
    if request.method == "POST":
        return None
    if "jusqu_a" in request.GET:
        return whole_number(request.GET["jusqu_a"])
    return selectors.end_of_opening(thread)


def _is_visit(request) -> bool:
    """Whether somebody looks at the page, rather than its script at more of the thread."""
    return request.method == "GET" and request.headers.get("X-Requested-With") != "fetch"


def _unread_url(page, thread) -> str:
    """Where her first unread message is, unless it is on the page; "" on her first visit."""
    first = thread.read_until + 1
    if first in {1, thread.last_position + 1} or page.first <= first <= page.last:
        return ""
    return f"?jusqu_a={selectors.end_around(first)}#m{first}"


def _begun(asked, thread) -> dict:
    """What the composer begins with, by the query of the address: an answer to a message
    (`repondre`), or its words in quotation (`citer`)."""
    message = selectors.answerable(thread, whole_number(asked.get("citer", "")))
    if message is not None:
        return {"body": quotation(message)}
    return {"reply_to": asked.get("repondre", "")}


def _asked_reply(form) -> int | None:
    return whole_number(str(form["reply_to"].value() or ""))


def _thread_page(request, thread, access, form=None, status=200):
    page = selectors.message_page(thread, last=_asked_for(request, thread))
    read_until = thread.read_until
    # Read on from where she was; a link far into a thread says nothing of what is before it.
    follows = read_until > 0 and page.first <= read_until + 1
    if _is_visit(request) and page.last > read_until and (page.is_latest or follows):
        services.mark_read(thread=thread, user=request.user, position=page.last)
    can_post = permissions.can_post_message(access, thread)
    if can_post and form is None:
        form = MessageForm(initial=_begun(request.GET, thread))
    return render(
        request,
        "discussions/thread.html",
        place(thread.space)
        | {
            "thread": thread,
            "access": access,
            "page": page,
            "new_from": _new_from(page, read_until, request.user),
            "unread_url": _unread_url(page, thread),
            "form": form if can_post else None,
            "reply_to": selectors.answerable(thread, _asked_reply(form)) if can_post else None,
            "reactions": ReactionKind,
            "can_edit": permissions.can_edit_thread(request.user, access, thread),
            "can_resolve": permissions.can_resolve_thread(request.user, access, thread),
            "words": thread_words(),
            "me": json.dumps(events.author_payload(request.user)),
            "page_size": selectors.PAGE_SIZE,
        },
        status=status,
    )


def _why_not(access) -> str:
    if not access.suspended_until:
        return _("Ce fil n’accepte plus de message.")
    day = date_format(timezone.localtime(access.suspended_until), "j F Y")
    return _("L’animation a suspendu votre écriture dans ce groupe jusqu’au %(day)s.") % {
        "day": day
    }


def _post(request, thread, access):
    if not permissions.can_post_message(access, thread):
        refusal = _why_not(access)
        if wants_json(request):
            return JsonResponse({"error": refusal}, status=HTTPStatus.FORBIDDEN)
        notices.error(request, refusal)
        return redirect("thread", thread.pk)
    form = _received(request, MessageForm)
    status = HTTPStatus.BAD_REQUEST
    if form.is_valid():
        typed = form.cleaned_data | {
            "reply_to": selectors.answerable(thread, form.cleaned_data["reply_to"])
        }
        try:
            message = services.post_message(thread=thread, author=request.user, **typed)
        except services.NoLongerAllowedError as refusal:
            raise Http404 from refusal
        except services.DiscussionError as refusal:
            if isinstance(refusal, services.ThreadMovedError):
                # She may no longer read it.
                thread, access = fetch_thread(request, thread.pk, for_page=True)
            form = _refused(request, MessageForm, refusal)
            status = refusal.status
        else:
            if wants_json(request):
                return JsonResponse(
                    {"message": events.message_payload(message)}, status=HTTPStatus.CREATED
                )
            return redirect(f"{thread.get_absolute_url()}?jusqu_a=fin#m{message.position}")
    if wants_json(request):
        error = " ".join(chain.from_iterable(form.errors.values()))
        return JsonResponse({"error": error}, status=status)
    return _thread_page(request, thread, access, form, status)


@require_GET
def changes(request, pk: int):
    """What changed since a seq, as the socket would say it: for polling and integrations."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": _("Connectez-vous.")}, status=HTTPStatus.UNAUTHORIZED)
    after = whole_number(request.GET.get("after", ""))
    if after is None:
        text = _("«\u00a0after\u00a0» doit être un nombre entier.")
        return JsonResponse({"error": text}, status=HTTPStatus.BAD_REQUEST)
    thread, access = fetch_thread(request, pk)
    found = selectors.changes_since(thread.pk, after)
    if found is None:
        raise Http404
    response = JsonResponse(found.body(write=access.can_discuss))
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def mark_read(request, pk: int):
    """Move the read marker forward; it never moves back."""
    thread, _access = fetch_thread(request, pk)
    position = whole_number(request.POST.get("position", ""))
    if position is None:
        text = _("«\u00a0position\u00a0» doit être un nombre entier.")
        return JsonResponse({"error": text}, status=HTTPStatus.BAD_REQUEST)
    position = services.mark_read(thread=thread, user=request.user, position=position)
    return JsonResponse({"position": position})


@login_required
@require_GET
def people(request, pk: int):
    """The readers of the thread and the experimentations whose name has a word that begins as asked
    (`q`): what may be named in it. Only to those who may write there."""
    thread, access = fetch_thread(request, pk)
    if not permissions.can_post_message(access, thread):
        raise Http404
    asked = request.GET.get("q", "")[:MAX_ASKED]
    found = {
        **mentions.suggested(thread, asked, but=request.user),
        # Somebody else may be asked in, by those who may: the thread tells nothing of her.
        "invite": reverse("space_guests", args=[thread.space_id])
        if can_invite_guest(access)
        else None,
    }
    response = JsonResponse(found)
    response["Cache-Control"] = "no-store"
    return response
