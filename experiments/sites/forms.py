"""Naming a place."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form, LineField
from common.models import Audience
from experiments.forms.journal import AUDIENCES
from organisations.enums import Kind, Level
from organisations.forms import OrganisationField


class SiteForm(Form):
    """Only its name is needed."""

    name = LineField(
        label=_("Nom du lieu"),
        max_length=160,
        help_text=_("Comme vous l’appelez entre vous\u00a0: «\u00a0la salle des Tilleuls\u00a0»."),
        error_messages={"required": _("Donnez un nom à ce lieu.")},
    )
    place = LineField(
        label=_("Adresse ou repère"),
        max_length=300,
        required=False,
        help_text=_("«\u00a012 rue de la Gare\u00a0», ou «\u00a0derrière le marché\u00a0»."),
    )
    commune = OrganisationField(
        label=_("Commune"),
        kinds=[Kind.COLLECTIVITY],
        required=False,
        help_text=_("Elle place le lieu sur la carte."),
    )
    audience = forms.ChoiceField(
        label=_("Visible par"),
        choices=AUDIENCES.items(),
        initial=Audience.SPACE,
        widget=forms.RadioSelect,
    )

    def clean_commune(self):
        commune = self.cleaned_data["commune"]
        if commune and commune.level != Level.COMMUNE:
            raise forms.ValidationError(_("Choisissez une commune de la liste."))
        return commune
