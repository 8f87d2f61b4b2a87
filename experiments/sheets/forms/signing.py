"""Choosing who signs a sheet, answering, withdrawing it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form, TextField
from experiments.sheets.enums import Decision


class SignatoriesForm(Form):
    """Which partners sign, and at which address each is asked."""

    def __init__(self, *args, partnerships, asked: dict[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.partnerships = list(partnerships)
        for each in self.partnerships:
            key = each.organisation_id
            self.fields[f"partner_{key}"] = forms.BooleanField(
                label=each.organisation.name, required=False, initial=key in asked
            )
            self.fields[f"email_{key}"] = forms.EmailField(
                label=_("Adresse e-mail de la personne qui signe"),
                required=False,
                initial=asked.get(key, ""),
            )

    def rows(self) -> list[dict]:
        return [
            {
                "partner": self[f"partner_{each.organisation_id}"],
                "email": self[f"email_{each.organisation_id}"],
            }
            for each in self.partnerships
        ]

    def clean(self):
        cleaned = super().clean()
        for each in self.partnerships:
            email = f"email_{each.organisation_id}"
            if (
                cleaned.get(f"partner_{each.organisation_id}")
                and not cleaned.get(email)
                and email not in self.errors
            ):
                self.add_error(email, _("Indiquez l’adresse de la personne qui signe."))
        return cleaned

    @property
    def partners(self) -> dict:
        """The chosen organisations, with the address of each."""
        return {
            each.organisation: self.cleaned_data[f"email_{each.organisation_id}"]
            for each in self.partnerships
            if self.cleaned_data[f"partner_{each.organisation_id}"]
        }


class SignForm(Form):
    """What a signatory answers."""

    decision = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[
            (Decision.AGREED, _("Je signe\u00a0: ce texte peut être publié")),
            (Decision.DECLINED, _("Je ne signe pas ce texte")),
            (Decision.WAITING, _("Je commente seulement, et je répondrai plus tard")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une réponse.")},
    )
    comment = TextField(
        label=_("Votre remarque"),
        max_length=2_000,
        rows=4,
        required=False,
        help_text=_("Lue par la collectivité et l’animation du groupe, jamais publiée."),
    )
    digest = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        decision = cleaned.get("decision")
        if decision in {Decision.DECLINED, Decision.WAITING} and not cleaned.get("comment"):
            self.add_error("comment", _("Dites en quelques mots ce qui ne va pas."))
        return cleaned


class WithdrawForm(Form):
    reason = TextField(
        label=_("Pourquoi la retirer\u00a0?"),
        max_length=2_000,
        rows=4,
        help_text=_("Envoyé aux personnes qui l’ont écrite et signée."),
        error_messages={"required": _("Dites pourquoi la fiche est retirée.")},
    )
