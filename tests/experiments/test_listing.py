"""The list, the map and the table: one set of filters, in a group and everywhere."""

import html
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from experiments.models import Experimentation
from experiments.views import listing as views
from tests.experiments.world import EVERYBODY
from tests.factories import make_collectivity, make_experimentation

pytestmark = pytest.mark.django_db

EVERYWHERE = "/experimentations/"


def text(response) -> str:
    return html.unescape(response.content.decode()).replace("\u00a0", " ")


@pytest.fixture
def listed(world):
    """Three of the group: two public ones in two départements, the world's own in the Essonne."""
    for name, department, fields in (
        ("Couture publique", "75", {"activity": "sewing", "audience": "public"}),
        ("Repas publics", "974", {"activity": "food", "audience": "public", "stage": "trial"}),
    ):
        owner = make_collectivity(department_code=department, level="department")
        make_experimentation(world.group, owner, title=name, **fields)
    return world


def titles(response) -> set[str]:
    # Not the menu beside it, where one's own stand too.
    page = text(response).split("<main")[1]
    return {row.title for row in Experimentation.objects.all() if row.title in page}


@pytest.mark.services
def test_visitors_read_the_public_ones_and_members_theirs_too(listed, sign_in):
    public = {"Couture publique", "Repas publics"}
    for role in sorted(EVERYBODY):
        found = titles(sign_in(role).get(EVERYWHERE + "?vue=tableau")) & (
            public | {listed.experimentation.title, listed.another.title}
        )
        if role in {"reader", "commenter", "contributor"}:
            assert found == public | {listed.experimentation.title}, role
        elif role == "other_guest":
            assert found == public | {listed.another.title}, role
        elif role in {"stranger", "visitor", "expired", "other_facilitator", "admin"}:
            assert found == public, role
        else:
            assert len(found) == 4, role


@pytest.mark.services
@pytest.mark.parametrize("where", ["everywhere", "group"])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("activite=sewing", {"Couture publique"}),
        ("etape=trial", {"Repas publics"}),
        ("niveau=department", {"Couture publique", "Repas publics"}),
        ("departement=974", {"Repas publics"}),
        ("porteuse=moi", {"Atelier du marché"}),
        ("porteuse=autres&departement=91", {"Garage solidaire"}),
        ("reseau=on", {"Garage solidaire"}),
    ],
)
def test_the_same_filters_narrow_the_list_the_table_and_the_map(
    where, query, expected, listed, sign_in
):
    listed.another.owner.is_network_member = True
    listed.another.owner.save()
    page = EVERYWHERE
    if where == "group":
        page = reverse("group_experimentations", args=[listed.group.slug])
    client = sign_in("owner")
    shown = {"Couture publique", "Repas publics", "Atelier du marché", "Garage solidaire"}
    for view in ("", "&vue=tableau"):
        main = text(client.get(f"{page}?{query}{view}")).split("<main")[1]
        assert {title for title in shown if f">{title}</a>" in main} == expected
    on_map = client.get(f"{page}?{query}&vue=carte")
    assert on_map.context["found"] == len(expected)
    circles = sum(int(n) for n in re.findall(r'aria-hidden="true">(\d+)</text>', text(on_map)))
    assert circles == len(expected)


def test_a_circle_leads_to_the_list_of_its_departement_with_the_other_filters(listed, sign_in):
    page = text(sign_in("visitor").get(EVERYWHERE + "?niveau=department&vue=carte"))
    link = "?niveau=department&departement=974"
    # In the map and in its table.
    assert page.count(f'href="{link}"') == 2
    assert "La Réunion : 1" in page
    found = text(sign_in("visitor").get(EVERYWHERE + link))
    assert "Repas publics" in found
    assert "Couture publique" not in found
    assert "Niveau : Département" in found


def test_who_is_paused_is_told_in_the_list_and_the_table(listed, sign_in):
    Experimentation.objects.filter(title="Repas publics").update(paused_on=timezone.localdate())
    for view in ("liste", "tableau"):
        assert "en pause" in text(sign_in("visitor").get(f"{EVERYWHERE}?vue={view}"))


@pytest.mark.parametrize("query", ["etape=zzz", "vue=%00", "departement=999", "page=²", "reseau=x"])
def test_odd_addresses_are_not_errors(query, listed, client):
    assert client.get(f"{EVERYWHERE}?{query}").status_code == 200


@pytest.mark.parametrize("view", ["liste", "carte", "tableau"])
def test_the_number_of_queries_does_not_grow(view, listed, sign_in, queries):
    client = sign_in("owner")
    counts = []
    for _size in range(2):
        for _n in range(5):
            make_experimentation(listed.group, make_collectivity(), audience="public")
        client.get(f"{EVERYWHERE}?vue={view}")
        counts.append(len(queries(lambda: client.get(f"{EVERYWHERE}?vue={view}"))))
    assert counts[0] == counts[1] <= 12


@pytest.mark.services
def test_pages_follow_each_other_by_title_through_both_parts(listed, monkeypatch, sign_in):
    """A member's list is made of her own places and of what everybody reads elsewhere."""
    monkeypatch.setattr(views, "PER_PAGE", 3)
    for index in range(7):
        group = listed.group if index % 2 else listed.elsewhere
        make_experimentation(
            group, make_collectivity(), title=f"Essai {7 - index}", audience="public"
        )
    client, found = sign_in("owner"), []
    for number in range(1, 5):
        page = client.get(f"{EVERYWHERE}?page={number}").context["experimentations"]
        found += [row.title for row in page]
    assert page.paginator.count == len(found) == 11
    assert found == sorted(found)
    assert len(set(found)) == 11


def test_the_filters_say_how_many_are_set_and_open_on_a_wrong_one(listed, sign_in):
    client = sign_in("owner")
    fold = re.compile(r'<details class="filters-fold"( open)?>.*?</summary>', re.DOTALL)
    closed = fold.search(text(client.get(EVERYWHERE + "?etape=trial&reseau=on")))
    assert closed[1] is None
    assert "2<" in closed[0]
    assert "filtres choisis" in closed[0]
    assert "badge" not in fold.search(text(client.get(EVERYWHERE)))[0]
    assert fold.search(text(client.get(EVERYWHERE + "?etape=zzz")))[1]


def test_an_experimentation_is_never_kept_between_its_carriers(listed):
    """Lists rely on it, and read no carriers."""
    listed.experimentation.audience = "owner"
    with pytest.raises(IntegrityError), transaction.atomic():
        listed.experimentation.save()
