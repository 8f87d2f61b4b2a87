"""A form field that finds one organisation, with or without JavaScript.

What it posts, for a field called `organisation`:

- `organisation`: the id of the one chosen (hidden, or one of the radio buttons of the results);
- `organisation_text`: what is typed;
- `organisation_for`: what was typed when that choice was made or proposed.

The choice counts as long as the text is still the one it was made for, so that a person without
JavaScript may type something else and search again. A bare `organisation=<id>` counts too.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.text import clean_line, whole_number
from organisations.enums import Kind
from organisations.models import Organisation
from organisations.search import LONGEST_QUERY, search


@dataclass(frozen=True, slots=True)
class Typed:
    """What came from the browser."""

    text: str
    chosen: str = ""

    def __str__(self) -> str:
        return self.chosen

    def __bool__(self) -> bool:
        return bool(self.text or self.chosen)


def _id(value) -> int | None:
    return whole_number(str(getattr(value, "pk", value) or ""))


class OrganisationPicker(forms.Widget):
    """A text field that becomes an ARIA 1.2 combobox; without JavaScript, results to tick."""

    template_name = "organisations/_picker.html"

    def __init__(self, attrs=None, kinds: Iterable[str] = ()):
        super().__init__(attrs)
        self.kinds = tuple(kinds)

    def value_from_datadict(self, data, files, name):
        text, chosen = data.get(f"{name}_text"), str(data.get(name) or "")
        if text is None:
            return Typed("", chosen) if chosen else None
        text = clean_line(str(text)[: 2 * LONGEST_QUERY])[:LONGEST_QUERY]
        if text != clean_line(str(data.get(f"{name}_for") or "")):
            chosen = ""
        return Typed(text, chosen)

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}_text" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        typed = value if isinstance(value, Typed) else Typed("", str(_id(value) or ""))
        key = _id(typed.chosen)
        chosen = Organisation.objects.of_kinds(self.kinds).filter(pk=key).first() if key else None
        results = [] if chosen or not typed.text else search(typed.text, kinds=self.kinds)
        context["picker"] = {
            "text": chosen.label if chosen else typed.text,
            "chosen": chosen,
            "results": results,
            "kinds": ",".join(self.kinds),
            "url": reverse("organisations:search"),
            "longest": LONGEST_QUERY,
            "attrs": flatatt(context["widget"]["attrs"]),
        }
        return context

    def _render(self, template_name, context, renderer=None):
        # A template of the project, with its tags: Django's form renderer knows only its own.
        return render_to_string(template_name, context)


class OrganisationField(forms.Field):
    """One organisation, as an `Organisation` in `cleaned_data` (None when empty and not required).

    `kinds` says which are proposed: `OrganisationField(kinds=[Kind.COLLECTIVITY])`; all unless
    told. `initial` may be an organisation or its id.
    """

    widget = OrganisationPicker
    default_error_messages = {
        "required": _("Indiquez une organisation."),
        "choose": _(
            "Plusieurs organisations correspondent\u00a0: choisissez la vôtre dans la liste."
        ),
        "found": _("Est-ce bien celle-ci\u00a0? Choisissez-la, ou précisez votre recherche."),
        "unknown": _(
            "Aucune organisation ne correspond à «\u00a0%(text)s\u00a0». "
            "Essayez son nom seul, son code postal ou son numéro SIREN."
        ),
        "invalid": _("Cette organisation n’est plus proposée\u00a0: cherchez-la à nouveau."),
    }

    def __init__(self, *, kinds: Iterable[str] = (), **kwargs):
        self.kinds = tuple(Kind(kind).value for kind in kinds)
        super().__init__(**kwargs)
        self.widget.kinds = self.kinds

    def clean(self, value) -> Organisation | None:
        typed = value if isinstance(value, Typed) else Typed("", str(_id(value) or ""))
        if typed.chosen:
            found = Organisation.objects.current().of_kinds(self.kinds)
            key = _id(typed.chosen)
            organisation = found.filter(pk=key).first() if key else None
            if organisation is None:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
            return organisation
        if not typed.text:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        results = search(typed.text, kinds=self.kinds, limit=2)
        code = ("unknown", "found", "choose")[len(results)]
        raise forms.ValidationError(
            self.error_messages[code], code=code, params={"text": typed.text}
        )

    def has_changed(self, initial, data) -> bool:
        typed = data if isinstance(data, Typed) else Typed("", str(_id(data) or ""))
        return _id(initial) != _id(typed.chosen)
