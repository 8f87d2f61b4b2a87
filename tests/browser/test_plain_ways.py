"""The main gestures where scripts do not run, and with a keyboard alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from discussions.models import Message, Thread
from discussions.services import post_message
from experiments.models import JournalEntry
from groups.enums import GroupState, Role
from groups.models import (
    CallAnswer,
    CallForParticipation,
    CallQuestion,
    Invitation,
    Membership,
)
from groups.moderation.registry import get_kind
from groups.moderation.services import report
from groups.services.invitations import hashed
from tests.factories import (
    group_space,
    join,
    make_collectivity,
    make_experimentation,
    make_group,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    """A member with an experimentation and a thread; another group's call; an invitation to it."""
    town = make_collectivity("Exempleville", department_code="91")
    make_collectivity("Exemple-sur-Loire")
    make_collectivity("Exemple-sur-Seine")
    member = join(make_group("Le chantier"), organisation=town)
    group = member.memberships.get().group
    make_experimentation(group, town, title="La cantine")
    space = group_space(group)
    Thread.objects.create(space=space, title="Quel statut ?", author=member)
    other = make_group("Le groupe ouvert", state=GroupState.OPEN)
    CallForParticipation.objects.create(
        group=other, title="Essayons", text="Venez.", published_at=timezone.now()
    )
    Invitation.objects.create(
        token_hash=hashed("secret"),
        email=member.email,
        group=other,
        role=Role.OBSERVER,
        invited_by=join(other, Role.FACILITATOR),
        expires_at=timezone.now() + timedelta(days=7),
    )
    return member


def test_without_javascript(open_page, scene):
    page = open_page("/compte/login/", width=360, java_script_enabled=False)
    page.get_by_label("Adresse e-mail").fill(scene.email)
    page.get_by_label("Mot de passe").fill("motdepasse-de-test")
    page.get_by_role("button", name="Se connecter").click()
    assert page.get_by_role("heading", name="Mon travail").is_visible()

    other = CallForParticipation.objects.get().group
    page.goto(reverse("group_call_answer", args=[other.slug]))
    page.get_by_label("Votre collectivité", exact=True).fill("exemple sur")
    page.get_by_label("Ce que votre collectivité veut essayer").fill("Une cantine de rue")
    page.get_by_role("button", name="Envoyer la réponse").click()
    page.get_by_role("radio", name="Exemple-sur-Loire").check()
    page.get_by_role("button", name="Envoyer la réponse").click()
    answer = CallAnswer.objects.get()
    assert (answer.organisation.name, answer.intention) == (
        "Exemple-sur-Loire",
        "Une cantine de rue",
    )

    page.goto("/")
    page.get_by_role("link", name="Noter").first.click()
    page.get_by_label("Votre note").fill("Huit cuisinières ce matin")
    page.get_by_role("radio", name="Observation").check()
    page.get_by_role("button", name="Publier la note").click()
    assert page.get_by_text("Huit cuisinières ce matin").is_visible()
    assert JournalEntry.objects.get().author == scene

    page.goto(Thread.objects.get().get_absolute_url())
    page.get_by_label("Votre message").fill("Sans script")
    page.get_by_role("button", name="Envoyer").click()
    assert page.locator(".msg", has_text="Sans script").is_visible()

    page.goto("/invitation/secret/")
    page.get_by_role("button", name="Accepter l’invitation").click()
    assert Membership.objects.get(user=scene, group=other).role == Role.OBSERVER


def tab_to(page, role: str, name: str) -> None:
    """Press Tab until the focus is there; every place it passes must show it."""
    wanted = page.get_by_role(role, name=name).first
    for _ in range(80):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
              const one = document.activeElement;
              const rings = [one, one.closest("label"), one.closest(".composer")];
              // A date's calendar button is the browser's own, ring included.
              if (one.type === "date" && !one.matches(":focus-visible")) return true;
              return one === document.body || rings.some((each) => each
                && getComputedStyle(each).outlineStyle !== "none"
                && parseFloat(getComputedStyle(each).outlineWidth) > 0);
            }"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML").strip()[:200]
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{role} « {name} » is not reached")


def test_a_message_and_a_note_by_keyboard(open_page, scene):
    page = open_page(Thread.objects.get().get_absolute_url(), user=scene)
    tab_to(page, "textbox", "Votre message")
    page.keyboard.type("Au clavier")
    tab_to(page, "button", "Envoyer")
    page.keyboard.press("Enter")
    page.locator(".msg[data-state=visible]", has_text="Au clavier").wait_for()
    assert Message.objects.get().body == "Au clavier"

    page.goto("/")
    tab_to(page, "link", "La cantine")
    page.keyboard.press("Enter")
    page.wait_for_url("**/experimentations/*/")
    tab_to(page, "link", "Noter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nouvelle/")
    tab_to(page, "radio", "Action")
    page.keyboard.press("ArrowDown")
    tab_to(page, "textbox", "Votre note")
    page.keyboard.type("Vu ce matin")
    tab_to(page, "button", "Publier la note")
    page.keyboard.press("Enter")
    page.get_by_text("Vu ce matin").wait_for()
    assert JournalEntry.objects.get().kind == "observation"


def test_three_guests_are_invited_by_keyboard(open_page, scene):
    page = open_page("/", user=scene)
    tab_to(page, "link", "La cantine")
    page.keyboard.press("Enter")
    page.wait_for_url("**/experimentations/*/")
    tab_to(page, "link", "Inviter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/invites/")
    tab_to(page, "textbox", "Adresses e-mail")
    for name in ("regie", "maison", "cress"):
        page.keyboard.type(f"{name}@exemple.test")
        page.keyboard.press("Enter")
    tab_to(page, "radio", "Contribution au journal et aux documents")
    page.keyboard.press("ArrowUp")
    tab_to(page, "button", "Envoyer les invitations")
    page.keyboard.press("Enter")
    page.get_by_text("3 invitations partent.").wait_for()
    guests = Invitation.objects.exclude(space=None)
    assert set(guests.values_list("email", "level")) == {
        (f"{name}@exemple.test", "commenter") for name in ("regie", "maison", "cress")
    }


def test_an_answer_to_a_call_by_keyboard(open_page, scene):
    """A question of each kind, a draft on the way, and a mistake told beside its field."""
    call = CallForParticipation.objects.get()
    number, choice, words = (
        CallQuestion.objects.create(call=call, position=n, **fields)
        for n, fields in enumerate(
            (
                {"kind": "number", "label": "Combien de personnes ?", "required": True},
                {"kind": "choice", "label": "Où en êtes-vous ?", "options": ["Idée", "Essai"]},
                {"kind": "text", "label": "Qui suivra l’essai ?"},
            )
        )
    )
    page = open_page(reverse("group_call", args=[call.group.slug]), user=scene)
    tab_to(page, "link", "Répondre à l’appel")
    page.keyboard.press("Enter")
    page.wait_for_url("**/repondre/")
    tab_to(page, "textbox", "Ce que votre collectivité veut essayer")
    page.keyboard.type("Une cantine de rue")
    tab_to(page, "textbox", "Combien de personnes ?")
    page.keyboard.type("beaucoup")
    tab_to(page, "button", "Garder en brouillon")
    page.keyboard.press("Enter")
    page.get_by_text("Votre brouillon est ci-dessous").wait_for()

    tab_to(page, "radio", "Sans réponse")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "textbox", "Qui suivra l’essai ?")
    page.keyboard.type("Une chargée de mission")
    tab_to(page, "button", "Envoyer la réponse")
    page.keyboard.press("Enter")
    page.get_by_text("À corriger avant de continuer").wait_for()
    tab_to(page, "link", "Combien de personnes ?")
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("1 200")
    tab_to(page, "button", "Envoyer la réponse")
    page.keyboard.press("Enter")
    page.get_by_text("À l’étude").wait_for()
    answer = CallAnswer.objects.get()
    assert (answer.organisation.name, answer.intention) == ("Exempleville", "Une cantine de rue")
    assert {each.question_id: each.value for each in answer.replies.all()} == {
        number.pk: "1200",
        choice.pk: "Essai",
        words.pk: "Une chargée de mission",
    }


def test_a_report_is_handled_by_keyboard(open_page, scene):
    """From her home to the reported message, hidden with a reason that its author then reads."""
    thread = Thread.objects.get()
    group = thread.space.group
    message = post_message(thread=thread, author=scene, body="Les mots en trop")
    facilitator = join(group, Role.FACILITATOR)
    report(
        thing=get_kind("message").find(message.pk),
        reporter=join(group, organisation=make_collectivity("Exemple-les-Bains")),
        category="harmful",
        text="C’est blessant",
    )
    page = open_page("/", user=facilitator)
    tab_to(page, "link", "Le chantier")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/groupes/{group.slug}/")
    tab_to(page, "link", "Modération")
    page.keyboard.press("Enter")
    page.wait_for_url("**/moderation/")
    assert page.get_by_text("C’est blessant").is_visible()
    tab_to(page, "link", "Lire et décider")
    page.keyboard.press("Enter")
    page.wait_for_url("**/moderation/message/*/")
    tab_to(page, "textbox", "Raison")
    page.keyboard.type("Restons sur le statut")
    tab_to(page, "button", "Masquer")
    page.keyboard.press("Enter")
    page.get_by_text("C’est fait").wait_for()

    page = open_page(reverse("message", args=[thread.pk, message.pk]), user=scene)
    notice = page.locator(".callout", has_text="L’animation a masqué ce que vous avez écrit")
    assert "Restons sur le statut" in notice.inner_text()
    assert page.get_by_text("Les mots en trop").is_visible()
