"""What passes to a colleague when an agent leaves her collectivité: her places in groups, and the
answers and drafts for it that still wait."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from common.mail import absolute, send_template_mail
from groups.enums import AnswerStatus, GroupState, Role
from groups.models import AnswerDraft, CallAnswer, Engagement, Membership
from groups.permissions import groups_known_to
from groups.services.engagements import ROLE_OF_STATUS
from groups.services.memberships import admit
from groups.services.shared import facilitators_of, lock_group, raise_group_access
from organisations.models import Affiliation


def _places(place: Affiliation):
    """Her roles in groups on behalf of the organisation she leaves."""
    return (
        Membership.objects.active()
        .filter(user=place.user_id, organisation=place.organisation_id)
        .order_by("group", "pk")
    )


def places_passing(place: Affiliation, viewer) -> list[str]:
    """The groups where she speaks for the organisation, that `viewer` may know of. One query."""
    rows = _places(place).filter(group__in=groups_known_to(viewer))
    return list(rows.values_list("group__name", flat=True))


def pass_places(*, place: Affiliation, to, by) -> int:
    """End her roles on behalf of the organisation; `to` gets a role of her own where she has none,
    that of the collectivité's people. To facilitate is a person's own: she stays, for nobody."""
    passed = 0
    for membership in _places(place):
        group = lock_group(membership.group_id, writable=False)
        current = Membership.objects.get(pk=membership.pk)
        if current.ended_at is not None or current.organisation_id != place.organisation_id:
            continue
        passed += 1
        facilitates = current.role == Role.FACILITATOR
        if facilitates:
            current.organisation = None
        else:
            current.ended_at = timezone.now()
        current.save(update_fields=["organisation", "ended_at", "updated_at"])
        raise_group_access(group.pk)
        record(
            action="membership.left_organisation" if facilitates else "membership.ended",
            actor=by,
            target=current,
            group_id=group.pk,
            user=str(current.user_id),
            role=current.role,
            organisation=place.organisation_id,
            to=str(to.pk) if to else None,
        )
        if to is None or group.state == GroupState.ARCHIVED:
            continue
        if Membership.objects.active().filter(group=group, user=to).exists():
            continue
        admit(
            group=group,
            user=to,
            role=_role(group, place, current.role),
            organisation=place.organisation,
            by=by,
        )
        _tell_facilitators(group, place, to)
    return passed


def _role(group, place: Affiliation, hers: str) -> str:
    """What the people of the collectivité are in the group: members if it experiments, observers
    if it follows; where it is not engaged, what she was, facilitation aside."""
    engagement = Engagement.objects.filter(group=group, organisation=place.organisation_id).first()
    if engagement is not None and engagement.status in ROLE_OF_STATUS:
        return ROLE_OF_STATUS[engagement.status]
    return Role.OBSERVER if hers == Role.FACILITATOR else hers


def _tell_facilitators(group, place: Affiliation, to) -> None:
    for email in facilitators_of(group, but={place.user_id}):
        send_template_mail(
            to=email,
            template="groups/email/place_passed.txt",
            context={
                "group": group.name,
                "organisation": place.organisation.name,
                "leaver": str(place.user),
                "colleague": str(to),
                "url": absolute(reverse("group_members", args=[group.slug])),
            },
        )


def _answers(place: Affiliation):
    """Her answers for the organisation that nobody has decided upon: drafts, and what waits."""
    return CallAnswer.objects.filter(
        author=place.user_id, organisation=place.organisation_id, decided_at=None
    ).exclude(status=AnswerStatus.WITHDRAWN)


def _drafts(place: Affiliation):
    """What she typed for the organisation and has not sent."""
    return AnswerDraft.objects.filter(
        Q(answer__organisation=place.organisation_id)
        | Q(answer=None, typed__organisation=str(place.organisation_id)),
        author=place.user_id,
    )


def answers_passing(place: Affiliation, viewer) -> list[str]:
    """Them, for those who may read them: their author and the facilitators; her drafts for herself
    alone. Two queries at most."""
    rows = _answers(place)
    drafts = _drafts(place).order_by("pk").values_list("call__title", flat=True)
    if viewer.pk != place.user_id:
        rows = rows.filter(call__group__in=groups_known_to(viewer, facilitated=True))
        drafts = ()
    return [
        _("réponse à «\u00a0%(call)s\u00a0»") % {"call": title}
        for title in rows.order_by("pk").values_list("call__title", flat=True)
    ] + [_("brouillon de réponse à «\u00a0%(call)s\u00a0»") % {"call": title} for title in drafts]


def pass_answers(*, place: Affiliation, to, by) -> int:
    """`to` follows the answer from now on: she is told what is decided, and she is admitted."""
    if to is None:
        return 0
    passed = list(_answers(place).select_for_update(of=("self",), no_key=True))
    for answer in passed:
        answer.author = to
        answer.save(update_fields=["author", "updated_at"])
        record(
            action="answer.passed",
            actor=by,
            target=answer,
            user=str(place.user_id),
            to=str(to.pk),
        )
    return len(passed) + _pass_drafts(place, to)


def _pass_drafts(place: Affiliation, to) -> int:
    """`to` finds her drafts where she would find her own; one that she has there already stays."""
    passed = 0
    for draft in _drafts(place):
        hers = AnswerDraft.objects.filter(author=to, call=draft.call_id, answer=draft.answer_id)
        if not hers.exists():
            draft.author = to
            draft.save(update_fields=["author", "updated_at"])
            passed += 1
    return passed
