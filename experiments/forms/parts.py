"""Partners, planned actions, fundings."""

import re
from datetime import date
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.forms import DateField, Form, LineField
from common.models import Audience
from experiments.enums import Contribution
from experiments.forms.journal import AUDIENCES
from organisations.forms import OrganisationField

LATEST = date(2100, 12, 31)


class PartnerForm(Form):
    """An organisation beside the carriers."""

    organisation = OrganisationField(label=_("Structure ou collectivité"))
    role = LineField(
        label=_("Son rôle"),
        max_length=160,
        required=False,
        help_text=_(
            "Par exemple «\u00a0accompagne le groupe\u00a0» ou «\u00a0prête le local\u00a0»."
        ),
    )
    contribution_kinds = forms.MultipleChoiceField(
        label=_("Ce qu’elle apporte"),
        choices=Contribution.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contribution = LineField(
        label=_("Plus précisément"),
        max_length=300,
        required=False,
        help_text=_(
            "Par exemple «\u00a0une salle le mardi\u00a0» ou «\u00a0deux heures par semaine\u00a0»."
        ),
    )
    contact = LineField(
        label=_("Qui contacter"),
        max_length=160,
        required=False,
        help_text=_("La fonction plutôt que le nom\u00a0: «\u00a0chargé·e de mission ESS\u00a0»."),
    )


class ActionForm(Form):
    """What will be done, by whom, by when."""

    title = LineField(
        label=_("Que faut-il faire\u00a0?"),
        max_length=200,
        error_messages={"required": _("Écrivez ce qu’il faut faire.")},
    )
    assignee = forms.ModelChoiceField(
        label=_("Par quelle personne de l’espace"),
        queryset=None,
        required=False,
        empty_label=_("À décider"),
        help_text=_("L’action apparaîtra dans son travail à faire."),
        error_messages={"invalid_choice": _("Choisissez une personne de la liste.")},
    )
    responsible = LineField(
        label=_("Ou par qui d’autre"),
        max_length=160,
        required=False,
        help_text=_("Un service, une structure\u00a0: le service propreté, la maison de quartier…"),
    )
    due_on = DateField(label=_("Pour quand"), required=False)
    audience = forms.ChoiceField(
        label=_("Visible par"),
        choices=AUDIENCES.items(),
        initial=Audience.SPACE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = people

    def clean_due_on(self):
        due = self.cleaned_data["due_on"]
        if due and not date(2000, 1, 1) <= due <= LATEST:
            raise forms.ValidationError(_("Indiquez une date entre 2000 et 2100."))
        return due


class EurosField(forms.DecimalField):
    """An amount as people write it: « 12 500,50 € », « 12500.50 »."""

    default_error_messages = {"invalid": _("Indiquez un montant, par exemple 12 500,50.")}

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_digits=12, decimal_places=2, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 30})

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"[\s€]", "", value).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            return f"{value:.2f}".removesuffix(".00").replace(".", ",")
        return value


class FundingForm(Form):
    """Who gave; if known, when and how much."""

    funder = OrganisationField(label=_("Financeur"))
    year = forms.IntegerField(
        label=_("Année"),
        required=False,
        min_value=1950,
        error_messages={"invalid": _("Indiquez une année, par exemple 2024.")},
    )
    amount = EurosField(label=_("Montant en euros"), required=False)
    note = LineField(label=_("Pour quoi"), max_length=300, required=False)
    audience = forms.ChoiceField(
        label=_("Visible par"),
        choices=AUDIENCES.items(),
        initial=Audience.SPACE,
        widget=forms.RadioSelect,
    )

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year and year > timezone.localdate().year + 10:
            raise forms.ValidationError(_("Cette année est trop lointaine."))
        return year
