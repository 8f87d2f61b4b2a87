"""Duplicates become one: everything moves, nothing is lost, and the way back stays open."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import ManyToManyField
from django.urls import reverse
from django.utils import timezone

from experiments.models import Funding, JournalEntry, Partnership
from groups.enums import EngagementStatus
from groups.models import Carrier, Engagement
from organisations import merging
from organisations.enums import Kind
from organisations.models import Affiliation, MergedRow, Organisation, OrganisationMerge, SearchTerm
from organisations.search import search
from organisations.services import (
    CollisionError,
    MergeRefusedError,
    declare_affiliation,
    merge_organisations,
    undo_merge,
)
from tests.factories import (
    join,
    make_collectivity,
    make_experimentation,
    make_group,
    make_partner,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user("Administration", is_superuser=True)


@pytest.fixture
def pair():
    return make_partner("Les Mamas d’Exempleville"), make_partner("Mamas Exempleville")


def test_every_relation_of_every_app_is_covered():
    """Read from the other end of the model graph: the fields of all models, one by one."""
    naming = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if field.remote_field and field.related_model is Organisation:
                naming.add((model, field.name))
        for field in model._meta.local_many_to_many:
            assert isinstance(field, ManyToManyField)
            if field.related_model is Organisation:
                assert field.remote_field.through in apps.get_models(include_auto_created=True)
    covered = {(each.model, each.field.name) for each in merging.relations()}
    kept = {
        (SearchTerm, "organisation"),
        (OrganisationMerge, "survivor"),
        (OrganisationMerge, "merged"),
    }
    assert covered == naming - kept
    assert len(covered) > 12


@pytest.mark.services
def test_all_that_named_the_duplicate_names_the_survivor_and_back(pair, admin):
    survivor, merged = pair
    person = make_user()
    place = declare_affiliation(user=person, organisation=merged)
    trial = make_experimentation(make_group(), make_collectivity())
    part = Partnership.objects.create(experimentation=trial, organisation=merged, role="Accueil")
    money = Funding.objects.create(experimentation=trial, funder=merged)
    removed = JournalEntry.objects.create(
        experimentation=trial,
        space=trial.space,
        kind="action",
        text="Retirée",
        occurred_on=timezone.localdate(),
        organisation=merged,
        removed_at=timezone.now(),
    )
    merge = merge_organisations(survivor=survivor, merged=merged, by=admin)
    assert MergedRow.objects.filter(merge=merge).count() == 4
    for row in (place, part, money):
        row.refresh_from_db()
    owner = JournalEntry.with_removed.get(pk=removed.pk).organisation
    assert {place.organisation, part.organisation, money.funder, owner} == {survivor}
    # What has moved on since is left where it is; what is new belongs to the survivor.
    third = make_partner("Une autre")
    Partnership.objects.filter(pk=part.pk).update(organisation=third)
    new = declare_affiliation(user=make_user(), organisation=survivor)
    assert undo_merge(merge=merge, by=admin) == 3
    assert undo_merge(merge=merge, by=admin) == 0
    for row in (place, part, money, new):
        row.refresh_from_db()
    assert (place.organisation, money.funder) == (merged, merged)
    assert (part.organisation, new.organisation) == (third, survivor)
    merged.refresh_from_db()
    assert merged.merged_into is None
    assert search("mamas") == [survivor, merged] or search("mamas") == [merged, survivor]


def test_a_duplicate_is_hidden_and_its_page_leads_to_the_survivor(client, pair, admin):
    survivor, merged = pair
    merge_organisations(survivor=survivor, merged=merged, by=admin)
    assert search("mamas") == [survivor]
    client.force_login(admin)
    page = reverse("organisations:detail", args=[merged.pk])
    assert client.get(page).url == reverse("organisations:detail", args=[survivor.pk])
    assert client.get(reverse("organisations:edit", args=[merged.pk])).status_code == 404
    assert "Mamas Exempleville" not in client.get("/partenaires/").content.decode()
    posted = {"organisation": merged.pk}
    client.post(reverse("organisations:affiliations"), posted)
    assert not Affiliation.objects.exists()
    # Merged in turn, the first address leads to the last.
    last = make_partner("Les Mamas")
    second = merge_organisations(survivor=last, merged=survivor, by=admin)
    assert client.get(page).url == reverse("organisations:detail", args=[last.pk])
    first = OrganisationMerge.objects.get(merged=merged)
    with pytest.raises(MergeRefusedError, match="fusionnée depuis"):
        undo_merge(merge=first, by=admin)
    undo_merge(merge=second, by=admin)
    assert client.get(page).url == reverse("organisations:detail", args=[survivor.pk])


@pytest.mark.services
def test_rows_that_would_collide_are_named_and_nothing_moves(client, admin):
    survivor = make_collectivity("Exempleville")
    merged = make_collectivity("Exempleville (doublon)", code=None)
    person = make_user("Des deux")
    for town in (survivor, merged):
        declare_affiliation(user=person, organisation=town)
    group = make_group("Mobilité")
    for town in (survivor, merged):
        Engagement.objects.create(organisation=town, group=group, status=EngagementStatus.ENGAGED)
    trial = make_experimentation(group, survivor)
    Carrier.objects.create(space=trial.space, organisation=merged)
    ended = declare_affiliation(user=make_user("Partie"), organisation=merged)
    Affiliation.objects.filter(pk=ended.pk).update(until=timezone.localdate())
    named = {each.label: each.names for each in merging.collisions(survivor, merged)}
    assert set(named) == {"rattachements", "collectivités engagées", "collectivités porteuses"}
    assert named["rattachements"] == ["Des deux · Exempleville (doublon)"]
    with pytest.raises(CollisionError):
        merge_organisations(survivor=survivor, merged=merged, by=admin)
    assert not OrganisationMerge.objects.exists()
    client.force_login(admin)
    page = reverse("organisations:merges")
    posted = {"survivor": survivor.pk, "merged": merged.pk}
    for response in (client.get(page, posted), client.post(page, posted)):
        html = response.content.decode()
        assert "Réglez-les d’abord" in html
        assert "Des deux · Exempleville (doublon)" in html
    assert not OrganisationMerge.objects.exists()


def test_who_may_do_what_follows_the_merge(admin, django_capture_on_commit_callbacks, monkeypatch):
    survivor = make_collectivity("Exempleville")
    merged = make_collectivity("Exempleville (doublon)", code=None)
    group = make_group()
    join(group, organisation=merged)
    trial = make_experimentation(group, survivor)
    told = []
    monkeypatch.setattr("common.live._send", lambda signal, **named: told.append(named))
    before = trial.space.access_version
    with django_capture_on_commit_callbacks(execute=True):
        merge_organisations(survivor=survivor, merged=merged, by=admin)
    trial.space.refresh_from_db()
    assert trial.space.access_version > before
    assert any(trial.space_id in each["space_ids"] for each in told)


def test_what_can_never_be_one(pair, admin):
    partner, other = pair
    town, far = make_collectivity(code="91286"), make_collectivity(code="69096")
    unofficial = make_collectivity(code=None)
    network = Organisation.objects.create(kind=Kind.NETWORK, name="Réseau")
    Organisation.objects.filter(pk=partner.pk).update(siren="732829320")
    numbered = make_partner(siren="552100554")
    for survivor, merged, said in (
        (partner, partner, "différentes"),
        (partner, town, "inversez"),
        (partner, unofficial, "inversez"),
        (unofficial, town, "référentiel officiel"),
        (town, far, "chacune son code"),
        (partner, numbered, "SIREN"),
        (partner, network, "réseau lui-même"),
    ):
        with pytest.raises(MergeRefusedError, match=said):
            merge_organisations(survivor=survivor, merged=merged, by=admin)
    merge_organisations(survivor=town, merged=other, by=admin)
    with pytest.raises(MergeRefusedError, match="déjà été fusionnée"):
        merge_organisations(survivor=partner, merged=other, by=admin)


def test_a_merge_is_undone_for_thirty_days(client, pair, admin):
    survivor, merged = pair
    declare_affiliation(user=make_user("Qui suit"), organisation=merged)
    client.force_login(admin)
    page = reverse("organisations:merges")
    posted = {"survivor": survivor.pk, "merged": merged.pk}
    html = client.get(page, posted).content.decode()
    assert "Qui suit · Mamas Exempleville" in html
    assert "Défaire" in client.post(page, posted, follow=True).content.decode()
    merge = OrganisationMerge.objects.get()
    undo = reverse("organisations:merge_undo", args=[merge.pk])
    OrganisationMerge.objects.update(at=timezone.now() - timedelta(days=31))
    html = client.post(undo, follow=True).content.decode()
    assert "pendant trente jours" in html
    assert "Défaire" not in html
    OrganisationMerge.objects.update(at=timezone.now() - timedelta(days=29))
    assert "1 ligne lui est rendue" in client.post(undo, follow=True).content.decode()
