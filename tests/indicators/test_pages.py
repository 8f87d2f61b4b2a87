"""The tab, the page of an indicator, their forms; who gets which is in tests/access."""

import re

import pytest
from django.urls import reverse

from experiments.indicators.models import Correction, Indicator, Measurement
from experiments.indicators.services import correct_measurement, remove_indicator
from tests.experiments.world import GUESTS, MEMBERS, make_entry

pytestmark = pytest.mark.django_db

NAMED = {"name": "Visites", "direction": "higher", "audience": "space"}


@pytest.fixture
def room(world):
    return reverse("experimentation_indicators", args=[world.experimentation.pk])


@pytest.fixture
def of_indicator(world, indicator):
    """`of_indicator("indicator_edit")`: an address of the indicator."""

    def address(name: str, *more) -> str:
        return reverse(name, args=[world.experimentation.pk, indicator.pk, *more])

    return address


def _text(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_the_empty_tab_says_what_to_do_next(room, sign_in):
    assert "Choisissez un ou deux indicateurs" in _text(sign_in("owner").get(room))
    page = _text(sign_in("reader").get(room))
    assert "Aucun indicateur n’est suivi ici" in page
    assert "Choisissez" not in page


def test_a_card_says_the_latest_value_its_trend_and_its_curve(room, measure, sign_in):
    measure("1200", "2026-01-12", precision="month")
    measure("1234.5", "2026-02-12", precision="month")
    page = _text(sign_in("reader").get(room))
    assert "1 234,5 familles" in page
    assert "En hausse de 34,5 depuis la mesure précédente" in page
    assert "dans le sens voulu" in page
    assert "Objectif : 40 familles" in page
    assert "<polyline" in page
    assert "Noter la mesure" not in page


def test_the_tab_counts_what_one_sees(world, room, indicator, sign_in):
    def shown() -> str:
        page = _text(sign_in("reader").get(room))
        return page.partition(f'href="{room}"')[2].partition("</a>")[0]

    assert '<span class="n">1</span>' in shown()
    indicator.audience = "owner"
    indicator.save()
    assert "class" not in shown()


def test_an_indicator_is_chosen_then_measured(world, room, sign_in):
    client = sign_in("owner")
    data = {**NAMED, "unit": "visites", "baseline_value": "1 000,5", "baseline_on": "2025-01-01"}
    answer = client.post(reverse("indicator_add", args=[world.experimentation.pk]), data)
    assert answer["Location"] == room
    made = Indicator.objects.get()
    assert (made.baseline_value, made.direction, made.author) == (
        pytest.approx(1000.5),
        "higher",
        world.user("owner"),
    )
    noted = client.post(
        reverse("measurement_add", args=[world.experimentation.pk, made.pk]),
        {
            "value": "1 234,5",
            "measured_on": "2026-02-03",
            "precision": "month",
            "source": "Guichet",
        },
    )
    assert noted["Location"] == f"{room}#indicateur-{made.pk}"
    measurement = Measurement.objects.get()
    assert (float(measurement.value), str(measurement.measured_on)) == (1234.5, "2026-02-01")


def test_the_form_in_the_page_is_the_one_that_is_sent(room, indicator, sign_in):
    from tests.security.forms import posted_forms

    page = sign_in("owner").get(room).content.decode()
    form = next(each for each in posted_forms(room, page) if each.action.endswith("/nouvelle/"))
    data = {name: values[-1] for name, values in form.fields.items() if values} | {"value": "3"}
    for _ in range(2):
        assert sign_in("owner").post(form.action, data).status_code == 302
    assert Measurement.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("value", "", "Indiquez la valeur mesurée."),
        ("value", "beaucoup", "Indiquez un nombre, par exemple 1 234,5"),
        ("value", "9" * 200, "Indiquez un nombre"),
        ("value", "\0", "Indiquez un nombre"),
        ("measured_on", "2999-01-01", "Cette date est à venir."),
        ("measured_on", "1910-01-01", "Indiquez une date à partir de 1950."),
        ("precision", "siècle", "siècle"),
        ("source", "x" * 201, "200"),
        ("entry", "999999", "Choisissez une note de la liste."),
        ("entry", "x", "Choisissez une note de la liste."),
        ("client_id", "x", ""),
    ],
)
def test_a_wrong_measurement_is_told_beside_its_field(of_indicator, sign_in, field, typed, said):
    data = {"value": "12", "measured_on": "2026-01-01", "precision": "day", "source": "Gardé"}
    answer = sign_in("owner").post(of_indicator("measurement_add"), {**data, field: typed})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {field}
    assert said in _text(answer)
    assert field == "source" or "Gardé" in _text(answer)
    assert not Measurement.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "***"}, "name"),
        ({"name": "familles  accueillies"}, "name"),
        ({"name": "x" * 161}, "name"),
        ({"audience": "tous"}, "audience"),
        ({"direction": ""}, "direction"),
        ({"target_value": "dix"}, "target_value"),
        ({"target_on": "3000-01-01"}, "target_on"),
        ({"baseline_on": "2025-01-01"}, "baseline_value"),
        ({"target_on": "2030-01-01"}, "target_value"),
    ],
)
def test_a_wrong_indicator_is_told_beside_its_field(world, indicator, sign_in, changed, field):
    address = reverse("indicator_add", args=[world.experimentation.pk])
    answer = sign_in("owner").post(address, NAMED | changed)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {field}
    assert Indicator.objects.count() == 1


def test_an_indicator_sent_twice_is_there_once(world, sign_in):
    client, address = sign_in("owner"), reverse("indicator_add", args=[world.experimentation.pk])
    key = client.get(address).context["form"]["client_id"].value()
    for _ in range(2):
        assert client.post(address, {**NAMED, "client_id": key}).status_code == 302
    assert Indicator.objects.count() == 1


def test_an_indicator_keeps_its_name_when_it_is_edited(of_indicator, indicator, sign_in):
    client = sign_in("carrier")
    form = client.get(of_indicator("indicator_edit")).context["form"]
    assert form["target_value"].value() == "40"
    data = {"name": indicator.name, "direction": "lower", "audience": "owner"}
    assert client.post(of_indicator("indicator_edit"), data).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.direction, indicator.audience, indicator.target_value) == (
        "lower",
        "owner",
        None,
    )


def test_a_measurement_names_a_note_only_to_who_reads_it(world, room, measure, sign_in):
    note = make_entry(world.experimentation, audience="owner")
    measure("12", "2026-03-12", entry=note)
    link = reverse("entry", args=[world.experimentation.pk, note.pk])
    assert link in _text(sign_in("owner").get(room))
    for role in ("reader", "other"):
        page = _text(sign_in(role).get(room))
        assert "12 familles" in page
        assert link not in page


def test_a_note_of_another_experimentation_cannot_be_named(world, of_indicator, sign_in):
    stray = make_entry(world.another)
    data = {"value": "1", "measured_on": "2026-01-01", "precision": "day", "entry": stray.pk}
    answer = sign_in("facilitator").post(of_indicator("measurement_add"), data)
    assert answer.context["form"].errors.keys() == {"entry"}


def test_of_a_long_journal_the_latest_notes_are_offered_and_the_chosen_one(
    world, of_indicator, sign_in
):
    old = make_entry(world.experimentation, occurred_on="2020-05-04", text="Le tout début")
    for n in range(101):
        make_entry(world.experimentation, text=f"Note {n}")
    client, data = sign_in("facilitator"), {"value": "1", "measured_on": "2026-01-01"}
    page = client.get(of_indicator("measurement_add")).content.decode()
    offered = re.findall(r'<option value="(\d+)"', page.partition('name="entry"')[2])
    assert len(offered) == 100
    assert str(old.pk) not in offered
    assert "12 mars 2024 · Observation · Note 100" in page
    # What a page does not offer may be sent by one that was open for long.
    data |= {"precision": "day", "entry": old.pk}
    assert client.post(of_indicator("measurement_add"), data).status_code == 302
    made = Measurement.objects.get(entry=old)
    shown = client.get(of_indicator("measurement_correct", made.pk)).content.decode()
    assert f'<option value="{old.pk}" selected>4 mai 2020 · Observation · Le tout début' in shown
    refused = client.post(of_indicator("measurement_add"), data | {"value": "x"}).content.decode()
    assert f'<option value="{old.pk}" selected>' in refused


def test_a_correction_asks_why_and_shows_what_was_said(of_indicator, measure, sign_in):
    made, client = measure("12", "2026-03-12"), sign_in("carrier")
    address = of_indicator("measurement_correct", made.pk)
    data = {"value": "1 500", "measured_on": "2026-03-12", "precision": "day"}
    answer = client.post(address, data)
    assert "Dites en quelques mots pourquoi" in _text(answer)
    assert "1 500" in _text(answer)
    assert client.post(address, data | {"reason": "Une feuille oubliée"}).status_code == 302
    page = _text(sign_in("reader").get(of_indicator("indicator")))
    assert "1 500 familles" in page
    assert "Avant : 12 familles (12 mars 2026)." in page
    assert "Une feuille oubliée" in page
    assert "Agent co-porteur" in page


def test_a_removed_measurement_is_offered_back(of_indicator, measure, sign_in):
    made, client = measure("12", "2026-03-12"), sign_in("owner")
    answer = client.post(of_indicator("measurement_remove", made.pk), follow=True)
    assert "La mesure est supprimée." in _text(answer)
    assert "Aucune mesure pour l’instant." in _text(answer)
    assert client.get(of_indicator("measurement_correct", made.pk)).status_code == 404
    assert client.post(of_indicator("measurement_restore", made.pk)).status_code == 302
    assert "12 familles" in _text(client.get(of_indicator("indicator")))


def test_what_was_measured_is_archived_and_read_below(world, room, indicator, measure, sign_in):
    measure("12", "2026-03-12")
    remove_indicator(indicator=indicator, by=world.user("owner"))
    page = _text(sign_in("reader").get(room))
    assert "Un indicateur archivé" in page
    assert "12 familles" in page
    assert (
        '<span class="n">1</span>' not in page.partition(f'href="{room}"')[2].partition("</a>")[0]
    )


def test_confirming_says_what_will_happen(of_indicator, measure, sign_in):
    client = sign_in("owner")
    assert "supprimé pour de bon" in _text(client.get(of_indicator("indicator_remove")))
    measure("12", "2026-03-12")
    assert "il sera archivé" in _text(client.get(of_indicator("indicator_remove")))
    answer = client.post(of_indicator("indicator_remove"), follow=True)
    assert "L’indicateur est archivé" in _text(answer)
    client.post(of_indicator("indicator_restore"))
    assert Indicator.objects.get().archived_at is None


def test_an_indicator_of_the_owners_is_nowhere_for_the_others(
    world, of_indicator, indicator, measure, sign_in
):
    secret = "Chiffre confidentiel"
    room = reverse("experimentation_indicators", args=[world.experimentation.pk])
    indicator.name, indicator.audience = secret, "owner"
    indicator.save()
    made = measure("98765", "2026-03-12", source=secret)
    correct_measurement(
        measurement=made,
        by=world.user("owner"),
        reason=secret,
        value=98764,
        measured_on=made.measured_on,
        precision="day",
    )
    addresses = [room, f"{room}mesures.csv", of_indicator("indicator")]
    addresses += [reverse("experimentation", args=[world.experimentation.pk])]
    for role in (MEMBERS | GUESTS) - {"owner", "carrier", "facilitator", "admin", "withdrawn"}:
        client = sign_in(role)
        for address in addresses:
            page = _text(client.get(address))
            assert secret not in page, (role, address)
            assert "98 76" not in page, (role, address)
            assert "98765" not in page, (role, address)
    assert secret in _text(sign_in("carrier").get(room))
    assert Correction.objects.count() == 1


def test_who_looks_as_a_guest_sees_the_indicators_she_sees(world, indicator, measure, sign_in):
    measure("12", "2026-03-12")
    hidden = Indicator.objects.create(
        experimentation=world.experimentation, name="Chiffre confidentiel", audience="owner"
    )
    access = world.user("reader").guest_accesses.get()
    address = reverse(
        "guest_view_part", args=[world.experimentation.space_id, access.pk, "indicators"]
    )
    page = _text(sign_in("owner").get(address))
    assert "12 familles" in page
    assert "Noter la mesure" not in page
    assert hidden.name not in page


@pytest.mark.parametrize("address", ["experimentation_indicators", "indicator"])
def test_a_page_asks_no_more_when_there_is_more(indicator, measure, sign_in, queries, address):
    trial = indicator.experimentation
    entry = make_entry(trial)
    args = [trial.pk]
    args += [indicator.pk] if address == "indicator" else []
    client, url = sign_in("owner"), reverse(address, args=args)

    def more(count: int) -> None:
        for n in range(count):
            other = Indicator.objects.create(
                experimentation=trial, name=f"{Indicator.objects.count()}"
            )
            for each in (indicator, other):
                measure(str(n), "2026-01-01", indicator=each, entry=entry)

    more(3)
    client.get(url)
    asked = queries(lambda: client.get(url))
    more(6)
    again = queries(lambda: client.get(url))
    assert len(asked) == len(again) <= 12
