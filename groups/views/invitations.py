"""Inviting to a group, and answering an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.registry import space_home
from groups import selectors, services
from groups.enums import SpaceKind
from groups.forms import NO_ADDRESS, AddressRequestForm, MemberInvitationForm
from groups.models import Invitation
from groups.permissions import can_manage_group
from groups.services.invitations import holds_address, unusable_reason
from organisations.models import Organisation

ACTS = {"renvoyer": "resend", "retirer": "revoke"}


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    group, access = selectors.get_room(request.user, slug)
    if not can_manage_group(access):
        raise Http404
    organisations = Organisation.objects.filter(
        engagements__group=group, engagements__status__in=selectors.STANDING
    )
    form = MemberInvitationForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        try:
            if invite_each(request, form, services.invite_member, group=group):
                return redirect("group_members", group.slug)
        except services.UnsuitableOrganisationError as error:
            form.add_error("organisation", str(error))
        except services.RuleError as error:
            form.add_error(None, str(error))
    return render(request, "groups/invite.html", {"group": group, "form": form})


def invite_each(request: HttpRequest, form, invite_one, **scope) -> bool:
    """Invite every address of `form` by the service `invite_one`, and say how many left. True if
    none was refused; what was stays in the form, with its reason. Raises the RuleError that is
    about the rest of the form."""
    cleaned = dict(form.cleaned_data)
    asked = cleaned.pop("emails")
    refused = [(piece, NO_ADDRESS) for piece in asked.bad]
    sent, waiting = [], []
    try:
        for email in asked.good:
            try:
                made = invite_one(email=email, by=request.user, **scope, **cleaned)
                (waiting if made.approval else sent).append(made.email)
            except services.RecipientError as error:
                refused.append((email, str(error)))
    finally:
        if sent:
            said = ngettext(
                "L’invitation part vers %(email)s.", "%(count)s invitations partent.", len(sent)
            )
            messages.success(request, said % {"email": sent[0], "count": len(sent)})
        if waiting:
            said = ngettext(
                "L’invitation de %(email)s attend l’accord de l’animation du groupe.",
                "%(count)s invitations attendent l’accord de l’animation du groupe.",
                len(waiting),
            )
            messages.info(request, said % {"email": waiting[0], "count": len(waiting)})
    if refused:
        form.keep(refused)
    return not refused


def act_on_invitation(request: HttpRequest, invitation: Invitation, act: str) -> None:
    """Send again or take back, and say so; 404 for any other act."""
    if act not in ACTS:
        raise Http404
    try:
        if ACTS[act] == "resend":
            services.resend_invitation(invitation=invitation, by=request.user)
            said = _(
                "L’invitation part de nouveau vers %(email)s\u00a0: l’ancien lien ne sert plus."
            )
        else:
            services.revoke_invitation(invitation=invitation, by=request.user)
            said = _("L’invitation envoyée à %(email)s est retirée.")
    except services.RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said % {"email": invitation.email})


@login_required
@require_POST
def group_invitation(request: HttpRequest, slug: str, pk: int, act: str) -> HttpResponse:
    group, access = selectors.get_room(request.user, slug)
    if not can_manage_group(access):
        raise Http404
    found = get_object_or_404(Invitation, group=group, space=None, pk=pk)
    act_on_invitation(request, found, act)
    return redirect("group_members", group.slug)


def _home_of(found: Invitation) -> tuple[str, str]:
    if found.space is not None:
        return space_home(found.space)
    return space_home(found.group.spaces.select_related("group").get(kind="group"))


def _state(request: HttpRequest, found: Invitation | None) -> str:
    """Which page to show: what it offers, to whom it is not addressed, or why it is over."""
    if found is None:
        return "unknown"
    user = request.user
    if user.is_authenticated and found.accepted_by_id == user.pk:
        return "mine"
    reason = unusable_reason(found)
    if reason:
        return reason
    if not user.is_authenticated:
        return "signed_out"
    return "offer" if holds_address(user, found.email) else "other_address"


def _page(
    request: HttpRequest,
    found: Invitation | None,
    state: str,
    token: str = "",
    form: AddressRequestForm | None = None,
) -> HttpResponse:
    if state == "mine":
        return redirect(_home_of(found)[1])
    context = {"invitation": found, "state": state, "token": token}
    if state == "offer":
        # By the link of the e-mail, or from the list of what waits for her.
        name, key = ("invitation", token) if token else ("my_invitation", found.pk)
        context["accept_url"] = reverse(f"{name}_accept", args=[key])
        context["decline_url"] = reverse(f"{name}_decline", args=[key])
    if state in {"offer", "signed_out"}:
        context["label"], _url = _home_of(found)
        # Asked of those who enter the group or its space, not of an experimentation's guest.
        inside = found.space is None or found.space.kind == SpaceKind.GROUP
        if inside and found.group.charter_version:
            context["charter"] = found.group.charter
    if state == "other_address":
        name, _at, domain = found.email.partition("@")
        context["masked"] = f"{name[:1]}…@{domain}"
        context["asked"] = selectors.my_address_request(request.user, found)
        context["form"] = form or AddressRequestForm()
    status = {"unknown": 404, "offer": 200, "signed_out": 200, "other_address": 200}.get(state, 410)
    # The address is a secret: the site-wide « same-origin » keeps it from other sites. With
    # « no-referrer », the browser would also send the page's forms with a null origin, refused.
    return render(request, "groups/invitation.html", context, status=status)


def _answer(request: HttpRequest, found: Invitation | None, act: str, token: str = ""):
    """Accept or decline, if it can still be; otherwise the page that says why not."""
    state = _state(request, found)
    if state != "offer":
        return _page(request, found, state, token)
    try:
        if act == "decline":
            services.decline_invitation(invitation=found, user=request.user)
            messages.success(request, _("Vous avez décliné l’invitation. Rien n’a été ouvert."))
            return redirect("home")
        read = request.POST.get("charter", "")
        services.accept_invitation(
            invitation=found,
            user=request.user,
            charter=int(read) if read.isdecimal() and len(read) < 6 else 0,
        )
    except services.AlreadyInsideError:
        messages.info(request, _("Vous avez déjà accès à cet espace."))
    except services.RuleError:
        found.refresh_from_db()
        return _page(request, found, _state(request, found), token)
    else:
        messages.success(request, _("Bienvenue\u00a0! Voici ce que l’invitation vous ouvre."))
    return redirect(_home_of(found)[1])


@never_cache
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the invitation opens, before it is accepted."""
    found = selectors.find_invitation(token)
    return _page(request, found, _state(request, found), token)


@never_cache
@require_POST
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    return _answer(request, selectors.find_invitation(token), "accept", token)


@never_cache
@require_POST
def invitation_decline(request: HttpRequest, token: str) -> HttpResponse:
    return _answer(request, selectors.find_invitation(token), "decline", token)


@never_cache
@require_POST
def invitation_ask(request: HttpRequest, token: str) -> HttpResponse:
    """Ask who invited to let this person accept with her own address."""
    found = selectors.find_invitation(token)
    state = _state(request, found)
    if state != "other_address":
        return _page(request, found, state, token)
    form = AddressRequestForm(request.POST)
    if form.is_valid():
        try:
            services.ask_other_address(invitation=found, user=request.user, **form.cleaned_data)
        except services.InvitationUnusableError as error:
            return _page(request, found, error.reason, token)
        except services.AlreadyInsideError:
            messages.info(request, _("Vous avez déjà accès à cet espace."))
            return redirect(_home_of(found)[1])
        except services.RuleError as error:
            messages.info(request, str(error))
        else:
            messages.success(request, _("Votre demande est partie."))
        return redirect("invitation", token)
    return _page(request, found, state, token, form)


@login_required
@require_safe
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page for an invitation sent to an address that this person has proved."""
    found = selectors.get_my_invitation(request.user, pk)
    return _page(request, found, _state(request, found))


@login_required
@require_POST
def mine_accept(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(request, selectors.get_my_invitation(request.user, pk), "accept")


@login_required
@require_POST
def mine_decline(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(request, selectors.get_my_invitation(request.user, pk), "decline")
