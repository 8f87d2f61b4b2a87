"""The list of a group's people, when there are many."""

import re

import pytest
from django.urls import reverse

from groups.enums import Role
from groups.views.members import PER_PAGE
from tests.factories import join, make_collectivity, make_group, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(client):
    """A group where one collectivité has more people than a page holds."""
    group = make_group()
    client.force_login(join(group, Role.FACILITATOR))
    city = make_collectivity("Exempleville-la-Grande")
    names = [f"Personne {n:03}" for n in range(PER_PAGE + 5)]
    for name in names:
        join(group, organisation=city, user=make_user(name))
    join(group, Role.OBSERVER, organisation=make_collectivity("Exemple-la-Petite"))
    return group, names


def test_every_page_has_its_people_and_all_of_them_are_somewhere(client, crowd):
    group, names = crowd
    url = reverse("group_members", args=[group.slug])
    first, second = (client.get(url, {"page": n}).content.decode() for n in (1, 2))
    assert "Exempleville-la-Grande" in first
    assert "Exempleville-la-Grande" in second
    assert "<h3>Exemple-la-Petite" not in first
    assert "<h3>Exemple-la-Petite" in second
    shown = [set(re.findall(r"Personne \d{3}(?=</span> <span)", page)) for page in (first, second)]
    assert len(shown[0]) == PER_PAGE
    assert shown[0].isdisjoint(shown[1])
    assert shown[0] | shown[1] == set(names)
    assert 'rel="next"' in first
    assert 'rel="prev"' in second


def test_an_organisation_without_anyone_is_listed(client, crowd):
    group, _names = crowd
    membership = group.memberships.get(organisation__name="Exemple-la-Petite")
    membership.delete()
    page = client.get(reverse("group_members", args=[group.slug]), {"page": 2}).content.decode()
    assert "Exemple-la-Petite" in page
    assert "Personne ne la représente" in page


def test_an_act_leads_back_to_the_page_it_came_from(client, crowd):
    group, _names = crowd
    observer = group.memberships.get(role=Role.OBSERVER)
    url = reverse("group_members", args=[group.slug])
    page = client.get(url, {"page": 2}).content.decode()
    act = reverse("group_member_end", args=[group.slug, observer.pk])
    assert f'formaction="{act}"' in page
    assert '<input type="hidden" name="page" value="2">' in page
    assert client.post(act, {"page": "2"}).url == f"{url}?page=2"
    restore = reverse("group_member_restore", args=[group.slug, observer.pk])
    for odd in ("", "1", "x&y=z", "²"):
        assert client.post(restore, {"page": odd}).url == url
