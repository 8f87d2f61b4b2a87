"""Partners are not doubled; places in organisations say who vouched."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from audit.models import AuditEvent
from organisations.enums import PartnerType
from organisations.lookalikes import lookalikes
from organisations.models import Affiliation, Organisation
from organisations.search import search
from organisations.selectors import network_points
from organisations.services import (
    LooksAlikeError,
    create_partner,
    declare_affiliation,
    end_affiliation,
    lapse_memberships,
    mark_network_member,
    name_referent,
    update_organisation,
    verify_affiliation,
)
from tests.factories import make_collectivity, make_partner, make_user

pytestmark = pytest.mark.django_db


def create(name, **fields):
    fields.setdefault("partner_type", PartnerType.SUPPORT)
    fields.setdefault("created_by", None)
    return create_partner(name=name, **fields)


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Les Mamas de Grigny", "les mamas de grigny"),
        ("Les Mamas de Grigny", "Association Les Mamas de Grigny"),
        ("Les Mamas de Grigny", "Mamas Grigny"),
        ("Les Mamas de Grigny", "Les Mammas de Grigny"),
        ("Régie de quartier d’Angers", "Regie de quartiers Angers"),
        ("Maison de l’économie sociale", "Maison de l'Economie Sociale"),
        ("France Active Île-de-France", "France-Active Ile de France"),
        ("Groupe de recherche et développement rural", "GRDR"),
        ("GRDR", "Groupe de recherche et développement rural"),
        ("Coopérative Belle-Beille", "Bellebeille coopérative"),
        ("Inter-Made", "Intermade"),
    ],
)
def test_a_look_alike_is_recognised(known, typed):
    partner = make_partner(known)
    assert lookalikes(typed) == [partner]
    with pytest.raises(LooksAlikeError) as raised:
        create(typed)
    assert raised.value.candidates == [partner]
    assert create(typed, confirmed=True).name == typed


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Les Mamas de Grigny", "Garage solidaire de Stains"),
        ("Maison de quartier des Tarterêts", "Maison de quartier de Belle-Beille"),
        ("Régie de quartier de Stains", "Régie de quartier de Grigny"),
        ("CCAS de Grigny", "CCAS de Stains"),
        ("Association des habitants du Vivier", "Association des habitants de la Source"),
        ("Emmaüs Angers", "Envie Anjou"),
    ],
)
def test_another_structure_is_not_mistaken(known, typed):
    make_partner(known)
    assert lookalikes(typed) == []
    assert create(typed).name == typed


def test_the_same_siren_is_the_same_structure():
    partner = make_partner("Nom d’usage", siren="732829320")
    assert lookalikes("Tout autre nom", siren="732829320") == [partner]


def test_a_collectivity_is_not_a_partner():
    grigny = make_collectivity("Grigny", population=27_000)
    assert lookalikes("Ville de Grigny") == [grigny]


def test_a_name_in_other_letters_does_no_harm():
    partner = create("جمعية السكان")
    assert partner.pk
    assert lookalikes("🥖") == []


@pytest.mark.services
def test_look_alikes_cost_a_fixed_number_of_queries(django_assert_max_num_queries):
    for n in range(60):
        make_partner(f"Structure solidaire numéro {n}")
    with django_assert_max_num_queries(12):
        lookalikes("Structure solidaire du quartier", siren="732829320")


def test_what_is_written_by_hand_never_changes_official_names():
    grigny = make_collectivity("Grigny")
    update_organisation(organisation=grigny, description="Une ville.", website="")
    grigny.refresh_from_db()
    assert grigny.description == "Une ville."
    with pytest.raises(ValueError, match="name"):
        update_organisation(organisation=grigny, name="Autre")


def test_a_partner_changes_name_and_is_found_by_it():
    partner = make_partner("Ancien nom", siren="732829320")
    update_organisation(organisation=partner, name="Nouveau nom", siren="")
    partner.refresh_from_db()
    assert partner.siren is None
    assert search("nouveau nom") == [partner]


def test_a_place_is_declared_once_and_not_verified():
    user, grigny = make_user(), make_collectivity("Grigny")
    place = declare_affiliation(user=user, organisation=grigny)
    assert not place.is_verified
    again = declare_affiliation(user=user, organisation=grigny, function="Chargée de mission")
    assert again.pk == place.pk
    assert again.function == "Chargée de mission"
    kept = declare_affiliation(user=user, organisation=grigny, function="Autre")
    assert kept.function == "Chargée de mission"
    assert AuditEvent.objects.filter(action="affiliation.declared").count() == 1


def test_who_vouched_first_is_kept_and_journalled():
    user, first, second = make_user(), make_user(), make_user()
    place = declare_affiliation(user=user, organisation=make_collectivity())
    place = verify_affiliation(affiliation=place, by=first)
    assert (place.is_verified, place.verified_by) == (True, first)
    moment = place.verified_at
    place = verify_affiliation(affiliation=place, by=second)
    assert (place.verified_at, place.verified_by) == (moment, first)
    event = AuditEvent.objects.get(action="affiliation.verified")
    assert (event.actor_id, event.target_id) == (first.pk, str(place.pk))
    assert event.data == {"organisation_id": place.organisation_id, "user_id": str(user.pk)}


def test_who_leaves_may_come_back():
    user, grigny = make_user(), make_collectivity()
    place = declare_affiliation(user=user, organisation=grigny)
    verify_affiliation(affiliation=place, by=make_user())
    name_referent(affiliation=place, by=make_user())
    end_affiliation(affiliation=place, by=user)
    place.refresh_from_db()
    assert place.until == timezone.localdate()
    assert not place.is_referent
    assert not Affiliation.objects.current().filter(user=user).exists()
    back = declare_affiliation(user=user, organisation=grigny)
    assert back.pk != place.pk
    assert not back.is_verified
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True).distinct()) == [
        "affiliation.declared",
        "affiliation.verified",
        "affiliation.referent_named",
        "affiliation.ended",
        "affiliation.declared",
    ]


def test_membership_of_the_network_is_journalled():
    grigny, admin = make_collectivity(), make_user(is_superuser=True)
    mark_network_member(organisation=grigny, by=admin, is_member=True)
    mark_network_member(organisation=grigny, by=admin, is_member=True)
    grigny.refresh_from_db()
    assert grigny.is_network_member
    assert AuditEvent.objects.filter(action="organisation.member_marked").count() == 1


@pytest.mark.parametrize(("days", "belongs"), [(-1, False), (0, True), (1, True)])
def test_a_membership_ends_by_itself_after_its_last_day(client, days, belongs):
    town = make_collectivity("Exempleville", is_network_member=True, department_code="91")
    lapsed = timezone.localdate() + timedelta(days=days)
    Organisation.objects.filter(pk=town.pk).update(member_until=lapsed)
    town.refresh_from_db()
    assert town.is_adherent is belongs
    assert Organisation.objects.adherent().exists() is belongs
    for query in ("?reseau=on", "?reseau=on&q=exempleville"):
        html = client.get("/collectivites/" + query).content.decode()
        assert ("Exempleville</a>" in html) is belongs
    assert bool(network_points(AnonymousUser(), link="")[0]) is belongs
    # Sorted with the others once the daily command has run: shown as such at once.
    assert lapse_memberships() == int(not belongs)
    town.refresh_from_db()
    assert (town.is_network_member, town.member_until) == (belongs, lapsed)


def test_the_period_of_a_membership_is_kept_by_administrators(client):
    town = make_collectivity()
    client.force_login(make_user(is_superuser=True))
    page = f"/organisations/{town.pk}/reseau/"
    wrong = {"membre": "oui", "since": "2020-01-01", "until": "2019-12-31"}
    assert "Elle prend fin après avoir commencé" in client.post(page, wrong).content.decode()
    assert (
        "premier jour"
        in client.post(page, {"membre": "oui", "since": "2999-01-01"}).content.decode()
    )
    client.post(page, {"membre": "oui", "since": "2019-01-01"})
    html = client.get(f"/organisations/{town.pk}/").content.decode()
    assert "depuis le 1er janvier 2019" in html
    assert "Adhérente au réseau" in html
    client.post(page, {"membre": "non"})
    town.refresh_from_db()
    assert (town.is_network_member, str(town.member_since)) == (False, "2019-01-01")
    assert town.member_until == timezone.localdate()
    assert not town.is_adherent
