"""Every write of moderation: reports, acts with their journal and notices, answers.

Each locks the group's row first, so that two facilitators at once give one clear outcome. An act
of any kind goes through `decide`: nothing is hidden, moved or suspended without a reason, a line of
the journal and, where it concerns somebody, a notice.
"""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.services import record
from common.mail import absolute, send_template_mail
from groups.moderation.enums import MEANING, SETTLING, TOLD, Verb
from groups.moderation.errors import (
    AlreadyAnsweredError,
    DecidedMeanwhileError,
    TooManyReportsError,
)
from groups.moderation.models import MAX_LABEL, MAX_WORDS, Act, Answer, Report
from groups.moderation.registry import Thing, get_kind
from groups.services.shared import facilitators_of, lock_group

REPORTS_PER_DAY = 30
ANNOUNCED_EVERY = timedelta(hours=1)


@transaction.atomic
def report(*, thing: Thing, reporter, category: str, text: str = "") -> tuple[Report, bool]:
    """Tell the facilitators that something is wrong: (report, whether it is new).

    A thing that the same person reported and nobody handled yet is not reported again. They get an
    e-mail, one an hour for a group at most. Raises ArchivedError or TooManyReportsError.
    """
    group = lock_group(thing.space.group_id)
    mine = Report.objects.filter(reporter=reporter)
    known = mine.filter(kind=thing.kind, target_id=thing.pk, settled_by=None).first()
    if known is not None:
        return known, False
    now = timezone.now()
    if mine.filter(created_at__gt=now - timedelta(days=1)).count() >= REPORTS_PER_DAY:
        raise TooManyReportsError
    told = Report.objects.filter(
        group=group, announced=True, created_at__gt=now - ANNOUNCED_EVERY
    ).exists()
    made = Report.objects.create(
        group=group,
        space=thing.space,
        kind=thing.kind,
        target_id=thing.pk,
        label=thing.label[:MAX_LABEL],
        words=thing.words[:MAX_WORDS],
        person=thing.person,
        reporter=reporter,
        category=category,
        text=text,
        announced=not told,
    )
    record(
        action="report.made",
        actor=reporter,
        target=made,
        group_id=group.pk,
        space_id=thing.space.pk,
    )
    if not told:
        waiting = Report.objects.filter(group=group, settled_by=None).count()
        _tell_facilitators(
            group,
            "moderation/email/reported.txt",
            {
                "group": group.name,
                "count": waiting,
                "url": absolute(reverse("moderation_queue", args=[group.slug])),
            },
            but={reporter.pk, getattr(thing.person, "pk", None)},
        )
    return made, True


def _tell_facilitators(group, template: str, context: dict, *, but: set) -> None:
    """An e-mail to each facilitator, or to the administrators where none is left to tell."""
    but = but - {None}
    emails = facilitators_of(group, but=but)
    if not emails:
        administrators = get_user_model().objects.filter(is_superuser=True, is_active=True)
        emails = list(administrators.exclude(pk__in=but).values_list("email", flat=True))
    for email in emails:
        send_template_mail(to=email, template=template, context=context)


def open_verbs(thing: Thing, *, reported: bool) -> list[str]:
    """What may be done to `thing` as it is; `reported`: an open report waits for a decision."""
    return [*thing.verbs, *([Verb.DISMISS] if reported else [])]


@transaction.atomic
def decide(*, thing: Thing, verb: str, actor, reason: str, data: dict | None = None) -> Act:
    """Do one act of moderation, for a reason that the person concerned will read.

    `data` is what the act needs besides (minutes, days…). Raises DecidedMeanwhileError if the thing
    is no longer in a state for it, ArchivedError, or what its own app refuses.
    """
    group = lock_group(thing.space.group_id)
    kind = get_kind(thing.kind)
    current = kind.find(thing.pk)
    reports = Report.objects.filter(kind=thing.kind, target_id=thing.pk, settled_by=None)
    # A facilitator decides nothing about herself: these wait for another one.
    reports = reports.exclude(person=actor)
    if current is None or current.space.pk != thing.space.pk:
        raise DecidedMeanwhileError
    if verb not in open_verbs(current, reported=reports.exists()):
        raise DecidedMeanwhileError
    data = data or {}
    if verb not in {Verb.DISMISS, Verb.ASK_EDIT}:
        kind.act(current.pk, verb, by=actor, reason=reason, data=data)
    person = current.person
    act = Act.objects.create(
        group_id=group.pk,
        space_id=current.space.pk,
        verb=verb,
        kind=current.kind,
        target_id=current.pk,
        label=current.label[:MAX_LABEL],
        reason=reason,
        data=data,
        actor_id=actor.pk,
        # A report that is dismissed never reaches the person reported.
        person_id=person.pk if person is not None and verb != Verb.DISMISS else None,
    )
    if verb in SETTLING:
        reports.update(settled_by=act)
    record(
        action=f"moderation.{verb}",
        actor=actor,
        target=act,
        group_id=group.pk,
        space_id=current.space.pk,
    )
    if act.person_id not in {None, actor.pk}:
        _tell_person(act, current, kind.detail(act, person))
    return act


def _tell_person(act: Act, thing: Thing, detail: str) -> None:
    send_template_mail(
        to=thing.person.email,
        template="moderation/email/decided.txt",
        context={
            "told": str(TOLD[act.verb]),
            "label": act.label,
            "reason": act.reason,
            "meaning": str(MEANING.get(act.verb, "")),
            "detail": detail,
            "edit_url": absolute(thing.edit_url) if act.verb == Verb.ASK_EDIT else "",
            "url": absolute(reverse("moderation_act", args=[act.space_id, act.pk])),
        },
    )


def answer(*, act: Act, author, text: str) -> Answer:
    """What the person concerned says to the facilitators, who get an e-mail. Once for an act:
    raises AlreadyAnsweredError, or ArchivedError."""
    with transaction.atomic():
        group = lock_group(act.group_id)
        try:
            with transaction.atomic():
                made = Answer.objects.create(act=act, author=author, text=text)
        except IntegrityError:
            raise AlreadyAnsweredError from None
        _tell_facilitators(
            group,
            "moderation/email/answered.txt",
            {
                "group": group.name,
                "label": act.label,
                "url": absolute(reverse("moderation_act", args=[act.space_id, act.pk])),
            },
            but={author.pk},
        )
    return made
