"""Who may do what to organisations: one line per person, one column per act."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from organisations import permissions
from organisations.models import Organisation
from organisations.services import (
    declare_affiliation,
    end_affiliation,
    name_referent,
    verify_affiliation,
)
from tests.factories import make_collectivity, make_partner, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    grigny = make_collectivity("Grigny")
    vouching = make_user()

    def placed(organisation, *, verified=True, referent=False):
        user = make_user()
        place = declare_affiliation(user=user, organisation=organisation)
        if verified:
            verify_affiliation(affiliation=place, by=vouching)
        if referent:
            name_referent(affiliation=place, by=vouching)
        return user

    class Scene:
        organisation = grigny
        people = {
            "visitor": AnonymousUser(),
            "stranger": make_user(),
            "inactive": make_user(is_superuser=True, is_active=False),
            "unverified": placed(grigny, verified=False),
            "unverified_referent": placed(grigny, verified=False, referent=True),
            "colleague": placed(grigny),
            "referent": placed(grigny, referent=True),
            "referent_elsewhere": placed(make_collectivity("Stains"), referent=True),
            "administrator": make_user(is_superuser=True),
        }
        newcomer = declare_affiliation(user=make_user(), organisation=grigny)

    return Scene()


# Who may: edit the card, see the people, declare a place, vouch for a newcomer, end her place,
# name a referent, mark a member of the network.
TABLE = {
    "visitor": "-------",
    "stranger": "--d----",
    "inactive": "-------",
    "unverified": "--d----",
    "unverified_referent": "--d----",
    "colleague": "-sd----",
    "referent": "esdve--",
    "referent_elsewhere": "--d----",
    "administrator": "esdve-m",
}


@pytest.mark.parametrize("who", TABLE)
def test_table(scene, who):
    user, organisation, place = scene.people[who], scene.organisation, scene.newcomer
    found = "".join(
        letter if allowed else "-"
        for letter, allowed in [
            ("e", permissions.can_edit_organisation(user, organisation)),
            ("s", permissions.can_see_people(user, organisation)),
            ("d", permissions.can_declare_affiliation(user, organisation)),
            ("v", permissions.can_verify_affiliation(user, place)),
            ("e", permissions.can_end_affiliation(user, place)),
            ("r", permissions.can_name_referent(user, place)),
            ("m", permissions.can_mark_network_member(user, organisation)),
        ]
    )
    assert found == TABLE[who]


def test_nobody_vouches_for_herself(scene):
    place = scene.people["referent"].affiliations.get()
    assert not permissions.can_verify_affiliation(scene.people["referent"], place)
    admin = scene.people["administrator"]
    own = declare_affiliation(user=admin, organisation=scene.organisation)
    assert not permissions.can_verify_affiliation(admin, own)


def test_a_referent_is_named_among_those_vouched_for(scene):
    place = verify_affiliation(affiliation=scene.newcomer, by=scene.people["referent"])
    assert permissions.can_name_referent(scene.people["administrator"], place)
    assert permissions.can_name_referent(scene.people["referent"], place)
    assert not permissions.can_name_referent(scene.people["colleague"], place)


def test_everyone_may_leave(scene):
    place = scene.people["unverified"].affiliations.get()
    assert permissions.can_end_affiliation(scene.people["unverified"], place)
    assert not permissions.can_end_affiliation(scene.people["colleague"], place)


def test_a_referent_who_left_is_one_no_more(scene):
    referent = scene.people["referent"]
    end_affiliation(affiliation=referent.affiliations.get(), by=referent)
    assert not permissions.can_edit_organisation(referent, scene.organisation)
    assert not permissions.can_see_people(referent, scene.organisation)


def test_a_place_that_ended_yesterday_gives_nothing(scene):
    colleague = scene.people["colleague"]
    colleague.affiliations.update(until=timezone.localdate() - timedelta(days=1))
    assert not permissions.can_see_people(colleague, scene.organisation)


def test_who_described_a_partner_may_edit_it_and_no_other():
    mine, other = make_user(), make_user()
    partner = make_partner(created_by=mine)
    assert permissions.can_edit_organisation(mine, partner)
    assert not permissions.can_edit_organisation(other, partner)
    town = make_collectivity(created_by=mine)
    assert not permissions.can_edit_organisation(mine, town)


def test_partners_are_for_those_who_are_signed_in():
    town, partner = make_collectivity(), make_partner()
    assert set(Organisation.objects.visible_to(AnonymousUser())) == {town}
    assert set(Organisation.objects.visible_to(make_user())) == {town, partner}
    assert set(Organisation.objects.visible_to(make_user(is_active=False))) == {town}


def test_what_no_longer_exists_is_not_joined_nor_edited(scene):
    scene.organisation.is_retired = True
    for user in scene.people.values():
        assert not permissions.can_declare_affiliation(user, scene.organisation)
        assert not permissions.can_edit_organisation(user, scene.organisation)
