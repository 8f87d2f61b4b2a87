"""Indicators, measurements and their history."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from audit.models import AuditEvent
from experiments.indicators import importing, services
from experiments.indicators.models import Correction, Indicator, Measurement
from experiments.indicators.selectors import named_in
from tests.experiments.world import READERS, make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def _acts() -> list[str]:
    return list(
        AuditEvent.objects.filter(target_type="indicators.indicator")
        .order_by("pk")
        .values_list("action", flat=True)
    )


def test_the_same_form_makes_one_indicator(world):
    key = uuid.uuid4()
    asked = {
        "experimentation": world.experimentation,
        "author": world.user("owner"),
        "name": "Visites",
        "client_id": key,
    }
    first, new = services.add_indicator(**asked)
    again, new_again = services.add_indicator(**asked)
    assert (first, new, new_again) == (again, True, False)
    assert _acts() == ["indicator.added"]


def test_a_form_kept_from_another_experimentation_makes_one_here_too(world):
    key, author = uuid.uuid4(), world.user("facilitator")
    made = [
        services.add_indicator(experimentation=each, author=author, name="Visites", client_id=key)
        for each in (world.experimentation, world.another)
    ]
    assert [new for _indicator, new in made] == [True, True]


def test_a_measurement_sent_twice_is_there_once(measure):
    key = uuid.uuid4()
    first = measure("12", "2026-03-12", client_id=key)
    assert measure("12", "2026-03-12", client_id=key) == first
    # Changed and sent again, twice: another one, once.
    second = measure("13", "2026-03-12", client_id=key)
    assert measure("13", "2026-03-12", client_id=key) == second != first
    assert Measurement.objects.count() == 2


def test_a_measurement_is_signed_and_dated_as_exactly_as_known(world, measure):
    made = measure("12", "2026-03-12", precision="month")
    assert made.measured_on == date(2026, 3, 1)
    assert (made.organisation, made.author_role) == (world.owner, "member")


def test_a_correction_keeps_what_was_said(world, measure):
    made = measure("12", "2026-03-12", source="Feuilles")
    asked = {
        "measurement": made,
        "by": world.user("carrier"),
        "reason": "Une feuille oubliée",
        "value": Decimal(15),
        "measured_on": date(2026, 3, 13),
        "precision": "day",
        "source": "Feuilles",
    }
    correction = services.correct_measurement(**asked)
    assert (correction.value, correction.measured_on) == (12, date(2026, 3, 12))
    assert correction.corrected_by == world.user("carrier")
    made.refresh_from_db()
    assert (made.value, made.author) == (15, world.user("owner"))
    # Sent twice, it is said once.
    assert services.correct_measurement(**asked) is None
    assert Correction.objects.count() == 1
    assert _acts() == ["indicator.added", "measurement.corrected"]


def test_a_removed_measurement_is_out_of_every_list_and_comes_back(world, measure):
    made = measure("12", "2026-03-12")
    services.remove_measurement(measurement=made, by=world.user("owner"))
    assert not Measurement.objects.exists()
    services.restore_measurement(measurement=made, by=world.user("owner"))
    assert Measurement.objects.get() == made
    assert _acts()[1:] == ["measurement.removed", "measurement.restored"]


@pytest.mark.parametrize("removed", [False, True])
def test_what_was_measured_is_archived_and_not_deleted(world, indicator, measure, removed):
    made = measure("12", "2026-03-12")
    if removed:
        services.remove_measurement(measurement=made, by=world.user("owner"))
    assert not services.remove_indicator(indicator=indicator, by=world.user("owner"))
    indicator.refresh_from_db()
    assert indicator.archived_at
    services.restore_indicator(indicator=indicator, by=world.user("owner"))
    assert Indicator.objects.get().archived_at is None


def test_what_was_never_measured_is_deleted(world, indicator):
    assert services.remove_indicator(indicator=indicator, by=world.user("owner"))
    assert not Indicator.objects.exists()
    assert _acts() == ["indicator.added", "indicator.removed"]


def test_indicators_change_places(world):
    names = ["Un", "Deux", "Trois"]
    made = {
        name: services.add_indicator(
            experimentation=world.experimentation, author=world.user("owner"), name=name
        )[0]
        for name in names
    }

    def order() -> list[str]:
        return list(Indicator.objects.order_by("position").values_list("name", flat=True))

    services.move_indicator(indicator=made["Trois"], up=True)
    assert order() == ["Un", "Trois", "Deux"]
    services.move_indicator(indicator=made["Un"], up=True)
    assert order() == ["Un", "Trois", "Deux"]
    services.move_indicator(indicator=made["Un"], up=False)
    assert order() == ["Trois", "Un", "Deux"]


def test_a_change_of_audience_is_journalled(world, indicator):
    services.edit_indicator(indicator=indicator, editor=world.user("owner"), name="Familles")
    assert _acts() == ["indicator.added"]
    services.edit_indicator(indicator=indicator, editor=world.user("owner"), audience="owner")
    assert _acts() == ["indicator.added", "indicator.audience_changed"]


def test_a_note_that_goes_leaves_the_measurement(world, measure):
    entry = make_entry(world.experimentation)
    made = measure("12", "2026-03-12", entry=entry)
    entry.delete()
    made.refresh_from_db()
    assert made.entry is None


@pytest.mark.parametrize("model", [Indicator, Measurement])
@pytest.mark.parametrize("public", [False, True])
def test_who_sees_what_by_both_axes(world, model, public):
    """`visible_to` and `seen_with` answer the same for everybody, measurements as indicators."""
    from experiments.selectors import get_experimentation
    from groups.permissions import space_access

    trial = world.experimentation
    trial.audience = "public" if public else "space"
    trial.save()
    for audience in ("owner", "space", "public"):
        made, _new = services.add_indicator(
            experimentation=trial, author=world.user("owner"), name=audience, audience=audience
        )
        services.add_measurement(
            indicator=made,
            author=world.user("owner"),
            value=Decimal(1),
            measured_on=date(2026, 1, 1),
        )
    field = "name" if model is Indicator else "indicator__name"
    owners = {"owner", "carrier", "facilitator", "admin", "withdrawn"}
    for role in {*READERS, "stranger", "visitor", "expired", "other_guest", "other_facilitator"}:
        expected = {"public"} if public else set()
        if role in READERS:
            expected = {"space", "public"}
        if role in owners:
            expected = {"owner", "space", "public"}
        user = world.user(role)
        seen = set(model.objects.visible_to(user).values_list(field, flat=True))
        assert seen == expected, role
        if expected:
            access = space_access(user, trial.space)
            assert get_experimentation(user, trial.pk)
            assert set(model.objects.all().seen_with(access).values_list(field, flat=True)) == seen


def test_what_was_removed_is_erased_after_thirty_days(world, measure):
    kept, old, recent = (measure(str(n), "2026-03-12") for n in range(3))
    for made, days in ((old, 31), (recent, 29)):
        services.remove_measurement(measurement=made, by=world.user("owner"))
        past = timezone.now() - timedelta(days=days)
        Measurement.with_removed.filter(pk=made.pk).update(removed_at=past)
    call_command("measurements_daily")
    assert set(Measurement.with_removed.all()) == {kept, recent}


def test_a_name_taken_meanwhile_is_said_by_its_field(world, indicator, client, monkeypatch):
    """Between what the form looked at and the write."""
    other = services.add_indicator(
        experimentation=world.experimentation, author=world.user("owner"), name="Repas servis"
    )[0]
    none = Indicator.objects.none()
    monkeypatch.setattr("experiments.indicators.views.indicators.named_in", lambda *args: none)
    client.force_login(world.user("owner"))
    url = f"/experimentations/{world.experimentation.pk}/indicateurs/{other.pk}/modifier/"
    sent = {"name": "familles ACCUEILLIES", "direction": "higher", "audience": "space"}
    answer = client.post(url, sent)
    assert "Un autre indicateur a pris ce nom" in answer.content.decode()
    other.refresh_from_db()
    assert other.name == "Repas servis"


def test_what_is_out_of_sight_keeps_its_name_and_its_measurements(world, indicator, measure):
    """Its name is not taken by another, by form or by file; its values are nowhere, and come
    back."""
    made = measure("12", "2026-01-01")
    services.withhold_indicator(pk=indicator.pk, withheld="hidden", by=world.user("facilitator"))
    assert not Indicator.objects.exists()
    assert not Measurement.objects.exists()
    trial, author = world.experimentation, world.user("carrier")
    with pytest.raises(services.NameTakenError):
        services.add_indicator(experimentation=trial, author=author, name=indicator.name.upper())
    rows = [["1", "Date", "Indicateur", "Valeur"], ["2", "02/2026", indicator.name, "3"]]
    columns = importing.guessed_columns(rows[0][1:])
    [line] = importing.review(rows, columns, named_in(trial), create=[indicator.name]).lines
    assert line.problems == [
        f"l’indicateur «\u00a0{indicator.name}\u00a0» est masqué par l’animation"
    ]
    services.withhold_indicator(pk=indicator.pk, withheld="", by=world.user("facilitator"))
    services.withhold_measurement(pk=made.pk, withheld="removed", by=world.user("facilitator"))
    assert Indicator.objects.get() == indicator
    assert not Measurement.objects.exists()
