"""The guided path: left and taken up again, hers and her colleagues', opened once."""

import html
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from experiments.drafts.enums import Step
from experiments.drafts.models import Draft
from experiments.drafts.permissions import drafts_open_to
from experiments.drafts.services import OpenedMeanwhileError, begin, open_to_group, save
from experiments.models import Experimentation
from groups.models import Engagement, Membership, Space, Suspension
from tests.experiments.world import EVERYBODY
from tests.factories import make_experimentation, make_partner

pytestmark = pytest.mark.django_db

WORD = "Zqbrouillon"


def text(response) -> str:
    return html.unescape(response.content.decode()).replace("\u00a0", " ")


def create_url(world) -> str:
    return reverse("experimentation_create", args=[world.group.slug])


def screen_url(draft, step: str) -> str:
    return reverse("draft_screen", args=[draft.group.slug, draft.pk, step])


def first(world, **fields) -> dict:
    return {
        "owner": world.owner.pk,
        "title": f"Couture {WORD}",
        "client_id": str(uuid.uuid4()),
        **fields,
    }


@pytest.fixture
def draft(world) -> Draft:
    return begin(
        author=world.user("owner"),
        group=world.group,
        owner=world.owner,
        client_id=None,
        title=f"Couture {WORD}",
    )


@pytest.mark.services
def test_five_screens_make_one_experimentation(world, sign_in):
    client, partner = sign_in("owner"), make_partner("Régie de quartier d’Exemple")
    answer = client.post(
        create_url(world),
        first(
            world, activity="sewing", neighbourhood="Les Exemples", neighbourhood_code="qn 091 05m"
        ),
    )
    draft = Draft.objects.get()
    assert answer["Location"] == screen_url(draft, Step.WHY)
    spaces = Space.objects.count()
    answer = client.post(answer["Location"], {"objective": "Sortir de l’ombre"})
    assert answer["Location"] == screen_url(draft, Step.WITH)
    # One more partner keeps the screen, an empty one leaves it.
    answer = client.post(
        answer["Location"],
        {
            "organisation": partner.pk,
            "role": "prête la salle",
            "contribution_kinds": ["premises", "time"],
            "vers": "ajouter",
        },
    )
    assert answer["Location"] == screen_url(draft, Step.WITH)
    assert "Un lieu" in text(client.get(answer["Location"]))
    answer = client.post(answer["Location"], {})
    assert answer["Location"] == screen_url(draft, Step.WHAT)
    answer = client.post(
        answer["Location"],
        {
            "modalities": "Le mardi",
            "stage": "diagnosis",
            "since": "2021-03-17",
            "precision": "month",
        },
    )
    assert answer["Location"] == screen_url(draft, Step.SIGNS)
    assert Space.objects.count() == spaces
    answer = client.post(
        answer["Location"],
        {
            "hypothesis": "Elles viendront",
            "name": "Familles",
            "unit": "familles",
            "direction": "higher",
            "audience": "public",
            "vers": "ouvrir",
        },
    )
    made = Experimentation.objects.get(title__contains=WORD)
    assert answer["Location"] == reverse("experimentation_presentation", args=[made.pk])
    assert (made.owner, made.created_by) == (world.owner, world.user("owner"))
    assert (made.activity, made.neighbourhood_code) == ("sewing", "QN09105M")
    assert (made.objective, made.hypothesis) == ("Sortir de l’ombre", "Elles viendront")
    assert (made.modalities, made.audience) == ("Le mardi", "public")
    stage = made.stages.get()
    assert (stage.stage, str(stage.on), stage.precision) == ("diagnosis", "2021-03-01", "month")
    partnership = made.partnerships.get()
    assert partnership.kinds_named == ["Un lieu", "Du temps"]
    assert "Un lieu" in text(client.get(reverse("experimentation_partners", args=[made.pk])))
    assert [(row.name, row.direction) for row in made.indicators.all()] == [("Familles", "higher")]
    # Its words are kept once.
    draft.refresh_from_db()
    assert (draft.opened_as, draft.title, draft.objective) == (made, "", "")


@pytest.mark.services
def test_it_is_left_and_taken_up_again_from_two_places(world, sign_in):
    client = sign_in("owner")
    client.post(create_url(world), first(world, title="", vers="plus-tard"))
    draft = Draft.objects.get()
    client.post(screen_url(draft, Step.WHAT), {"stage": "spotting", "vers": "plus-tard"})
    resumed = reverse("draft", args=[world.group.slug, draft.pk])
    for page in ("/", reverse("group_experimentations", args=[world.group.slug])):
        assert resumed in text(client.get(page))
    assert client.get(resumed)["Location"] == screen_url(draft, Step.WHAT)


def test_the_title_is_asked_when_it_is_opened_and_nothing_is_lost(world, sign_in):
    client = sign_in("owner")
    client.post(create_url(world), first(world, title="", neighbourhood="Les Exemples"))
    draft = Draft.objects.get()
    answer = client.post(screen_url(draft, Step.WHY), {"objective": "Pour voir", "vers": "ouvrir"})
    assert "Donnez un titre" in text(answer)
    assert "Les Exemples" in text(answer)
    draft.refresh_from_db()
    assert (draft.objective, draft.opened_as) == ("Pour voir", None)
    empty = client.post(create_url(world), {"owner": world.owner.pk, "vers": "ouvrir"})
    assert "Donnez un titre" in text(empty)
    # A screen that says one thing wrong keeps the others.
    answer = client.post(
        screen_url(draft, Step.START),
        {"owner": world.owner.pk, "title": "Enfin", "neighbourhood_code": "91"},
    )
    assert "quartier prioritaire" in text(answer)
    draft.refresh_from_db()
    assert (draft.title, draft.neighbourhood_code) == ("Enfin", "")


@pytest.mark.parametrize("code", ["QP091002", "QN09105M", "qp02b001", "QN 974 01 I", "QP-971-001"])
def test_a_code_of_either_list_is_understood(code, world, sign_in):
    client = sign_in("owner")
    client.post(create_url(world), first(world, neighbourhood_code=code))
    assert len(Draft.objects.get().neighbourhood_code) == 8


@pytest.mark.services
def test_a_form_sent_twice_makes_one_draft_and_one_experimentation(world, sign_in):
    client, data = sign_in("owner"), first(world)
    once, again = (client.post(create_url(world), data)["Location"] for _ in range(2))
    assert once == again
    draft = Draft.objects.get()
    sent = {"hypothesis": "", "audience": "space", "vers": "ouvrir"}
    once, again = (client.post(screen_url(draft, Step.SIGNS), sent)["Location"] for _ in range(2))
    assert once == again
    assert client.post(create_url(world), data)["Location"] == once
    assert Experimentation.objects.filter(title__contains=WORD).count() == 1
    assert open_to_group(draft=draft, by=world.user("owner")).title == f"Couture {WORD}"


def test_a_name_already_taken_is_told(world, sign_in, draft):
    make_experimentation(world.group, world.owner, title=draft.title.upper())
    page = sign_in("owner").post(
        screen_url(draft, Step.SIGNS), {"audience": "space", "vers": "ouvrir"}
    )
    assert "déjà une expérimentation de ce nom" in text(page)


@pytest.mark.services
def test_a_partner_or_an_indicator_is_taken_off(world, sign_in, draft):
    client, partner = sign_in("owner"), make_partner("Structure de trop")
    client.post(screen_url(draft, Step.WITH), {"organisation": partner.pk})
    page = client.post(
        screen_url(draft, Step.WITH),
        {"retirer": draft.partners.get().pk, "role": "déjà tapé"},
    )
    assert not draft.partners.exists()
    assert "déjà tapé" in text(page)
    assert "Dites de quelle structure" in text(page)
    client.post(screen_url(draft, Step.SIGNS), {"name": "Repas", "audience": "space"})
    client.post(
        screen_url(draft, Step.SIGNS),
        {"retirer": draft.indicators.get().pk, "audience": "space"},
    )
    assert not draft.indicators.exists()
    page = client.post(screen_url(draft, Step.WITH), {"organisation": world.owner.pk})
    assert "porte déjà" in text(page)


@pytest.mark.services
def test_her_colleagues_see_it_and_nobody_else(world, draft):
    seen = {
        role
        for role in EVERYBODY | {"colleague"}
        if drafts_open_to(world.user(role)).filter(pk=draft.pk).exists()
    }
    assert seen == {"owner", "colleague"}


def test_a_facilitator_sees_only_her_own(world, draft):
    facilitator = world.user("facilitator")
    own = begin(
        author=facilitator, group=world.group, owner=world.owner, client_id=None, title="Sienne"
    )
    assert list(drafts_open_to(facilitator)) == [own]
    Membership.objects.filter(user=facilitator).update(ended_at=timezone.now())
    assert not drafts_open_to(facilitator).exists()


@pytest.mark.parametrize("why", ["suspended", "withdrawn", "left", "archived"])
def test_who_may_no_longer_write_there_no_longer_sees_it(why, world, sign_in, draft):
    owner = world.user("owner")
    if why == "suspended":
        until = timezone.now() + timezone.timedelta(days=2)
        Suspension.objects.create(user=owner, group=world.group, until=until)
    elif why == "withdrawn":
        Engagement.objects.filter(organisation=world.owner).update(status="withdrawn")
    elif why == "left":
        Membership.objects.filter(user=owner).update(ended_at=timezone.now())
    else:
        world.group.state = "archived"
        world.group.save()
    assert not drafts_open_to(owner).exists()
    assert sign_in("owner").get(screen_url(draft, Step.WHY)).status_code == 404


def test_its_words_are_on_no_page_of_the_others(world, sign_in, draft):
    pages = [
        "/",
        reverse("group", args=[world.group.slug]),
        reverse("group_experimentations", args=[world.group.slug]),
        reverse("organisations:detail", args=[world.owner.pk]),
        create_url(world),
        screen_url(draft, Step.START),
    ]
    for role in sorted(EVERYBODY - {"owner"}):
        client = sign_in(role)
        for page in pages:
            assert WORD not in client.get(page).content.decode(), (role, page)
    colleague = sign_in("colleague")
    assert WORD in colleague.get(pages[0]).content.decode()
    assert WORD in colleague.get(pages[-1]).content.decode()


def test_an_agent_prepares_for_her_own_collectivite_only(world, sign_in):
    client = sign_in("other")
    page = text(client.get(create_url(world)))
    assert "Portée par" in page
    assert client.post(create_url(world), first(world)).status_code == 200
    assert not Draft.objects.exists()
    client = sign_in("facilitator")
    assert "Choisissez la collectivité" in text(client.post(create_url(world), {"title": "Sans"}))
    client.post(create_url(world), first(world))
    assert Draft.objects.get().owner == world.owner


def test_it_is_deleted_if_wished(world, sign_in, draft):
    client, address = (
        sign_in("colleague"),
        reverse("draft_delete", args=[world.group.slug, draft.pk]),
    )
    assert WORD in client.get(address).content.decode()
    client.post(address)
    assert not Draft.objects.exists()
    assert sign_in("owner").get(screen_url(draft, Step.WHY)).status_code == 404


def test_a_screen_asks_few_queries(world, sign_in, draft, queries):
    client = sign_in("owner")
    for step in Step:
        client.get(screen_url(draft, step))
        assert len(queries(lambda step=step: client.get(screen_url(draft, step)))) <= 12


@pytest.mark.parametrize("value", ["", "\0", "9" * 400, "<script>alert(1)</script>", "𝕏" * 3_000])
def test_no_screen_breaks(value, world, sign_in, draft):
    client = sign_in("owner")
    names = ["owner", "title", "neighbourhood_code", "client_id", "organisation", "name", "since"]
    names += ["contribution_kinds", "stage", "direction", "audience", "retirer", "vers"]
    for step in Step:
        answer = client.post(screen_url(draft, step), dict.fromkeys(names, value))
        assert answer.status_code in {200, 302}
        assert "<script>alert(1)" not in answer.content.decode()
    assert client.post(create_url(world), dict.fromkeys(names, value)).status_code in {200, 302}


def test_what_a_colleague_threw_away_or_opened_meanwhile_is_no_error(world, sign_in, draft):
    Draft.objects.filter(pk=draft.pk).delete()
    for act in (
        lambda: open_to_group(draft=draft, by=world.user("owner")),
        lambda: save(draft=draft, editor=world.user("owner"), step=Step.WHY, objective="Tard"),
    ):
        with pytest.raises(OpenedMeanwhileError):
            act()


def test_a_group_archived_meanwhile_says_so(world, sign_in, draft, monkeypatch):
    client = sign_in("owner")
    mine = Draft.objects.filter(opened_as=None)
    monkeypatch.setattr("experiments.drafts.selectors.drafts_open_to", lambda user: mine)
    monkeypatch.setattr(
        "experiments.drafts.selectors.owners_allowed",
        lambda user, group: type(world.owner).objects.filter(pk=world.owner.pk),
    )
    world.group.state = "archived"
    world.group.save()
    page = client.post(
        screen_url(draft, Step.SIGNS), {"audience": "space", "vers": "ouvrir"}, follow=True
    )
    assert "archivé" in text(page)
    assert not Experimentation.objects.filter(title__contains=WORD).exists()


def test_what_nobody_takes_up_is_erased_after_a_year_and_says_so_a_month_before(
    world, draft, sign_in, capsys
):
    opened = begin(author=world.user("owner"), group=world.group, owner=world.owner, client_id=None)
    save(draft=opened, editor=world.user("owner"), step=Step.START, title="Ouverte")
    made = open_to_group(draft=opened, by=world.user("owner"))
    now = timezone.now()
    address, client = screen_url(draft, Step.WHY), sign_in("owner")
    listed = reverse("group_experimentations", args=[world.group.slug])
    for days, warned in ((300, False), (340, True)):
        Draft.objects.update(updated_at=now - timedelta(days=days))
        assert ("il sera effacé le" in text(client.get(address))) is warned
        for other in (listed, "/"):
            assert ("sera effacé le" in text(client.get(other))) is warned, other
    call_command("drafts_daily")
    assert "Brouillons effacés : 0." in capsys.readouterr().out
    Draft.objects.update(updated_at=now - timedelta(days=366))
    call_command("drafts_daily")
    assert "Brouillons effacés : 1." in capsys.readouterr().out
    assert [each.opened_as for each in Draft.objects.all()] == [made]
    # The page of a colleague was open.
    assert client.post(address, {"objective": "Trop tard"}).status_code == 404
