"""What the lists and maps of experimentations are narrowed by, read from the address."""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form
from experiments.enums import Activity, Stage
from organisations.enums import Level
from organisations.forms import LongSelect, department_choices


class ExperimentationFilters(Form):
    """A wrong value is said beside its field and narrows nothing."""

    etape = forms.ChoiceField(
        label=_("Étape"), required=False, choices=[("", _("Toutes")), *Stage.choices]
    )
    activite = forms.ChoiceField(
        label=_("Activité de départ"),
        required=False,
        choices=[("", _("Toutes")), *Activity.choices],
    )
    niveau = forms.ChoiceField(
        label=_("Niveau"), required=False, choices=[("", _("Tous")), *Level.choices]
    )
    departement = forms.ChoiceField(label=_("Département"), required=False, widget=LongSelect)
    porteuse = forms.ChoiceField(
        label=_("Portée par"),
        required=False,
        choices=[
            ("", _("Toutes")),
            ("moi", _("Ma collectivité")),
            ("autres", _("D’autres")),
        ],
    )
    reseau = forms.BooleanField(label=_("Adhérentes au réseau seulement"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["departement"].choices = [("", _("Tous")), *department_choices()]
        if not user.is_authenticated:
            del self.fields["porteuse"]

    @property
    def asked(self) -> dict:
        """What was understood and is not empty."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def query(self, **changes: str) -> str:
        """The address of the same filters with `changes` ("" takes one off), ending so that one
        more may be added: « ?etape=trial& »."""
        kept = {name: "on" if value is True else value for name, value in self.asked.items()}
        kept |= changes
        found = urlencode({name: value for name, value in kept.items() if value})
        return f"?{found}&" if found else "?"

    @property
    def said(self) -> list[str]:
        """What was chosen, in words, for whoever reads it printed."""
        found = []
        for name, value in self.asked.items():
            field = self.fields[name]
            if value is True:
                found.append(str(field.label))
            else:
                found.append(f"{field.label}\u00a0: {dict(field.choices)[value]}")
        return found
