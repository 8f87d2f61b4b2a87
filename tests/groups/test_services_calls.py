"""A call goes out, collectivités answer, facilitators decide."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from groups import services
from groups.enums import AnswerStatus, GroupState, Role
from groups.models import AnswerDraft, CallAnswer, Engagement, GuestAccess, Membership
from groups.permissions import can_answer_call, can_edit_answer, space_access
from organisations.models import Affiliation
from tests.factories import (
    group_space,
    join,
    make_collectivity,
    make_experimentation,
    make_group,
    make_guest,
    make_partner,
    make_user,
)

pytestmark = pytest.mark.django_db


class Call:
    """A group with a published call and its facilitator."""

    def __init__(self, **fields):
        self.group = make_group(state=GroupState.PREPARING)
        self.facilitator = join(self.group, Role.FACILITATOR)
        self.call = services.save_call(
            group=self.group, by=self.facilitator, title="Appel", text="Texte", **fields
        )
        self.call = services.publish_call(call=self.call, by=self.facilitator)
        self.group.refresh_from_db()

    def answer(self, *, organisation=None, author=None, **fields) -> CallAnswer:
        fields.setdefault("intention", "Essayer un marché de rue")
        return services.answer_call(
            call=self.call,
            organisation=organisation or make_collectivity(),
            author=author or make_user(),
            **fields,
        )

    def decide(self, answer, decision="engaged", **fields) -> CallAnswer:
        return services.decide_answer(
            answer=answer, decision=decision, by=self.facilitator, **fields
        )


def test_publishing_makes_the_group_public_and_twice_is_once():
    opened = Call()
    assert opened.group.state == GroupState.OPEN
    again = services.publish_call(call=opened.call, by=opened.facilitator)
    assert again.published_at == opened.call.published_at
    assert AuditEvent.objects.filter(action="call.published").count() == 1


def test_one_call_is_open_at_a_time():
    opened = Call()
    second = services.save_call(group=opened.group, by=opened.facilitator, title="Autre", text="x")
    with pytest.raises(services.RuleError, match="déjà ouvert"):
        services.publish_call(call=second, by=opened.facilitator)
    services.close_call(call=opened.call, by=opened.facilitator)
    assert services.publish_call(call=second, by=opened.facilitator).is_open


def test_a_call_past_its_date_is_not_published():
    opened = Call()
    closed = services.close_call(call=opened.call, by=opened.facilitator)
    with pytest.raises(services.RuleError, match="clôture"):
        services.publish_call(call=closed, by=opened.facilitator)


def test_a_call_of_another_group_is_not_edited_from_here():
    mine, theirs = Call(), Call()
    with pytest.raises(theirs.call.DoesNotExist):
        services.save_call(
            group=mine.group, call=theirs.call, by=mine.facilitator, title="x", text="x"
        )


def test_answering_notes_an_unverified_place_and_tells_both_sides(
    mailoutbox, django_capture_on_commit_callbacks
):
    opened = Call()
    person, city = make_user(), make_collectivity("Ville d’Exempleville")
    with django_capture_on_commit_callbacks(execute=True):
        answer = opened.answer(organisation=city, author=person, function="Chargée de mission")
    place = Affiliation.objects.get(user=person)
    assert (place.organisation, place.function) == (city, "Chargée de mission")
    assert place.verified_at is None
    assert not space_access(person, group_space(opened.group)).can_read
    assert [message.to for message in mailoutbox] == [[person.email], [opened.facilitator.email]]
    assert f"/groupes/{opened.group.slug}/reponses/{answer.pk}/" in mailoutbox[1].body
    assert "Ville d’Exempleville" in mailoutbox[1].subject


def test_answering_again_is_told_and_changes_nothing():
    opened, city, person = Call(), make_collectivity(), make_user()
    first = opened.answer(organisation=city, author=person)
    with pytest.raises(services.AlreadyAnsweredError) as own:
        opened.answer(organisation=city, author=person)
    assert own.value.own
    assert own.value.answer == first
    with pytest.raises(services.AlreadyAnsweredError) as other:
        opened.answer(organisation=city)
    assert not other.value.own
    assert str(person) not in str(other.value)
    assert CallAnswer.objects.count() == 1


def test_only_collectivities_answer():
    with pytest.raises(services.UnsuitableOrganisationError):
        Call().answer(organisation=make_partner())


@pytest.mark.parametrize("closing", ["closed", "past", "draft"])
def test_no_answer_outside_the_dates(closing):
    opened = Call()
    if closing == "closed":
        services.close_call(call=opened.call, by=opened.facilitator)
    elif closing == "past":
        opened.call.closes_at = timezone.now() - timedelta(seconds=1)
        opened.call.save()
    else:
        opened.call.published_at = None
        opened.call.save()
    with pytest.raises(services.CallClosedError):
        opened.answer()
    assert not Affiliation.objects.exists()


def test_an_answer_is_edited_until_it_is_decided():
    opened = Call()
    answer = opened.answer()
    changed = services.update_answer(answer=answer, by=answer.author, intention="Autre chose")
    assert changed.intention == "Autre chose"
    assert can_edit_answer(answer.author, changed)
    opened.decide(answer, "declined")
    with pytest.raises(services.AlreadyDecidedError):
        services.update_answer(answer=answer, by=answer.author, intention="Encore")
    answer.refresh_from_db()
    assert not can_edit_answer(answer.author, answer)


def test_an_answer_is_edited_until_the_call_closes():
    opened = Call()
    answer = opened.answer()
    services.close_call(call=opened.call, by=opened.facilitator)
    with pytest.raises(services.CallClosedError):
        services.update_answer(answer=answer, by=answer.author, intention="Encore")


@pytest.mark.parametrize("end", ["declined", "withdrawn"])
def test_a_collectivity_answers_anew_after_a_withdrawn_or_declined_answer(end):
    opened, city = Call(), make_collectivity()
    first = opened.answer(organisation=city)
    if end == "declined":
        opened.decide(first, "declined")
    else:
        services.withdraw_answer(answer=first, by=first.author)
    second = opened.answer(organisation=city)
    assert second.status == AnswerStatus.SUBMITTED
    assert CallAnswer.objects.get(pk=first.pk).status == end


@pytest.mark.parametrize(
    ("decision", "role"), [("engaged", Role.MEMBER), ("mirror", Role.OBSERVER)]
)
def test_engaging_admits_vouches_and_says_so(decision, role, audiences, mailoutbox):
    opened = Call()
    answer = opened.answer()
    trial = make_experimentation(opened.group, make_collectivity())
    with audiences() as changed:
        opened.decide(answer, decision, message="Bienvenue !\nÀ bientôt")
    assert changed == {group_space(opened.group).pk, trial.space_id}
    engagement = Engagement.objects.get(organisation=answer.organisation)
    assert (engagement.status, engagement.commitment) == (decision, answer.intention)
    assert engagement.decided_by == opened.facilitator
    membership = Membership.objects.get(user=answer.author)
    assert (membership.role, membership.organisation) == (role, answer.organisation)
    place = Affiliation.objects.get(user=answer.author)
    assert place.verified_by == opened.facilitator
    assert mailoutbox[-1].to == [answer.author.email]
    assert "Bienvenue !\nÀ bientôt" in mailoutbox[-1].body


def test_declining_opens_nothing(audiences, mailoutbox):
    opened = Call()
    answer = opened.answer()
    with audiences() as changed:
        opened.decide(answer, "declined", message="Une autre fois")
    assert changed == set()
    assert not Engagement.objects.exists()
    assert not Membership.objects.filter(user=answer.author).exists()
    assert Affiliation.objects.get().verified_at is None
    assert "Une autre fois" in mailoutbox[-1].body


def test_a_decision_is_taken_once():
    opened = Call()
    answer = opened.answer()
    opened.decide(answer, "declined")
    with pytest.raises(services.AlreadyDecidedError, match="Non retenue"):
        opened.decide(answer, "engaged")
    assert not Engagement.objects.exists()


def test_engaging_someone_who_was_a_guest_ends_her_guest_access():
    opened = Call()
    trial = make_experimentation(opened.group, make_collectivity())
    guest = make_guest(trial.space)
    opened.decide(opened.answer(author=guest))
    assert GuestAccess.objects.get(user=guest).ended_at is not None
    assert not guest.spaceuserobjectpermission_set.exists()
    assert space_access(guest, trial.space).role == Role.MEMBER


def test_engaging_never_lowers_a_role():
    opened = Call()
    answer = opened.answer(author=opened.facilitator)
    opened.decide(answer)
    assert Membership.objects.get(user=opened.facilitator).role == Role.FACILITATOR


def test_who_may_answer(world):
    opened = Call()
    for person in world.people.values():
        assert can_answer_call(person, opened.call) == (
            person.is_authenticated and person.is_active
        )


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_moment_leave_one(together):
    opened, city = Call(), make_collectivity()
    people = [make_user() for _ in range(4)]
    outcomes = together(*(lambda p=p: opened.answer(organisation=city, author=p) for p in people))
    assert CallAnswer.objects.count() == 1
    assert sorted(type(each).__name__ for each in outcomes) == (
        ["AlreadyAnsweredError"] * 3 + ["CallAnswer"]
    )


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_the_same_moment_leave_one(together):
    opened = Call()
    answer = opened.answer()
    outcomes = together(
        *(
            lambda d=d: opened.decide(answer, d)
            for d in ("engaged", "declined", "mirror", "waiting", "engaged")
        )
    )
    assert sorted(type(each).__name__ for each in outcomes) == (
        ["AlreadyDecidedError"] * 4 + ["CallAnswer"]
    )
    answer.refresh_from_db()
    engaged = Engagement.objects.filter(organisation=answer.organisation)
    assert [each.status for each in engaged] == (
        [answer.status] if answer.status in {AnswerStatus.ENGAGED, AnswerStatus.MIRROR} else []
    )
    assert Membership.objects.filter(user=answer.author).count() == len(engaged)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_decisions_on_the_waiting_list_at_the_same_moment_leave_one(together):
    opened = Call()
    answer = opened.decide(opened.answer(), "waiting")
    outcomes = together(
        *(
            lambda d=d: opened.decide(answer, d, seen="waiting")
            for d in ("engaged", "declined", "engaged")
        )
    )
    assert sorted(type(each).__name__ for each in outcomes) == (
        ["AlreadyDecidedError"] * 2 + ["CallAnswer"]
    )
    answer.refresh_from_db()
    assert Engagement.objects.filter(organisation=answer.organisation).count() == (
        answer.status == AnswerStatus.ENGAGED
    )


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_draft_kept_twice_at_the_same_moment_is_one(together):
    opened, person = Call(), make_user()
    together(
        *(
            lambda n=n: services.keep_draft(
                call=opened.call, author=person, typed={"intention": f"Idée {n}"}
            )
            for n in range(4)
        )
    )
    assert AnswerDraft.objects.count() == 1
