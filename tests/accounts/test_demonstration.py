"""The demonstration accounts are offered in demonstration mode, and nowhere else."""

import re

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db

SHARED = "le mot de passe partagé"


@pytest.fixture
def agent(settings):
    settings.DEMO_PASSWORD = SHARED
    person = User.objects.create_user("agent.grigny@demo.example", SHARED, name="Agent·e de Grigny")
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def test_one_button_signs_in(client, settings, agent):
    settings.DEMO = True
    page = client.get("/compte/login/?next=/compte/profil/").content.decode()
    form = (
        page.split(f'value="{agent.email}"')[0].rsplit("<form", 1)[1]
        + page.split(f'value="{agent.email}"')[1].split("</form>")[0]
    )
    hidden = dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', form))
    answer = client.post(
        "/compte/login/",
        {"login": agent.email, "password": hidden["password"], "next": hidden["next"]},
    )
    assert answer["Location"] == "/compte/profil/"
    assert client.session["_auth_user_id"] == str(agent.pk)
    assert 'href="/courriels-de-demonstration/"' in page


def test_only_the_accounts_of_the_demonstration_are_offered(client, settings, agent):
    settings.DEMO = True
    other = make_user("Une personne réelle")
    page = client.get("/compte/login/").content.decode()
    assert agent.name in page
    assert other.name not in page
    assert "admin@demo.example" not in page


def test_elsewhere_neither_account_nor_password_is_shown(client, agent, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get("/compte/login/").content.decode()
    assert agent.email not in page
    assert SHARED not in page
    assert "courriels-de-demonstration" not in page
