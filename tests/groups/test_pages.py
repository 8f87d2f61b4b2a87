"""What the pages of groups say and do, and what they cost."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groups import services
from groups.enums import AnswerStatus, EngagementStatus, GroupState, Role
from groups.models import (
    CallAnswer,
    CallForParticipation,
    Engagement,
    GuestAccess,
    Invitation,
    Membership,
    WorkingGroup,
)
from groups.permissions import space_access
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

MOST_QUERIES = 12


def text(response) -> str:
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


@pytest.fixture
def facilitator(client):
    group = make_group(state=GroupState.PREPARING)
    person = join(group, Role.FACILITATOR)
    client.force_login(person)
    return person


@pytest.fixture
def group(facilitator):
    return WorkingGroup.objects.get()


@pytest.fixture
def call(group, facilitator):
    call = services.save_call(group=group, by=facilitator, title="Appel", text="Texte")
    return services.publish_call(call=call, by=facilitator)


GROUP = {"name": "Économie informelle & ESS", "hue": "green"}


def test_opening_and_editing_a_group(client, facilitator):
    response = client.post(reverse("group_new"), GROUP | {"summary": "  Une\u202e phrase "})
    made = WorkingGroup.objects.latest("pk")
    assert response.url == reverse("group", args=[made.slug])
    assert made.summary == "Une phrase"
    page = text(client.get(reverse("group_edit", args=[made.slug])))
    assert "Une phrase" in page
    client.post(
        reverse("group_edit", args=[made.slug]), GROUP | {"presentation": "**Bonjour**\r\nà tous"}
    )
    page = client.get(reverse("group", args=[made.slug])).content.decode()
    assert "<strong>Bonjour</strong>" in page


def test_two_people_editing_do_not_overwrite_each_other(client, group):
    url = reverse("group_edit", args=[group.slug])
    version = group.updated_at.isoformat()
    client.post(url, GROUP | {"name": "Premier", "version": version})
    response = client.post(url, GROUP | {"name": "Second", "version": version})
    assert "entre-temps" in text(response)
    assert 'value="Second"' in response.content.decode()
    group.refresh_from_db()
    assert group.name == "Premier"
    version = re.search(r'name="version" value="([^"]+)"', response.content.decode())[1]
    client.post(url, GROUP | {"name": "Second", "version": version})
    group.refresh_from_db()
    assert group.name == "Second"


def test_a_call_is_drafted_published_edited_and_closed(client, group):
    url = reverse("group_call_edit", args=[group.slug])
    words = {"title": "Appel", "text": "Venez"}
    client.post(url, words)
    call = CallForParticipation.objects.get()
    assert not call.is_open
    client.logout()
    assert client.get(reverse("group", args=[group.slug])).status_code == 404
    client.force_login(group.memberships.get().user)
    assert client.get(reverse("group_call", args=[group.slug])).status_code == 302
    client.post(url, words | {"publish": "1", "closes_on": day(0)})
    call.refresh_from_db()
    assert call.is_open
    assert timezone.localtime(call.closes_at).date() == timezone.localdate()
    client.post(url, words | {"text": "Venez vite"})
    call.refresh_from_db()
    assert call.text == "Venez vite"
    assert CallForParticipation.objects.count() == 1
    client.logout()
    page = text(client.get(reverse("group", args=[group.slug])))
    assert "Répondre à l’appel" in page
    client.force_login(group.memberships.get().user)
    client.post(reverse("group_call_close", args=[group.slug]))
    client.post(url, words)
    assert CallForParticipation.objects.count() == 2


def test_a_visitor_is_led_through_sign_in_to_the_answer(client, call):
    client.logout()
    url = reverse("group_call_answer", args=[call.group.slug])
    assert client.get(url).url == f"{reverse('account_login')}?next={url}"


def test_an_agent_answers_edits_withdraws_and_is_told_where_she_stands(client, call):
    agent, city = make_user(), make_collectivity("Exempleville-sur-Orge")
    client.force_login(agent)
    url = reverse("group_call_answer", args=[call.group.slug])
    assert client.post(url, {"intention": "x"}).status_code == 200
    response = client.post(url, {"organisation": city.pk, "intention": "Un marché"})
    assert response.url == url
    page = text(client.get(url))
    assert "Exempleville-sur-Orge" in page
    assert "À l’étude" in page
    assert "Votre réponse" in text(client.get(reverse("group", args=[call.group.slug])))
    assert "Un marché" in text(client.get(url + "?modifier=1"))
    client.post(url, {"intention": "Une cantine"})
    answer = CallAnswer.objects.get()
    assert answer.intention == "Une cantine"
    client.post(reverse("group_answer_withdraw", args=[call.group.slug]))
    answer.refresh_from_db()
    assert answer.status == AnswerStatus.WITHDRAWN
    client.post(url, {"organisation": city.pk, "intention": "Encore"})
    assert CallAnswer.objects.count() == 2


def test_a_second_answer_for_a_collectivity_names_nobody(client, call):
    first = make_user("Camille Exemple")
    city = make_collectivity()
    services.answer_call(call=call, organisation=city, author=first, intention="Le secret")
    client.force_login(make_user())
    url = reverse("group_call_answer", args=[call.group.slug])
    page = text(client.post(url, {"organisation": city.pk, "intention": "Mon texte gardé"}))
    assert "déjà été déposée" in page
    assert "Mon texte gardé" in page
    assert "Camille" not in page
    assert "secret" not in page


def test_the_facilitator_reads_and_decides(client, call, facilitator):
    agent, city = make_user("Agent·e d’ici"), make_collectivity()
    answer = services.answer_call(
        call=call, organisation=city, author=agent, intention="Essayer", wants_mirror=True
    )
    page = text(client.get(reverse("group_answers", args=[call.group.slug])))
    assert "Essayer" in page
    assert "1 réponse à étudier" in text(client.get(reverse("group", args=[call.group.slug])))
    url = reverse("group_answer", args=[call.group.slug, answer.pk])
    page = client.get(url).content.decode()
    assert "rattachement non confirmé" in page
    assert re.search(r'value="mirror"[^>]*checked', page)
    assert client.post(url, {"decision": "sacrer"}).status_code == 200
    client.post(url, {"decision": "engaged", "message": "Bienvenue"})
    assert Engagement.objects.get().status == EngagementStatus.ENGAGED
    page = text(client.get(url))
    assert "rattachement confirmé" in page
    again = text(client.post(url, {"decision": "declined"}, follow=True))
    assert "déjà reçu une suite" in again
    client.force_login(agent)
    page = text(client.get(reverse("group_call_answer", args=[call.group.slug])))
    assert "Bienvenue" in page
    assert client.get(reverse("group_members", args=[call.group.slug])).status_code == 200


def test_members_are_changed_from_their_list(client, group, facilitator):
    member = join(group, organisation=make_collectivity("Exempleville"))
    Affiliation.objects.filter(user=member).update(verified_at=None)
    row = member.memberships.get()
    page = text(client.get(reverse("group_members", args=[group.slug])))
    assert "rattachement non confirmé" in page
    client.post(reverse("group_member_confirm", args=[group.slug, row.pk]))
    assert Affiliation.objects.get(user=member).verified_by == facilitator
    client.post(reverse("group_member_role", args=[group.slug, row.pk]), {"role": "facilitator"})
    row.refresh_from_db()
    assert row.role == Role.FACILITATOR
    client.post(reverse("group_member_role", args=[group.slug, row.pk]), {"role": "reine"})
    page = text(client.post(reverse("group_member_end", args=[group.slug, row.pk]), follow=True))
    assert "ne fait plus partie" in page
    assert "Ont quitté le groupe récemment" in page
    client.post(reverse("group_member_restore", args=[group.slug, row.pk]))
    row.refresh_from_db()
    assert row.ended_at is None


def test_the_last_facilitator_is_told_why_she_stays(client, group, facilitator):
    page = text(client.post(reverse("group_leave", args=[group.slug]), follow=True))
    assert "Un groupe garde toujours" in page
    join(group, Role.FACILITATOR)
    assert client.post(reverse("group_leave", args=[group.slug])).url == reverse("home")
    assert client.get(reverse("group_members", args=[group.slug])).status_code == 404


def test_collectivities_are_engaged_withdrawn_and_brought_back(client, group):
    city = make_collectivity()
    client.post(
        reverse("group_engage", args=[group.slug]),
        {"organisation": city.pk, "status": "mirror"},
    )
    engagement = Engagement.objects.get()
    url = reverse("group_engagement", args=[group.slug, engagement.pk])
    for status in ("withdrawn", "engaged", "n’importe quoi"):
        client.post(url, {"status": status})
    engagement.refresh_from_db()
    assert engagement.status == EngagementStatus.ENGAGED
    assert str(city) in text(client.get(reverse("group_members", args=[group.slug])))


def test_inviting_to_the_group(client, group, django_capture_on_commit_callbacks, link):
    city = make_collectivity()
    services.engage_collectivity(
        group=group, organisation=city, status="engaged", by=group.memberships.get().user
    )
    url = reverse("group_invite", args=[group.slug])
    body = {"emails": "Invitee@Exemple.test", "role": "member"}
    assert "Choisissez la collectivité" in text(client.post(url, body))
    with django_capture_on_commit_callbacks(execute=True):
        page = text(client.post(url, body | {"organisation": city.pk}, follow=True))
    assert "L’invitation part vers invitee@exemple.test" in page
    assert "Invitations en attente" in page
    assert "déjà" in text(client.post(url, body | {"organisation": city.pk}))
    other = make_collectivity()
    assert "Choisissez une collectivité engagée" in text(
        client.post(url, body | {"organisation": other.pk})
    )
    invitation = Invitation.objects.get()
    acts = [reverse("group_invitation", args=[group.slug, invitation.pk, act]) for act in
            ("renvoyer", "retirer", "danser")]  # fmt: skip
    assert "attendez cinq minutes" in text(client.post(acts[0], follow=True))
    assert "est retirée" in text(client.post(acts[1], follow=True))
    assert client.post(acts[2]).status_code == 404


PASTED = """
Mission ESS, ville <ess@exemple.test>, Accueil <accueil@exemple.test>; "trois@exemple.test"
UN@exemple.test; deux@exemple.test, personne à la mairie
ess@exemple.test
personne sans adresse
trois@
"""


def test_many_addresses_are_invited_at_once_and_bad_ones_told_line_by_line(client, group):
    """The good ones leave, once each; the others stay in the field with their reason, and with
    all else that was typed."""
    inside = join(group, Role.OBSERVER)
    url = reverse("group_invite", args=[group.slug])
    body = {"emails": PASTED + inside.email, "role": "observer", "message": "Bienvenue"}
    response = client.post(url, body)
    page = text(response)
    sent = {f"{name}@exemple.test" for name in ("ess", "accueil", "un", "deux", "trois")}
    assert set(Invitation.objects.values_list("email", flat=True)) == sent
    assert "5 invitations partent" in page
    kept = ["personne à la mairie", "personne sans adresse", "trois@", inside.email]
    assert response.context["form"]["emails"].value().splitlines() == kept
    errors = response.context["form"].errors["emails"]
    assert [error.partition(" – ")[0] for error in errors] == kept
    assert "adresse e-mail complète" in errors[0]
    assert "déjà accès" in errors[-1]
    assert "Bienvenue" in page
    again = client.post(url, body)
    assert Invitation.objects.count() == 5
    assert len(again.context["form"].errors["emails"]) == 9


def test_sent_whole_many_addresses_lead_back_to_the_list(client, group):
    url = reverse("space_guests", args=[group_space(group).pk])
    body = {"emails": "un@exemple.test\ndeux@exemple.test", "level": "reader", "until": day(30)}
    assert "2 invitations partent" in text(client.post(url, body, follow=True))
    assert Invitation.objects.filter(level="reader").count() == 2


@pytest.mark.parametrize("pasted", ["", "<>", " ;, \n;", "''"])
def test_nothing_that_could_be_an_address_is_told_too(client, group, pasted):
    response = client.post(reverse("group_invite", args=[group.slug]), {"emails": pasted})
    assert response.context["form"].errors["emails"] == ["Ce champ est obligatoire."]


def test_too_many_addresses_are_refused_together(client, group):
    url = reverse("group_invite", args=[group.slug])
    pasted = "\n".join(f"personne{n}@exemple.test" for n in range(51))
    page = text(client.post(url, {"emails": pasted, "role": "observer"}))
    assert "50 adresses au plus" in page
    assert "personne50@exemple.test" in page
    assert not Invitation.objects.exists()


def test_what_is_wrong_beside_the_addresses_is_told_there(client, group):
    """A member needs an engaged collectivité: no address is to blame, and none is lost."""
    url = reverse("group_invite", args=[group.slug])
    body = {"emails": "un@exemple.test deux@exemple.test", "role": "member"}
    response = client.post(url, body)
    assert set(response.context["form"].errors) == {"organisation"}
    assert "un@exemple.test deux@exemple.test" in text(response)
    assert not Invitation.objects.exists()


# Guests, and what an invitation opens


@pytest.fixture
def invited(client, group, django_capture_on_commit_callbacks, link):
    """A guest's invitation sent from the page, and its link."""
    client.post(reverse("group_state", args=[group.slug]), {"state": "running"})
    member = join(group, organisation=make_collectivity("Exempleville"))
    trial = make_experimentation(group, member.memberships.get().organisation, title="La cantine")
    client.force_login(member)
    url = reverse("space_guests", args=[trial.space_id])
    body = {
        "emails": "partenaire@exemple.test",
        "level": "contributor",
        "until": day(60),
        "organisation": make_partner("La Régie").pk,
        "message": "Venez voir\nla cantine",
    }
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url, body)
    assert response.status_code == 302, response.content.decode()
    return trial, link("partenaire@exemple.test")


def test_the_invitation_says_what_it_opens_before_sign_up(client, invited):
    _trial, address = invited
    client.logout()
    response = client.get(address)
    page = text(response)
    for words in (
        "La cantine",
        "Contribution au journal",
        "La Régie",
        "Venez voir\nla cantine",
        "Ce que les autres verront de vous",
        "partenaire@exemple.test",
    ):
        assert words in page
    assert f"next={address}" in page
    sign_up = re.search(r'href="([^"]+email=[^"]+)"', response.content.decode())[1]
    form = client.get(sign_up.replace("&amp;", "&")).content.decode()
    assert 'value="partenaire@exemple.test"' in form
    assert f'value="{address}"' in form
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert client.post(address + "accepter/").status_code == 200
    assert not GuestAccess.objects.exists()


def test_a_guest_accepts_and_sees_that_space_only(client, invited):
    trial, address = invited
    guest = make_user(email="partenaire@exemple.test")
    client.force_login(guest)
    assert "Accepter l’invitation" in text(client.get(address))
    response = client.post(address + "accepter/")
    assert response.status_code == 302
    assert client.get(response.url).status_code == 200
    assert space_access(guest, trial.space).can_contribute
    assert client.get(reverse("group_members", args=[trial.space.group.slug])).status_code == 404
    assert client.get(address).status_code == 302
    client.force_login(make_user())
    response = client.get(address)
    assert response.status_code == 410
    assert "déjà servi" in text(response)


def test_another_address_is_told_clearly(client, invited):
    _trial, address = invited
    client.force_login(make_user(email="autre@exemple.test"))
    page = text(client.get(address))
    assert "pour une autre adresse" in page
    assert "autre@exemple.test" in page
    assert "partenaire@" not in page
    assert "La cantine" not in page
    assert "pour une autre adresse" in text(client.post(address + "accepter/"))
    assert not GuestAccess.objects.exists()


def test_a_person_answers_from_her_own_list(client, invited):
    trial, _address = invited
    guest = make_user(email="partenaire@exemple.test")
    invitation = Invitation.objects.get()
    url = reverse("my_invitation", args=[invitation.pk])
    client.force_login(guest)
    EmailAddress.objects.filter(user=guest).update(verified=False)
    assert client.get(url).status_code == 404
    assert client.post(url + "accepter/").status_code == 404
    EmailAddress.objects.filter(user=guest).update(verified=True)
    assert "La cantine" in text(client.get(url))
    assert "décliné" in text(client.post(url + "decliner/", follow=True))
    assert client.get(url).status_code == 410
    assert client.post(url + "accepter/").status_code == 410
    assert not space_access(guest, trial.space).can_read


@pytest.mark.parametrize(
    ("change", "words", "code"),
    [
        ({"expires_at": timezone.now() - timedelta(days=1)}, "n’est plus valable", 410),
        ({"revoked_at": timezone.now()}, "a été retirée", 410),
        ({"declined_at": timezone.now()}, "a été déclinée", 410),
        ({"token_hash": "0" * 64}, "n’ouvre aucune invitation", 404),
    ],
)
def test_an_invitation_that_is_over_says_what_to_do(client, invited, change, words, code):
    _trial, address = invited
    Invitation.objects.update(**change)
    for person in (None, make_user(email="partenaire@exemple.test")):
        client.logout()
        if person:
            client.force_login(person)
        for response in (client.get(address), client.post(address + "accepter/")):
            assert response.status_code == code
            assert words in text(response)
            assert "La cantine" not in text(response)


def test_guests_are_changed_and_ended_from_their_page(client, invited):
    trial, _address = invited
    guest = make_guest(trial.space, "reader")
    access = guest.guest_accesses.get()
    url = reverse("space_guest", args=[trial.space_id, access.pk])
    assert client.post(url, {"level": "commenter", "until": day(-1)}).status_code == 200
    assert client.post(url, {"level": "commenter", "until": day(366)}).status_code == 200
    client.post(url, {"level": "commenter", "until": day(365)})
    access.refresh_from_db()
    assert access.level == "commenter"
    end, restore, dance = (
        reverse("space_guest_act", args=[trial.space_id, access.pk, act])
        for act in ("terminer", "retablir", "danser")
    )
    assert "est terminé" in text(client.post(end, follow=True))
    assert client.get(url).status_code == 404
    assert "de nouveau accès" in text(client.post(restore, follow=True))
    assert client.post(dance).status_code == 404


# Wrong, huge, hostile and repeated input

HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "\x00",
            "x" * 30_000,
            "<script>alert(1)</script>",
            "a\r\nBcc: autre@exemple.test",
            "\u202egnirts",
            "-1",
            "9" * 40,
            "2026-13-45",
            "=cmd()",
            "' OR 1=1 --",
            "   ",
        ]
    ),
)
FORMS = {
    "group_new": ["name", "summary", "presentation", "initials", "hue", "version"],
    "group_edit": ["name", "summary", "objectives", "initials", "hue", "version"],
    "group_state": ["state"],
    "group_call_edit": ["title", "text", "expected", "closes_on", "version", "publish"],
    "group_engage": ["organisation", "organisation_text", "status"],
    "group_invite": ["emails", "role", "organisation", "message"],
    "space_guests": ["emails", "level", "until", "organisation", "organisation_text", "message"],
    "group_call_answer": ["organisation", "function", "intention", "neighbourhood", "partners"],
}


@given(data=st.data())
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@pytest.mark.parametrize("name", FORMS)
def test_no_form_breaks_on_any_input(client, call, name, data):
    fields = st.fixed_dictionaries({}, optional=dict.fromkeys(FORMS[name], HOSTILE))
    body = data.draw(fields)
    key = group_space(call.group).pk if name == "space_guests" else call.group.slug
    url = reverse(name, args=[] if name == "group_new" else [key])
    response = client.post(url, body)
    assert response.status_code in {200, 302}
    if response.status_code == 200:
        assert "<script>alert" not in response.content.decode()


def test_what_was_typed_is_kept_beside_its_error(client, group):
    url = reverse("space_guests", args=[group_space(group).pk])
    page = client.post(
        url, {"emails": "pas une adresse", "until": day(900), "message": "Mon mot"}
    ).content.decode()
    for words in ("pas une adresse", "Mon mot", day(900), "adresse e-mail complète", "un an"):
        assert words in page
    assert page.count('aria-invalid="true"') >= 2


# What pages cost


def cost(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def grow(group, facilitator, number: int) -> None:
    soon = timezone.now() + timedelta(days=9)
    call = group.calls.get()
    for _ in range(number):
        member = join(group, organisation=make_collectivity())
        join(group, Role.OBSERVER)
        make_guest(group_space(group))
        make_guest(make_experimentation(group, member.memberships.get().organisation).space)
        gone = join(group)
        services.end_membership(membership=gone.memberships.get(), by=facilitator)
        author = make_user()
        services.answer_call(
            call=call, organisation=make_collectivity(), author=author, intention="x"
        )
        services.invite_member(
            group=group, email=f"m-{author.pk}@exemple.test", role="observer", by=facilitator
        )
        services.invite_guest(
            space=group_space(group),
            email=f"g-{author.pk}@exemple.test",
            level="reader",
            until=soon,
            by=facilitator,
        )
        join(make_group(), Role.FACILITATOR, user=facilitator)


def test_pages_cost_the_same_for_twice_as_much(client, group, facilitator, call):
    group.state = GroupState.RUNNING
    group.save()
    grow(group, facilitator, 2)
    answer = CallAnswer.objects.first()
    member = Membership.objects.filter(role=Role.MEMBER, ended_at=None).first().user
    guest = GuestAccess.objects.filter(space=group_space(group)).first().user
    slug = [group.slug]
    pages = [
        reverse("group_list"),
        reverse("group", args=slug),
        reverse("group_call", args=slug),
        reverse("group_call_edit", args=slug),
        reverse("group_answers", args=slug),
        reverse("group_answer", args=[group.slug, answer.pk]),
        reverse("group_members", args=slug),
        reverse("group_invite", args=slug),
        reverse("group_edit", args=slug),
        reverse("space_guests", args=[group_space(group).pk]),
    ]
    shared = [
        reverse("group_list"),
        reverse("group", args=slug),
        reverse("group_members", args=slug),
    ]
    visits = [(facilitator, page) for page in pages]
    visits += [(person, page) for person in (member, guest) for page in shared]
    visits += [(None, reverse("group_list")), (None, reverse("group", args=slug))]

    def costs() -> dict:
        found = {}
        for person, page in visits:
            client.logout()
            if person is not None:
                client.force_login(person)
            found[str(person), page] = cost(client, page)
        return found

    before = costs()
    grow(group, facilitator, 2)
    assert costs() == before
    assert {key: n for key, n in before.items() if n > MOST_QUERIES} == {}
