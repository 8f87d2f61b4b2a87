"""Drafts, answers edited by colleagues until closing, the waiting list, reading and export."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from groups import services
from groups.enums import AnswerStatus, Role
from groups.models import AnswerDraft, CallAnswer, Engagement, Membership
from organisations.models import Affiliation
from tests.factories import join, make_collectivity, make_group, make_user

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


@pytest.fixture
def facilitator():
    return join(make_group(), Role.FACILITATOR)


@pytest.fixture
def call(facilitator):
    group = facilitator.memberships.get().group
    call = services.save_call(group=group, by=facilitator, title="Appel", text="Texte")
    return services.publish_call(call=call, by=facilitator)


@pytest.fixture
def city():
    return make_collectivity("Exempleville-sur-Orge")


def agent_of(organisation, name="", *, verified=True):
    """Somebody who works there, vouched for unless told."""
    person = make_user(name)
    Affiliation.objects.create(
        user=person,
        organisation=organisation,
        verified_at=timezone.now() if verified else None,
    )
    return person


def give(call, organisation, author=None, **fields) -> CallAnswer:
    fields.setdefault("intention", "Un marché de rue")
    return services.answer_call(
        call=call, organisation=organisation, author=author or make_user(), **fields
    )


@pytest.fixture
def url(call):
    return reverse("group_call_answer", args=[call.group.slug])


def test_a_draft_is_kept_incomplete_for_its_author_alone(client, call, city, url, facilitator):
    question = services.add_question(call=call, by=facilitator, kind="number", label="Combien ?")
    agent = agent_of(city)
    client.force_login(agent)
    typed = {"organisation_text": "exemple", "intention": "", f"question-{question.pk}": "beau"}
    response = client.post(url, typed | {"draft": "1", "wants_mirror": "on"})
    assert response.url == url
    page = text(client.get(url))
    assert "brouillon est ci-dessous" in page
    assert 'value="exemple"' in page
    assert 'value="beau"' in page, "a draft keeps what would be refused"
    assert "checked" in page
    assert "Reprendre votre brouillon" in text(
        client.get(reverse("group_call", args=[call.group.slug]))
    )
    for person in (facilitator, agent_of(city, "Collègue")):
        client.force_login(person)
        assert "beau" not in text(client.get(url))
        assert "brouillon" not in text(client.get(reverse("group_call", args=[call.group.slug])))
    client.force_login(facilitator)
    assert "Aucune réponse n’est encore arrivée" in text(
        client.get(reverse("group_answers", args=[call.group.slug]))
    )
    client.force_login(agent)
    client.post(url, {"organisation": city.pk, "intention": "Un marché"})
    assert CallAnswer.objects.get().intention == "Un marché"
    assert not AnswerDraft.objects.exists(), "sent, it is no draft"


def test_a_draft_is_thrown_away_by_its_author(client, call, url):
    drop = reverse("group_answer_draft_drop", args=[call.group.slug])
    client.force_login(make_user())
    client.post(url, {"intention": "Une idée", "draft": "1"})
    client.force_login(make_user())
    assert client.post(drop).status_code == 404
    client.force_login(AnswerDraft.objects.get().author)
    client.post(drop)
    assert not AnswerDraft.objects.exists()
    assert client.post(drop).status_code == 404
    # An empty form is no draft.
    client.post(url, {"intention": " ", "draft": "1", "organisation_for": "x"})
    assert AnswerDraft.objects.count() <= 1


def test_what_is_sent_too_late_is_told_and_kept(client, call, city, url, facilitator):
    client.force_login(agent_of(city))
    services.close_call(call=call, by=facilitator)
    page = text(
        client.post(url, {"organisation": city.pk, "intention": "Mon texte du soir"}, follow=True)
    )
    assert "n’accepte plus cette réponse" in page
    assert "Cet appel est clos depuis le" in page
    assert "Mon texte du soir" in page
    assert not CallAnswer.objects.exists()
    client.logout()
    client.force_login(facilitator)
    assert "Mon texte du soir" not in text(
        client.get(reverse("group_answers", args=[call.group.slug]))
    )


def test_a_draft_left_when_the_call_closes_stays_readable_and_is_told_unsent(
    client, call, url, facilitator
):
    question = services.add_question(call=call, by=facilitator, kind="text", label="Pourquoi ?")
    client.force_login(make_user())
    client.post(url, {"intention": "À moitié", f"question-{question.pk}": "Pour voir", "draft": 1})
    services.remove_question(question=question, by=facilitator)
    services.close_call(call=call, by=facilitator)
    page = text(client.get(url))
    for words in ("Votre brouillon, non envoyé", "n’a pas reçu ce texte", "À moitié", "Pour voir"):
        assert words in page
    assert "qui n’a pas été envoyée" in text(
        client.get(reverse("group_call", args=[call.group.slug]))
    )
    # Another call does not hide it: what waits for her leads there.
    newer = services.save_call(group=call.group, by=facilitator, title="Suivant", text="x")
    services.publish_call(call=newer, by=facilitator)
    assert "À moitié" not in text(client.get(url))
    home = text(client.get("/"))
    assert "Brouillon de réponse, non envoyé" in home
    there = f"{url}?appel={call.pk}"
    assert there in home
    assert "À moitié" in text(client.get(there))
    foreign = services.save_call(group=make_group(), by=facilitator, title="x", text="x")
    assert client.get(f"{url}?appel={foreign.pk}").status_code == 404


def test_changes_that_come_too_late_are_kept_beside_the_answer(
    client, call, city, url, facilitator
):
    author = agent_of(city)
    answer = give(call, city, author)
    services.decide_answer(answer=answer, decision="declined", by=facilitator)
    client.force_login(author)
    page = text(client.post(url, {"intention": "Trop tard, mais écrit"}, follow=True))
    assert "Trop tard, mais écrit" in page
    assert "Vos modifications, non envoyées" in page
    answer.refresh_from_db()
    assert answer.intention == "Un marché de rue"


def test_colleagues_read_and_change_the_answer_of_their_collectivity(
    client, call, city, url, facilitator
):
    answer = give(call, city, make_user("Camille Exemple"))
    colleague, unknown = agent_of(city, "Dominique Exemple"), agent_of(city, verified=False)
    former = agent_of(city)
    former.affiliations.update(until=timezone.localdate() - timedelta(days=1))
    for person in (unknown, former):
        client.force_login(person)
        assert "Un marché de rue" not in text(client.get(url))
        assert client.get(f"{url}?reponse={answer.pk}").status_code == 404
        assert "Camille" not in text(client.post(url, {"organisation": city.pk, "intention": "x"}))
    client.force_login(colleague)
    page = text(client.get(url))
    assert "La réponse de votre collectivité" in page
    assert "Un marché de rue" in page
    assert "Retirer ma réponse" not in page
    version = answer.updated_at.isoformat()
    client.post(url, {"intention": "À deux voix", "version": version})
    answer.refresh_from_db()
    assert (answer.intention, answer.edited_by) == ("À deux voix", colleague)
    # Somebody who had opened the form before is told, and keeps her text.
    page = text(client.post(url, {"intention": "À une voix", "version": version}))
    assert "entre-temps" in page
    assert "À une voix" in page
    assert client.post(reverse("group_answer_withdraw", args=[call.group.slug])).status_code == 404
    client.force_login(facilitator)
    page = text(client.get(reverse("group_answer", args=[call.group.slug, answer.pk])))
    assert "par Dominique Exemple" in page


def test_a_double_answer_names_the_colleague_and_leads_to_hers(client, call, city, url):
    answer = give(call, city, make_user("Camille Exemple"))
    client.force_login(agent_of(city))
    page = text(
        client.post(f"{url}?autre=1", {"organisation": city.pk, "intention": "Mon texte gardé"})
    )
    assert "Camille Exemple a déjà répondu" in page
    assert f"?reponse={answer.pk}" in page
    assert "Mon texte gardé" in page
    assert CallAnswer.objects.count() == 1


def test_one_person_answers_for_two_collectivities(client, call, city, url):
    author = make_user()
    first = give(call, city, author)
    other = make_collectivity("Exemple-le-Grand")
    client.force_login(author)
    response = client.post(f"{url}?autre=1", {"organisation": other.pk, "intention": "Ici aussi"})
    second = CallAnswer.objects.latest("pk")
    assert response.url == f"{url}?reponse={second.pk}"
    assert "Lire aussi la réponse pour Exempleville-sur-Orge" in text(client.get(response.url))
    client.post(reverse("group_answer_withdraw", args=[call.group.slug]), {"answer": first.pk})
    first.refresh_from_db()
    assert first.status == AnswerStatus.WITHDRAWN


@pytest.fixture
def sent(mailoutbox, django_capture_on_commit_callbacks):
    """`sent(act)`: the last e-mail that an act sends."""

    def run(act):
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return mailoutbox[-1]

    return run


def test_the_waiting_list_is_told_plainly_and_decided_later(client, call, city, facilitator, sent):
    url = reverse("group_call_answer", args=[call.group.slug])
    author = agent_of(city, verified=False)
    answer = give(call, city, author)
    client.force_login(facilitator)
    page = reverse("group_answer", args=[call.group.slug, answer.pk])
    message = {"decision": "waiting", "message": "Une place peut se libérer"}
    mail = sent(lambda: client.post(page, message))
    answer.refresh_from_db()
    assert answer.status == AnswerStatus.WAITING
    assert not Engagement.objects.filter(organisation=city).exists()
    assert not Membership.objects.filter(user=author).exists()
    assert "Suite donnée" in mail.subject
    assert "liste d’attente" in mail.body
    assert "Une place peut se libérer" in mail.body
    # A form that was opened before that decision decides nothing over it.
    late = text(client.post(page, {"decision": "declined"}, follow=True))
    assert "déjà reçu une suite : Liste d’attente" in late
    shown = text(client.get(page))
    assert 'name="seen" value="waiting"' in shown
    assert 'value="waiting"' not in shown.replace('name="seen" value="waiting"', "")
    client.force_login(author)
    assert "si une place se libère" in text(client.get(url))
    with pytest.raises(services.AlreadyAnsweredError):
        give(call, city)
    client.force_login(facilitator)
    client.post(page, {"decision": "engaged", "seen": "waiting"})
    assert Engagement.objects.get(organisation=city).status == "engaged"
    assert Membership.objects.get(user=author).role == Role.MEMBER


def test_the_list_is_narrowed_by_what_became_of_the_answers(client, call, facilitator):
    kept = give(call, make_collectivity("Exemple-Un"))
    declined = give(call, make_collectivity("Exemple-Deux"))
    services.decide_answer(answer=declined, decision="declined", by=facilitator)
    client.force_login(facilitator)
    page = reverse("group_answers", args=[call.group.slug])
    everything = text(client.get(page))
    assert str(kept.organisation) in everything
    assert 'Toutes <span class="n">2</span>' in everything
    narrowed = text(client.get(page, {"statut": "declined"}))
    assert "Exemple-Un" not in narrowed
    assert "Exemple-Deux" in narrowed
    assert "Exemple-Un" in text(client.get(page, {"statut": "nul"}))


def test_answers_are_read_side_by_side(client, call, facilitator):
    question = services.add_question(
        call=call, by=facilitator, kind="number", label="Combien ?", unit="€"
    )
    given = [
        give(
            call,
            make_collectivity(f"Exemple-{n}"),
            intention=f"Idée {n}",
            replies={question.pk: str(n * 1000)} if n else None,
        )
        for n in range(6)
    ]
    client.force_login(facilitator)
    page = reverse("group_answers_compare", args=[call.group.slug])
    with CaptureQueriesContext(connection) as two:
        shown = text(client.get(page, {"r": [given[2].pk, given[0].pk]}))
    assert shown.index("Exemple-2") < shown.index("Exemple-0"), "in the order that was asked"
    assert "2\u202f000 €" in shown
    assert "Idée 0" in shown
    assert "Idée 1" not in shown
    with CaptureQueriesContext(connection) as four:
        shown = text(client.get(page, {"r": [each.pk for each in given]}))
    assert len(four) == len(two) <= 12
    assert "on en compare 4 au plus" in shown.lower()
    assert "Idée 4" not in shown
    foreign = give(
        services.publish_call(
            call=services.save_call(group=make_group(), by=facilitator, title="x", text="x"),
            by=facilitator,
        ),
        make_collectivity(),
        intention="D’ailleurs",
    )
    shown = text(client.get(page, {"r": [given[0].pk, foreign.pk, "x", "9" * 30]}))
    assert "D’ailleurs" not in shown
    assert "Cochez de deux à quatre" in shown


def test_the_export_holds_everything_and_computes_nothing(client, call, city, facilitator):
    number = services.add_question(call=call, by=facilitator, kind="number", label="Écart ?")
    free = services.add_question(call=call, by=facilitator, kind="text", label="=SOMME(A1)")
    answer = give(
        call,
        city,
        make_user("Camille; « Exemple »"),
        intention='=HYPERLINK("http://exemple.test")',
        function="+33 chargée",
        neighbourhood="@quartier",
        partners="Un\n=2+2",
        replies={number.pk: "-12.5", free.pk: "-1+1"},
    )
    services.decide_answer(
        answer=answer, decision="waiting", by=facilitator, message="\u00a0=1 patience"
    )
    services.keep_draft(call=call, author=make_user(), typed={"intention": "Pas encore"})
    page = reverse("group_answers_export", args=[call.group.slug])
    client.force_login(make_user())
    assert client.get(page).status_code == 404
    client.force_login(facilitator)
    response = client.get(page)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].endswith('.csv"')
    assert response.content.startswith(b"\xef\xbb\xbf")
    body = response.content.decode("utf-8-sig")
    assert "Pas encore" not in body
    titles, row = csv.reader(io.StringIO(body, newline=""), delimiter=";")
    told = dict(zip(titles, row, strict=True))
    assert told["Collectivité"] == "Exempleville-sur-Orge"
    assert told["Envoyée par"] == "Camille; « Exemple »"
    assert told["Ce que la collectivité veut essayer"] == '\'=HYPERLINK("http://exemple.test")'
    assert told["Fonction"] == "'+33 chargée"
    assert told["Quartier ou territoire visé"] == "'@quartier"
    assert told["Partenaires pressentis"] == "Un\n=2+2"
    assert told["Écart ?"] == "-12,5"
    assert told["'=SOMME(A1)"] == "'-1+1"
    assert told["Suite donnée"] == "Liste d’attente"
    assert told["Décidée par"] == str(facilitator)
    assert told["Message à la collectivité"].startswith("'")
    event = AuditEvent.objects.get(action="answers.exported")
    assert (event.actor_id, event.data) == (facilitator.pk, {"answers": 1})
