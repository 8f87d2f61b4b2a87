"""The organisation field, as forms and people without JavaScript meet it."""

import pytest
from django import forms

from organisations.enums import Kind
from organisations.forms import OrganisationField
from tests.factories import make_collectivity, make_partner

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    organisation = OrganisationField(label="Organisation", kinds=[Kind.COLLECTIVITY])
    optional = OrganisationField(label="Autre", required=False)


@pytest.fixture
def grigny():
    return make_collectivity("Grigny", code="91286", population=27_000)


@pytest.fixture
def other():
    return make_collectivity("Grigny", code="62388", department_code="62", population=300)


def test_a_bare_id_is_enough(grigny):
    form = Form({"organisation": str(grigny.pk)})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"organisation": grigny, "optional": None}


def test_typed_text_proposes_results_to_tick_and_keeps_the_text(grigny, other):
    form = Form({"organisation_text": "grigny", "organisation_for": "", "organisation": ""})
    assert form["organisation"].errors == [
        "Plusieurs organisations correspondent\u00a0: choisissez la vôtre dans la liste."
    ]
    html = str(form["organisation"])
    assert f'type="radio" name="organisation" value="{grigny.pk}"' in html
    assert html.index(f'value="{grigny.pk}"') < html.index(f'value="{other.pk}"')
    assert 'name="organisation_text"' in html
    assert 'value="grigny"' in html
    assert "Commune · Essonne (91) · 27\u202f000 habitants" in html


def test_a_single_result_is_proposed_not_taken(grigny):
    form = Form({"organisation_text": "91286"})
    assert form.errors["organisation"] == [
        "Est-ce bien celle-ci\u00a0? Choisissez-la, ou précisez votre recherche."
    ]


def test_a_ticked_result_is_taken(grigny):
    form = Form(
        {
            "organisation_text": "grigny",
            "organisation_for": "grigny",
            "organisation": str(grigny.pk),
        }
    )
    assert form.is_valid()
    assert form.cleaned_data["organisation"] == grigny


def test_other_words_than_those_of_the_choice_search_again(grigny, other):
    form = Form(
        {
            "organisation_text": "grigny 62",
            "organisation_for": "Grigny (91)",
            "organisation": str(grigny.pk),
        }
    )
    assert "organisation" in form.errors
    assert f'value="{other.pk}"' in str(form["organisation"])
    assert f'value="{grigny.pk}"' not in str(form["organisation"])


@pytest.mark.parametrize(
    "posted",
    [
        {"organisation": "0"},
        {"organisation": "abc"},
        {"organisation": "-1"},
        {"organisation": "9" * 40},
        {"organisation": "١٢"},
        {"organisation": "\x00"},
    ],
)
def test_an_id_that_is_nobody_is_refused_in_words(posted, grigny):
    form = Form(posted)
    assert form.errors["organisation"] == [
        "Cette organisation n’est plus proposée\u00a0: cherchez-la à nouveau."
    ]
    assert str(form)


def test_a_partner_is_not_a_collectivity(grigny):
    partner = make_partner("Grigny Solidaire")
    form = Form({"organisation": str(partner.pk), "optional": str(partner.pk)})
    assert list(form.errors) == ["organisation"]
    assert form.cleaned_data["optional"] == partner


def test_nothing_found_says_what_to_try_and_keeps_the_words(grigny):
    form = Form({"organisation_text": "Zzyzx & Cie"})
    assert (
        "Aucune organisation ne correspond à «\u00a0Zzyzx & Cie\u00a0»"
        in form.errors["organisation"][0]
    )
    assert 'value="Zzyzx &amp; Cie"' in str(form["organisation"])


def test_an_empty_required_field_says_so(grigny):
    form = Form({"organisation_text": "", "organisation_for": "", "organisation": ""})
    assert form.errors == {"organisation": ["Indiquez une organisation."]}


def test_the_present_organisation_is_shown_and_kept(grigny):
    form = Form(initial={"organisation": grigny})
    html = " ".join(str(form["organisation"]).split())
    assert 'value="Grigny (91)"' in html
    assert f'type="hidden" name="organisation" value="{grigny.pk}"' in html
    posted = {
        "organisation_text": "Grigny (91)",
        "organisation_for": "Grigny (91)",
        "organisation": str(grigny.pk),
    }
    form = Form(posted, initial={"organisation": grigny.pk})
    assert form.is_valid()
    assert form.changed_data == []


@pytest.mark.parametrize(
    "text",
    ["a" * 100_000, "\x00", "\u202egrigny", "🥖🥖", "%", "_", "' OR 1=1 --", "((((", "٩٣", "ﷺ"],
)
def test_hostile_text_gets_a_message(text, grigny):
    form = Form({"organisation_text": text})
    assert form.errors["organisation"]
    assert "<script" not in str(form)
