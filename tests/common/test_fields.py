"""The field tag: label, help and error wired to the control, whatever the widget."""

import re

import pytest
from django import forms
from django.template import engines
from pytest_django.asserts import assertHTMLEqual

from common.forms import Boxes, DateField, Form, LineField, TextField

STAGES = [("a", "Repérage"), ("b", "Diagnostic")]


class Everything(Form):
    line = LineField(label="Ligne", max_length=10, help_text="Courte.")
    text = TextField(label="Texte", max_length=20)
    day = DateField(label="Jour")
    stage = forms.ChoiceField(label="Étape", choices=STAGES)
    audience = forms.ChoiceField(label="Public", choices=STAGES, widget=forms.RadioSelect)
    levers = forms.MultipleChoiceField(
        label="Leviers", choices=STAGES, widget=forms.CheckboxSelectMultiple, required=False
    )
    photo = forms.FileField(label="Photo", required=False)
    charter = forms.BooleanField(label="Charte lue")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def draw(form, template="{% for bound in form %}{% field bound %}{% endfor %}") -> str:
    return engines["django"].from_string(template).render({"form": form})


def test_each_control_has_its_label():
    page = draw(Everything())
    for name in ["line", "text", "day", "stage", "photo", "charter"]:
        assert f'<label for="id_{name}">' in page
    assert page.count("<fieldset") == 2
    assert page.count("<legend>") == 2


def test_the_box_comes_before_its_label():
    page = draw(Everything(), "{% field form.charter %}")
    assert page.index('type="checkbox"') < page.index("<label")


def test_help_and_errors_are_read_with_the_control():
    form = Everything({"line": "bien trop longue pour cela", "text": "x" * 21, "day": "31/02/2026"})
    page = draw(form)
    assert 'aria-describedby="id_line_help id_line_error"' in page
    assert 'id="id_line_help"' in page
    assert 'id="id_line_error"' in page
    assert page.count('aria-invalid="true"') >= 5
    assert 'aria-describedby="id_audience_error"' in page


def test_what_was_typed_is_kept_and_escaped():
    form = Everything({"line": '"><b>x</b>', "text": "</textarea><script>", "day": "demain"})
    page = draw(form)
    assert "&quot;&gt;&lt;b&gt;" in page
    assert "&lt;/textarea&gt;&lt;script&gt;" in page
    assert 'value="demain"' in page
    assert "<script>" not in page


def test_what_is_optional_says_so():
    page = draw(Everything(), "{% field form.photo %}{% field form.line %}")
    assert page.count("facultatif") == 1


def test_a_long_text_shows_its_limit():
    page = draw(Everything(), "{% field form.text %}")
    assert "20 caractères au plus" in page
    assert 'maxlength="20"' in page


def test_further_attributes_reach_the_control():
    page = draw(Everything(), '{% field form.line hx_get="/x/" autocomplete="off" %}')
    assert 'hx-get="/x/"' in page
    assert 'autocomplete="off"' in page


def test_hidden_fields_have_no_label():
    page = draw(Everything(), "{% field form.token %}")
    assert "<label" not in page


@pytest.mark.parametrize(("name", "target"), [("line", "id_line"), ("audience", "id_audience")])
def test_the_summary_links_to_each_wrong_field(name, target):
    page = draw(Everything({}), "{% form_errors form %}{% field form." + name + " %}")
    assert f'href="#{target}"' in page
    assert f'id="{target}"' in page
    assert 'role="alert"' in page


def test_a_good_form_has_no_summary():
    assert draw(Everything(), "{% form_errors form %}").strip() == ""


def test_a_chart_says_the_same_in_its_table():
    page = (
        engines["django"]
        .from_string('{% bars "k" "Repas" "Mois" "repas" values %}')
        .render({"values": [("mars", 10), ("<b>", 0), ("mai", 20)]})
    )
    assert page.count("<rect") == 3
    assert re.search(r'<rect x="8"\s+y="45"\s+width="40"\s+height="45"', page)
    assert '<td class="num">20</td>' in page
    assert "&lt;b&gt;" in page
    assert 'aria-labelledby="k-titre k-texte"' in page


def test_a_chart_of_nothing_is_drawn():
    page = engines["django"].from_string('{% bars "k" "t" "l" "u" values %}').render({"values": []})
    assert "<rect" not in page


@pytest.mark.parametrize("attrs", [{}, {"id": "x", "aria-invalid": "true"}])
@pytest.mark.parametrize("value", [[], ["b"], ["a", "b", "other"]])
def test_boxes_drawn_at_once_are_those_of_django(attrs, value):
    choices = [("a", "<b>Repérage</b>"), ("b", 'Dit "tôt"')]
    ours, theirs = (
        widget(choices=choices).render("stages", value, attrs)
        for widget in (Boxes, forms.CheckboxSelectMultiple)
    )
    assertHTMLEqual(ours, theirs)
