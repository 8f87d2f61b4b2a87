"""A page may say where to go back to: only ever to a page of this site."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from common.onward import onward
from tests.factories import make_user

AWAY = [
    "https://exemple.test/",
    "//exemple.test/",
    "///exemple.test/",
    "/\\exemple.test",
    "\\\\exemple.test",
    "http://testserver//exemple.test/",
    "http:///exemple.test",
    "javascript:alert(1)",
    " /groupes/",
    "a b",
    "group_list",
    "",
    "/" + "x" * 3000,
    "/\r\nSet-Cookie: a=b",
]


@pytest.mark.parametrize("target", AWAY[:-1])
def test_only_a_path_of_this_site_is_followed(target):
    assert onward(RequestFactory().get("/"), target, "otherwise") == "otherwise"


@pytest.mark.parametrize("target", AWAY)
def test_the_choice_of_appearance_answers_to_any_address(target):
    response = Client().post(reverse("appearance"), {"theme": "dark", "next": target})
    assert response.status_code == 302
    assert response["Location"].startswith("/")
    assert not response["Location"].startswith(("//", "/\\"))
    assert "\n" not in response["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize("target", AWAY)
def test_a_new_structure_never_leads_away(target):
    """Once the host was taken off `http://this.site//elsewhere`, `//elsewhere` was left."""
    client = Client()
    client.force_login(make_user())
    response = client.post(
        reverse("organisations:partner_create"),
        {"name": "Régie des Exemples", "partner_type": "support", "next": target},
    )
    assert response.status_code == 302
    assert response["Location"].startswith("/")
    assert not response["Location"].startswith(("//", "/\\"))


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["https://exemple.test/", "//exemple.test/", "/\\exemple.test"])
@pytest.mark.parametrize("door", ["/compte/login/", "/compte/logout/"])
def test_the_doors_lead_nowhere_else(door, target):
    person = make_user()
    client = Client()
    if "logout" in door:
        client.force_login(person)
    response = client.post(
        door, {"login": person.email, "password": "motdepasse-de-test", "next": target}
    )
    assert response.status_code == 302
    assert response["Location"] == "/"
