"""Forms about organisations; other apps take `OrganisationField` from here."""

from django import forms
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from common.forms import DateField, Form, LineField, TextField
from organisations.enums import Kind, Level, PartnerType
from organisations.fields import OrganisationField
from organisations.models import Organisation
from organisations.reference import departments
from organisations.search import LONGEST_QUERY

__all__ = [
    "AffiliationForm",
    "CollectivityFilters",
    "DomainForm",
    "LeaveForm",
    "MergeForm",
    "NetworkMembershipForm",
    "OrganisationField",
    "PartnerFilters",
    "PartnerForm",
    "PresentationForm",
    "RefusalForm",
]


def department_choices() -> list[tuple[str, str]]:
    """Every département and overseas collectivity, by code."""
    return [(code, f"{code} – {name}") for code, name in departments().items()]


class LongSelect(forms.Select):
    """A select of many options, without the template that Django draws for each of them: a third
    of the time of the whole page."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (code, mark_safe(" selected") if str(code) in chosen else "", label)
                for code, label in self.choices
            ),
        )
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(given), options)


class _Filters(Form):
    """Filters of a directory, read from the address; a wrong value is said and narrows nothing."""

    q = LineField(label=_("Rechercher"), required=False, max_length=LONGEST_QUERY)
    departement = forms.ChoiceField(label=_("Département"), required=False, widget=LongSelect)

    # Query parameter → field of the organisation.
    fields_of = {"departement": "department_code"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["departement"].choices = [("", _("Tous")), *department_choices()]

    @property
    def text(self) -> str:
        """What is searched for."""
        self.is_valid()
        return self.cleaned_data.get("q", "")

    @property
    def narrowed(self) -> dict:
        """What was chosen, by field of the organisation."""
        self.is_valid()
        return {
            field: self.cleaned_data[name]
            for name, field in self.fields_of.items()
            if self.cleaned_data.get(name)
        }


class CollectivityFilters(_Filters):
    niveau = forms.ChoiceField(
        label=_("Niveau"), required=False, choices=[("", _("Tous")), *Level.choices]
    )
    reseau = forms.BooleanField(label=_("Adhérentes au réseau seulement"), required=False)

    field_order = ["q", "niveau", "departement", "reseau"]
    fields_of = {
        "departement": "department_code",
        "niveau": "level",
        "reseau": "is_network_member",
    }


class PartnerFilters(_Filters):
    type = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("Tous")), *PartnerType.choices]
    )

    field_order = ["q", "type", "departement"]
    fields_of = {"departement": "department_code", "type": "partner_type"}


def _siren_is_right(siren: str) -> bool:
    """Luhn's sum, which every SIREN satisfies."""
    digits = [int(char) for char in siren]
    doubled = [d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)]
    return sum(doubled) % 10 == 0


class PresentationForm(Form):
    """What may be written about any organisation."""

    website = forms.URLField(
        label=_("Site internet"),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": _("Indiquez une adresse, par exemple https://exemple.fr.")},
    )
    description = TextField(
        label=_("Présentation"),
        required=False,
        max_length=4000,
        rows=5,
        help_text=_("En quelques phrases\u00a0: ce qu’elle fait, avec qui, où."),
    )

    @classmethod
    def initial_of(cls, organisation: Organisation) -> dict:
        return {name: getattr(organisation, name) or "" for name in cls.base_fields}


class PartnerForm(PresentationForm):
    """A partner structure."""

    name = LineField(
        label=_("Nom de la structure"),
        max_length=200,
        error_messages={"required": _("Indiquez le nom de la structure.")},
    )
    partner_type = forms.ChoiceField(
        label=_("Type"),
        choices=[("", _("Choisissez…")), *PartnerType.choices],
        error_messages={
            "required": _("Choisissez un type\u00a0; «\u00a0Autre\u00a0» convient aussi.")
        },
    )
    department_code = forms.ChoiceField(label=_("Département"), required=False, widget=LongSelect)
    siren = LineField(
        label=_("SIREN"),
        required=False,
        max_length=24,
        help_text=_("Neuf chiffres, si vous le connaissez\u00a0: il évite les doublons."),
    )

    field_order = ["name", "partner_type", "department_code", "siren", "website", "description"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department_code"].choices = [("", _("Non précisé")), *department_choices()]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if not any(char.isalnum() for char in name):
            raise forms.ValidationError(_("Indiquez le nom de la structure, en lettres."))
        return name

    def clean_siren(self) -> str:
        siren = "".join(self.cleaned_data["siren"].split())
        if not siren:
            return ""
        if siren.isascii() and siren.isdigit() and len(siren) == 14:
            siren = siren[:9]
        if not (siren.isascii() and siren.isdigit() and len(siren) == 9):
            raise forms.ValidationError(_("Un numéro SIREN a neuf chiffres."))
        if not _siren_is_right(siren):
            raise forms.ValidationError(
                _("Ce numéro n’est pas un SIREN\u00a0: vérifiez les chiffres.")
            )
        return siren


class AffiliationForm(Form):
    """Where a person works."""

    organisation = OrganisationField(
        label=_("Votre collectivité ou structure"),
        help_text=_(
            "Son nom, son code postal ou son numéro SIREN. Une adresse e-mail vérifiée de votre "
            "collectivité peut vous confirmer aussitôt ; sinon, la personne qui confirme verra "
            "le domaine de vos adresses, jamais les adresses elles-mêmes."
        ),
        kinds=Kind.values,
    )
    function = LineField(
        label=_("Votre fonction"),
        required=False,
        max_length=120,
        help_text=_("Par exemple\u00a0: chargé·e de mission ESS, élu·e à l’économie, bénévole."),
    )
    since = DateField(label=_("Depuis"), required=False)


class RefusalForm(Form):
    """What is answered to a person whose claim is refused."""

    message = TextField(
        label=_("Votre message"),
        max_length=2000,
        rows=4,
        help_text=_("La personne le lira dans un e-mail et sur sa page : dites-lui pourquoi."),
        error_messages={"required": _("Dites en une phrase pourquoi vous refusez.")},
    )


class DomainForm(Form):
    """A domain to list. The service says which are refused."""

    domain = LineField(
        label=_("Nom de domaine"),
        max_length=253,
        help_text=_("Ce qui suit l’arobase dans les adresses de ses agents : exempleville.fr"),
        error_messages={"required": _("Indiquez un nom de domaine, par exemple exempleville.fr.")},
    )


NOBODY = "personne"


class LeaveForm(Form):
    """Who takes over from a person who leaves; `colleagues` are their places."""

    to = forms.ChoiceField(
        label=_("Qui prend le relais ?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "required": _(
                "Choisissez qui prend le relais, ou «\u00a0Personne pour l’instant\u00a0»."
            ),
            "invalid_choice": _("Choisissez un·e collègue dont le rattachement est confirmé."),
        },
    )
    as_referent = forms.BooleanField(
        label=_("Lui confier aussi le rôle de référent·e"), required=False, initial=True
    )

    def __init__(self, *args, colleagues, must_choose: bool, is_referent: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.colleagues = {str(each.user_id): each.user for each in colleagues}
        self.fields["to"].required = must_choose
        self.fields["to"].choices = [
            *(
                (
                    str(each.user_id),
                    f"{each.user} · {each.function}" if each.function else str(each.user),
                )
                for each in colleagues
            ),
            (NOBODY, _("Personne pour l’instant")),
        ]
        if not self.colleagues:
            del self.fields["to"]
        if not is_referent or not self.colleagues:
            del self.fields["as_referent"]

    def clean_to(self):
        return self.colleagues.get(self.cleaned_data["to"])


class NetworkMembershipForm(Form):
    """Since when an organisation belongs to the network, and until when."""

    since = DateField(
        label=_("Adhérente depuis"), required=False, help_text=_("Vide si vous ne savez pas.")
    )
    until = DateField(
        label=_("Jusqu’au"),
        required=False,
        help_text=_("Le dernier jour de l’adhésion ; vide tant qu’elle dure."),
    )

    def clean_since(self):
        since = self.cleaned_data["since"]
        if since and since > timezone.localdate():
            raise forms.ValidationError(_("Une adhésion se note à partir de son premier jour."))
        return since

    def clean_until(self):
        until, since = self.cleaned_data["until"], self.cleaned_data.get("since")
        if until and since and until < since:
            raise forms.ValidationError(_("Elle prend fin après avoir commencé."))
        return until


class MergeForm(Form):
    """The two organisations that are one."""

    survivor = OrganisationField(
        label=_("Celle que l’on garde"),
        help_text=_("Son nom, son code postal ou son numéro SIREN."),
        error_messages={"required": _("Indiquez l’organisation à garder.")},
    )
    merged = OrganisationField(
        label=_("Son doublon, qui y sera fondu"),
        help_text=_("Sa page mènera à la première ; il n’apparaîtra plus dans les listes."),
        error_messages={"required": _("Indiquez le doublon.")},
    )
