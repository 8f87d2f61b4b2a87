"""Questions of the facilitator's choosing, the answers to them, and the hour of closing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import services
from groups.enums import GroupState, QuestionKind, Role
from groups.forms import CallForm
from groups.models import CallAnswer, CallQuestion
from tests.factories import join, make_collectivity, make_group, make_user

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


@pytest.fixture
def facilitator():
    return join(make_group(state=GroupState.PREPARING), Role.FACILITATOR)


@pytest.fixture
def draft(facilitator):
    """A call that is not published yet."""
    group = facilitator.memberships.get().group
    return services.save_call(group=group, by=facilitator, title="Appel", text="Texte")


@pytest.fixture
def call(draft, facilitator):
    return services.publish_call(call=draft, by=facilitator)


def ask(call, kind=QuestionKind.TEXT, **fields) -> CallQuestion:
    fields.setdefault("label", f"Une question de {kind}")
    if kind == QuestionKind.CHOICE:
        fields.setdefault("options", ["Une commune", "Plusieurs"])
    return services.add_question(call=call, by=call.created_by, kind=kind, **fields)


def answer(call, **replies) -> CallAnswer:
    said = {int(pk[1:]): value for pk, value in replies.items()}
    return services.answer_call(
        call=call,
        organisation=make_collectivity(),
        author=make_user(),
        intention="Essayer",
        replies=said,
    )


def test_a_facilitator_adds_orders_rewords_and_removes_questions(client, draft, facilitator):
    client.force_login(facilitator)
    slug = draft.group.slug
    page = reverse("group_call_questions", args=[slug])
    for label, more in (
        ("Combien d’habitant·es ?", {"kind": "number", "unit": "habitant·es", "required": "on"}),
        ("Où ?", {"kind": "choice", "options": " Au centre \r\n\r\nAilleurs\nAilleurs"}),
        ("Et encore ?", {"kind": "text", "options": "perdus", "unit": "perdue"}),
    ):
        response = client.post(page, {"label": label} | more)
        assert response.url == page
    number, choice, free = CallQuestion.objects.all()
    assert (number.unit, number.required, number.options) == ("habitant·es", True, [])
    assert choice.options == ["Au centre", "Ailleurs"]
    assert (free.options, free.unit) == ([], "")

    def act(question, what):
        client.post(reverse("group_call_question_act", args=[slug, question.pk, what]))
        return [each.label for each in draft.questions.asked()]

    assert act(free, "monter") == ["Combien d’habitant·es ?", "Et encore ?", "Où ?"]
    assert act(number, "monter")[0] == "Combien d’habitant·es ?"
    assert act(number, "descendre")[1] == "Combien d’habitant·es ?"
    assert act(free, "retirer") == ["Combien d’habitant·es ?", "Où ?"]
    assert not CallQuestion.objects.filter(pk=free.pk).exists(), "a draft's question is deleted"
    edit = reverse("group_call_question", args=[slug, choice.pk])
    assert "Au centre\nAilleurs" in text(client.get(edit))
    client.post(edit, {"label": "Où donc ?", "kind": "number", "unit": "km"})
    choice.refresh_from_db()
    assert (choice.label, choice.kind, choice.unit, choice.options) == (
        "Où donc ?",
        "number",
        "km",
        [],
    )
    assert client.post(edit.replace("questions", "question")).status_code == 404
    assert act(choice, "sauter") == ["Combien d’habitant·es ?", "Où donc ?"]


LETTERS = "abcdefghijklmnopqrstu"


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"label": "", "kind": "text"}, "obligatoire"),
        ({"label": "Où ?"}, "Choisissez une forme"),
        ({"label": "Où ?", "kind": "choice", "options": "Ici\nIci"}, "au moins deux choix"),
        (
            {"label": "Où ?", "kind": "choice", "options": "\n".join("abcdefghijklmnopqrstu")},
            "vingt",
        ),
        ({"label": "Où ?", "kind": "choice", "options": "x" * 121 + "\ny"}, "120 caractères"),
    ],
)
def test_a_question_that_cannot_be_asked_is_told_and_kept(client, draft, facilitator, posted, said):
    client.force_login(facilitator)
    page = text(client.post(reverse("group_call_questions", args=[draft.group.slug]), posted))
    assert said in page
    assert posted.get("label", "") in page
    assert not CallQuestion.objects.exists()


def test_a_question_that_was_answered_is_retired_and_keeps_its_kind(client, call, facilitator):
    question = ask(call, label="Que savez-vous déjà ?")
    given = answer(call, **{f"q{question.pk}": "Beaucoup de choses"})
    with pytest.raises(services.RuleError, match="sa forme ne change plus"):
        services.edit_question(question=question, by=facilitator, kind="number", label="Combien ?")
    client.force_login(facilitator)
    slug = call.group.slug
    page = reverse("group_call_question", args=[slug, question.pk])
    assert 'name="kind"' not in text(client.get(page))
    client.post(page, {"label": "Que savez-vous ?", "kind": "number"})
    client.post(reverse("group_call_question_act", args=[slug, question.pk, "retirer"]))
    question.refresh_from_db()
    assert (question.kind, question.label) == ("text", "Que savez-vous ?")
    assert question.retired_at is not None
    assert "1 réponse" in text(client.get(reverse("group_call_questions", args=[slug])))
    assert "Beaucoup de choses" in text(client.get(reverse("group_answer", args=[slug, given.pk])))
    client.force_login(given.author)
    form = reverse("group_call_answer", args=[slug]) + "?modifier=1"
    assert "Que savez-vous ?" not in text(client.get(form))
    # What it holds survives an edit that no longer asks it.
    client.post(form, {"intention": "Autre chose"})
    assert given.replies.get().value == "Beaucoup de choses"
    services.restore_question(question=question, by=facilitator)
    assert "Que savez-vous ?" in text(client.get(form))


def test_questions_stay_as_they_are_once_the_call_is_over(client, call, facilitator):
    question = ask(call)
    services.close_call(call=call, by=facilitator)
    for act in (
        lambda: ask(call),
        lambda: services.edit_question(question=question, by=facilitator, kind="text", label="x"),
        lambda: services.move_question(question=question, by=facilitator, up=True),
        lambda: services.remove_question(question=question, by=facilitator),
    ):
        with pytest.raises(services.CallClosedError):
            act()
    client.force_login(facilitator)
    page = client.get(reverse("group_call_questions", args=[call.group.slug]), follow=True)
    assert "Écrivez d’abord l’appel" in text(page)


def test_twenty_questions_at_most(draft):
    for _n in range(20):
        ask(draft)
    with pytest.raises(services.RuleError, match="Vingt"):
        ask(draft)


def test_the_form_asks_them_and_tells_what_is_wrong_beside_each(client, call):
    number = ask(call, QuestionKind.NUMBER, unit="habitant·es", required=True)
    choice = ask(call, QuestionKind.CHOICE, required=True)
    free = ask(call, help="En deux phrases")
    public = text(client.get(reverse("group_call", args=[call.group.slug])))
    assert number.label in public
    agent, city = make_user(), make_collectivity()
    client.force_login(agent)
    url = reverse("group_call_answer", args=[call.group.slug])
    assert "En deux phrases" in text(client.get(url))
    typed = {
        "organisation": city.pk,
        "intention": "Un marché",
        f"question-{number.pk}": "beaucoup",
        f"question-{choice.pk}": "Ailleurs",
        f"question-{free.pk}": "Gardé",
    }
    page = text(client.post(url, typed))
    assert f'id="id_question-{number.pk}_error"' in page
    assert "Indiquez un nombre en chiffres" in page
    assert "n’est plus proposé" in page
    assert 'value="beaucoup"' in page
    assert "Gardé" in page
    assert not CallAnswer.objects.exists()
    client.post(
        url, typed | {f"question-{number.pk}": "1 250,50", f"question-{choice.pk}": "Plusieurs"}
    )
    given = CallAnswer.objects.get()
    assert {each.question_id: each.value for each in given.replies.all()} == {
        number.pk: "1250.5",
        choice.pk: "Plusieurs",
        free.pk: "Gardé",
    }
    page = text(client.get(url))
    assert "1\u202f250,5 habitant·es" in page
    # An option that is no longer proposed stays hers; what is emptied is taken back.
    services.edit_question(
        question=choice, by=agent, kind="choice", label="x", options=["A", "B"], required=True
    )
    form = text(client.get(url + "?modifier=1"))
    assert 'value="1250,5"' in form
    assert "Plusieurs (n’est plus proposé)" in form
    client.post(
        url,
        {"intention": "x", f"question-{number.pk}": "0", f"question-{choice.pk}": "Plusieurs"},
    )
    assert {each.question_id: each.value for each in given.replies.all()} == {
        number.pk: "0",
        choice.pk: "Plusieurs",
    }


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12", "12"), ("−3", "-3"), ("0012,500", "12.5"), ("-0", "0"), ("1\u202f000", "1000")],
)
def test_numbers_are_read_as_people_write_them(client, call, typed, value):
    number = ask(call, QuestionKind.NUMBER)
    client.force_login(make_user())
    data = {"organisation": make_collectivity().pk, "intention": "x"}
    url = reverse("group_call_answer", args=[call.group.slug])
    client.post(url, data | {f"question-{number.pk}": typed})
    assert CallAnswer.objects.get().replies.get().value == value


def test_a_reply_goes_to_the_questions_of_its_own_call_alone(call):
    other = services.save_call(group=make_group(), by=make_user(), title="Un autre appel", text="x")
    foreign = ask(other)
    assert not answer(call, **{f"q{foreign.pk}": "Égaré"}).replies.exists()


def test_a_text_never_reaches_a_question_that_now_asks_for_a_number(call, facilitator):
    question = ask(call)
    services.edit_question(question=question, by=facilitator, kind="number", label="Combien ?")
    with pytest.raises(services.ChangedMeanwhileError):
        answer(call, **{f"q{question.pk}": "Beaucoup"})
    assert not CallAnswer.objects.exists()


def closing(initial=None, **typed):
    form = CallForm({"title": "t", "text": "t"} | typed, initial=initial or {})
    return form.cleaned_data["closes_at"] if form.is_valid() else form.errors


def test_a_call_closes_at_a_day_and_an_hour_of_paris(client, call):
    day = timezone.localdate() + timedelta(days=40)
    for typed, said in (("", "23:59:59"), ("23:59", "23:59:59"), ("18h30", "18:30:00")):
        moment = timezone.localtime(closing(closes_on=day.isoformat(), closes_hour=typed))
        assert (moment.date(), f"{moment:%H:%M:%S}") == (day, said)
    assert "Indiquez aussi le jour" in str(closing(closes_hour="18:30"))
    assert "Indiquez une heure" in str(closing(closes_on=day.isoformat(), closes_hour="25:00"))
    past = timezone.localtime() - timedelta(days=1)
    assert "à venir" in str(closing(closes_on=past.date().isoformat(), closes_hour="10:00"))
    # The night of the change to summer time has no half past two.
    spring = next(
        each
        for each in (timezone.localdate() + timedelta(days=n) for n in range(400))
        if each.month == 3 and each.weekday() == 6 and (each + timedelta(days=7)).month == 4
    )
    assert not isinstance(closing(closes_on=spring.isoformat(), closes_hour="02:30"), type(past))
    services.save_call(
        group=call.group,
        by=call.created_by,
        call=call,
        title="Appel",
        text="x",
        criteria="Un **quartier** prioritaire",
        closes_at=closing(closes_on=day.isoformat(), closes_hour="18:30"),
    )
    page = text(client.get(reverse("group_call", args=[call.group.slug])))
    assert "à 18 h 30 (heure de Paris)" in page
    assert "<strong>quartier</strong>" in page
    assert "18 h 30 (heure de Paris)" in text(client.get(reverse("group", args=[call.group.slug])))


def test_a_question_is_found_through_its_own_call_alone(client, call, facilitator):
    """For a facilitator of both groups."""
    other = make_group()
    join(other, Role.FACILITATOR, user=facilitator)
    theirs = ask(services.save_call(group=other, by=facilitator, title="x", text="x"))
    client.force_login(facilitator)
    slug = call.group.slug
    assert client.get(reverse("group_call_question", args=[slug, theirs.pk])).status_code == 404
    act = reverse("group_call_question_act", args=[slug, theirs.pk, "retirer"])
    assert client.post(act).status_code == 404
    assert CallQuestion.objects.filter(pk=theirs.pk).exists()
