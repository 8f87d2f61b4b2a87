"""Promise I1, in a real browser with the strict policy: nothing that was typed runs."""

import pytest
from django.urls import reverse

from common.models import Audience
from discussions.models import Thread
from discussions.services import create_thread
from experiments.enums import EntryKind
from experiments.services import add_entry
from tests.browser.conftest import chromium, open_page
from tests.factories import group_space, join, make_collectivity, make_experimentation, make_group

__all__ = ["chromium", "open_page"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACT = "document.title='volé'"
EVIL = f'\'"></textarea><img src=x onerror="{ACT}"><script>{ACT}</script>'


@pytest.fixture
def scene():
    group = make_group(EVIL[:120])
    city = make_collectivity(EVIL, is_network_member=True)
    agent = join(group, organisation=city)
    agent.name = EVIL
    agent.save()
    trial = make_experimentation(group, city, title=EVIL, objective=EVIL, audience=Audience.PUBLIC)
    add_entry(experimentation=trial, author=agent, kind=EntryKind.RESULT, text=EVIL)
    thread = create_thread(space=group_space(group), author=agent, title=EVIL, body=EVIL)
    return group, agent, trial, thread


def test_what_people_wrote_never_runs(open_page, scene):
    group, agent, trial, _thread = scene
    page = open_page("/", user=agent)
    for address in (
        reverse("group", args=[group.slug]),
        reverse("group_members", args=[group.slug]),
        reverse("experimentation", args=[trial.pk]),
        reverse("entry_add", args=[trial.pk]),
        reverse("organisations:detail", args=[trial.owner_id]),
        "/collectivites/",
    ):
        page.goto(address)
        assert "volé" not in page.title().replace(EVIL, "")
        assert page.locator("img[src=x]").count() == 0
    assert page.complaints == []


def test_a_message_drawn_by_our_script_never_runs(open_page, scene):
    _group, agent, _trial, thread = scene
    page = open_page(reverse("thread", args=[thread.pk]), user=agent)
    page.get_by_label("Votre message").fill(EVIL)
    page.get_by_role("button", name="Envoyer").click()
    page.locator(".msg:not([data-id=''])").nth(1).wait_for()
    assert Thread.objects.get().last_position == 2
    assert page.locator("img[src=x]").count() == 0
    assert "volé" not in page.title().replace(EVIL, "")
    assert page.complaints == []


def test_the_field_of_organisations_draws_names_as_text(open_page, scene):
    _group, agent, _trial, _thread = scene
    make_collectivity(f"Malville {EVIL}")
    page = open_page("/compte/rattachements/", user=agent)
    page.get_by_role("combobox").first.press_sequentially("malvi")
    page.get_by_role("option").first.wait_for()
    assert "onerror" in page.get_by_role("option").first.inner_text()
    assert page.locator("img[src=x]").count() == 0
    assert page.complaints == []
