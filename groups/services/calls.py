"""Calls for participation, what collectivités answer, and what facilitators decide."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.services import record
from common.mail import absolute, send_template_mail
from groups.enums import AnswerStatus, EngagementStatus, GroupState, Role
from groups.models import CallAnswer, CallForParticipation, Membership, WorkingGroup
from groups.services.engagements import check_collectivity, set_engagement
from groups.services.errors import (
    AlreadyAnsweredError,
    AlreadyDecidedError,
    CallClosedError,
    ChangedMeanwhileError,
    RuleError,
    TooManyAnswersError,
)
from groups.services.memberships import admit
from groups.services.shared import lock_group
from organisations.models import Organisation
from organisations.services import declare_affiliation, verify_affiliation

PER_DAY = 10
LIVE = ~Q(status__in=[AnswerStatus.DECLINED, AnswerStatus.WITHDRAWN])


@transaction.atomic
def save_call(
    *,
    group: WorkingGroup,
    by,
    title: str,
    text: str,
    expected: str = "",
    closes_at: datetime | None = None,
    call: CallForParticipation | None = None,
    unless_changed_since: datetime | None = None,
) -> CallForParticipation:
    """Write a call, or change it, whether or not it is published."""
    lock_group(group.pk)
    if call is None:
        current = CallForParticipation(group=group, created_by=by)
    else:
        current = CallForParticipation.objects.get(pk=call.pk, group=group)
        if unless_changed_since and current.updated_at > unless_changed_since:
            raise ChangedMeanwhileError
    current.title = title
    current.text = text
    current.expected = expected
    current.closes_at = closes_at
    current.save()
    record(action="call.saved", actor=by, target=current, group_id=group.pk)
    return current


@transaction.atomic
def publish_call(*, call: CallForParticipation, by) -> CallForParticipation:
    """Open the call to answers; a group in preparation becomes public with it. One at a time."""
    group = lock_group(call.group_id)
    current = CallForParticipation.objects.get(pk=call.pk)
    now = timezone.now()
    if current.is_open:
        return current
    if current.closes_at is not None and current.closes_at <= now:
        raise RuleError(_("Choisissez d’abord une date de clôture à venir."))
    open_calls = CallForParticipation.objects.filter(
        Q(closes_at=None) | Q(closes_at__gt=now), group=group, published_at__lte=now
    )
    if open_calls.exclude(pk=current.pk).exists():
        raise RuleError(_("Un appel est déjà ouvert dans ce groupe\u00a0: terminez-le d’abord."))
    current.published_at = now
    current.save(update_fields=["published_at", "updated_at"])
    if group.state == GroupState.PREPARING:
        group.state = GroupState.OPEN
        group.save(update_fields=["state", "updated_at"])
    record(action="call.published", actor=by, target=current, group_id=group.pk)
    return current


@transaction.atomic
def close_call(*, call: CallForParticipation, by) -> CallForParticipation:
    """Stop taking answers, now; those received stay to be decided."""
    lock_group(call.group_id)
    current = CallForParticipation.objects.get(pk=call.pk)
    if not current.is_open:
        return current
    current.closes_at = timezone.now()
    current.save(update_fields=["closes_at", "updated_at"])
    record(action="call.closed", actor=by, target=current, group_id=current.group_id)
    return current


def _open_call(call_id: int) -> CallForParticipation:
    call = CallForParticipation.objects.select_related("group").get(pk=call_id)
    lock_group(call.group_id)
    call.refresh_from_db(fields=["published_at", "closes_at"])
    if not call.is_open:
        raise CallClosedError
    return call


@transaction.atomic
def answer_call(
    *,
    call: CallForParticipation,
    organisation: Organisation,
    author,
    intention: str,
    function: str = "",
    neighbourhood: str = "",
    partners: str = "",
    wants_mirror: bool = False,
) -> CallAnswer:
    """Answer for a collectivité: one answer each, by whoever says she works there.

    Her place there is noted, unverified until the facilitators decide. Raises CallClosedError,
    AlreadyAnsweredError, TooManyAnswersError, UnsuitableOrganisationError.
    """
    check_collectivity(organisation)
    current = _open_call(call.pk)
    day_ago = timezone.now() - timedelta(days=1)
    # Each one writes to every facilitator: answering and withdrawing in turn would flood them.
    if CallAnswer.objects.filter(author=author, created_at__gt=day_ago).count() >= PER_DAY:
        raise TooManyAnswersError
    existing = CallAnswer.objects.filter(LIVE, call=current, organisation=organisation).first()
    if existing:
        raise AlreadyAnsweredError(existing, own=existing.author_id == author.pk)
    try:
        with transaction.atomic():
            answer = CallAnswer.objects.create(
                call=current,
                organisation=organisation,
                author=author,
                function=function,
                intention=intention,
                neighbourhood=neighbourhood,
                partners=partners,
                wants_mirror=wants_mirror,
            )
    except IntegrityError:
        existing = CallAnswer.objects.get(LIVE, call=current, organisation=organisation)
        raise AlreadyAnsweredError(existing, own=existing.author_id == author.pk) from None
    declare_affiliation(user=author, organisation=organisation, function=function)
    record(
        action="answer.submitted",
        actor=author,
        target=answer,
        group_id=current.group_id,
        organisation=organisation.pk,
    )
    send_template_mail(
        to=author.email,
        template="groups/email/answer_received.txt",
        context={
            "group": current.group.name,
            "organisation": organisation.name,
            "url": absolute(reverse("group_call_answer", args=[current.group.slug])),
        },
    )
    facilitators = Membership.objects.active().filter(
        group=current.group_id, role=Role.FACILITATOR, user__is_active=True
    )
    for email in facilitators.values_list("user__email", flat=True):
        send_template_mail(
            to=email,
            template="groups/email/answer_to_review.txt",
            context={
                "group": current.group.name,
                "organisation": organisation.name,
                "url": absolute(reverse("group_answer", args=[current.group.slug, answer.pk])),
            },
        )
    return answer


def _own_undecided(answer: CallAnswer) -> CallAnswer:
    _open_call(answer.call_id)
    current = CallAnswer.objects.get(pk=answer.pk)
    if current.status != AnswerStatus.SUBMITTED:
        raise AlreadyDecidedError(current)
    return current


@transaction.atomic
def update_answer(
    *,
    answer: CallAnswer,
    by,
    intention: str,
    function: str = "",
    neighbourhood: str = "",
    partners: str = "",
    wants_mirror: bool = False,
) -> CallAnswer:
    """Change an answer while the call is open and nothing is decided."""
    current = _own_undecided(answer)
    current.function = function
    current.intention = intention
    current.neighbourhood = neighbourhood
    current.partners = partners
    current.wants_mirror = wants_mirror
    current.save()
    record(action="answer.updated", actor=by, target=current)
    return current


@transaction.atomic
def withdraw_answer(*, answer: CallAnswer, by) -> CallAnswer:
    """Take an answer back while the call is open and nothing is decided; another may follow."""
    current = _own_undecided(answer)
    current.status = AnswerStatus.WITHDRAWN
    current.save(update_fields=["status", "updated_at"])
    record(action="answer.withdrawn", actor=by, target=current)
    return current


_ENGAGES = {
    AnswerStatus.ENGAGED: (EngagementStatus.ENGAGED, Role.MEMBER),
    AnswerStatus.MIRROR: (EngagementStatus.MIRROR, Role.OBSERVER),
}


@transaction.atomic
def decide_answer(*, answer: CallAnswer, decision: str, by, message: str = "") -> CallAnswer:
    """Engage the collectivité, take it as a mirror, or decline; once.

    Engaging records the commitment, vouches for the author's place in her collectivité and admits
    her (member, or observer of a mirror collectivité), all or nothing. Raises AlreadyDecidedError
    if another facilitator decided first.
    """
    group = lock_group(CallForParticipation.objects.get(answers=answer.pk).group_id)
    current = CallAnswer.objects.select_related("author", "organisation").get(pk=answer.pk)
    if current.status != AnswerStatus.SUBMITTED:
        raise AlreadyDecidedError(current)
    current.status = decision
    current.decision_message = message
    current.decided_at = timezone.now()
    current.decided_by = by
    current.save()
    record(
        action="answer.decided",
        actor=by,
        target=current,
        group_id=group.pk,
        organisation=current.organisation_id,
        decision=decision,
    )
    if decision in _ENGAGES:
        status, role = _ENGAGES[decision]
        set_engagement(
            group=group,
            organisation=current.organisation,
            status=status,
            by=by,
            commitment=current.intention,
        )
        place = declare_affiliation(
            user=current.author,
            organisation=current.organisation,
            function=current.function,
            by=by,
        )
        verify_affiliation(affiliation=place, by=by)
        admit(group=group, user=current.author, role=role, organisation=current.organisation, by=by)
    send_template_mail(
        to=current.author.email,
        template="groups/email/answer_decided.txt",
        context={
            "group": group.name,
            "organisation": current.organisation.name,
            "decision": decision,
            "message": message,
            "url": absolute(reverse("group", args=[group.slug])),
        },
    )
    return current
