"""What people fill in about invitations, and to accept one with another address."""

import re
from dataclasses import dataclass

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from common.forms import Form, TextField
from groups.enums import Outcome, Role
from organisations.models import Organisation

NO_ADDRESS = _("Ce n’est pas une adresse e-mail complète.")
_address = forms.EmailField(max_length=254)


@dataclass(frozen=True, slots=True)
class Addresses:
    """What was pasted: `good` addresses, in lower case and once each, and what is none (`bad`)."""

    good: list[str]
    bad: list[str]


def _pieces(line: str) -> list[str]:
    """The addresses of one line: « a@b.fr; c@d.fr e@f.fr », « Service ESS <ess@ville.fr> »; words
    without any stay together, and those of a name are left out."""
    *named, rest = re.split(r"(?<=>)", line)
    found = []
    for part in named:
        before, _bracket, address = part.removesuffix(">").rpartition("<")
        found += [word for word in re.split(r"[\s,;]+", before) if "@" in word] + [address]
    for part in re.split(r"[,;]", rest):
        found += part.split() if "@" in part else [part]
    return [piece.strip(" \t\u00a0'\"") for piece in found]


class AddressesField(TextField):
    """E-mail addresses pasted as they come: lines, commas, semicolons, spaces, names around them.

    Gives `Addresses`; refuses only when there is no good one, or more than `AT_ONCE`.
    """

    AT_ONCE = 50

    def __init__(self, **kwargs):
        super().__init__(rows=3, **kwargs)
        self.widget.attrs["autocomplete"] = "off"
        self.widget.attrs["spellcheck"] = "false"

    def clean(self, value) -> Addresses:
        good, bad = {}, {}
        for line in super().clean(value).splitlines():
            for piece in filter(None, _pieces(line)):
                try:
                    good[_address.clean(piece).lower()] = True
                except forms.ValidationError:
                    bad[piece] = True
        if len(good) + len(bad) > self.AT_ONCE:
            raise forms.ValidationError(
                _("Indiquez %(most)s adresses au plus à la fois.") % {"most": self.AT_ONCE}
            )
        if not good and not bad:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if not good:
            raise forms.ValidationError([refusal(piece, NO_ADDRESS) for piece in bad])
        return Addresses(list(good), list(bad))


def refusal(address: str, reason) -> str:
    """Why one of several addresses was not invited."""
    shown = Truncator(address).chars(60)
    return _("%(address)s – %(reason)s") % {"address": shown, "reason": reason}


class InvitingForm(Form):
    """A form that invites several addresses with the same words."""

    emails = AddressesField(
        label=_("Adresses e-mail"),
        help_text=_(
            "Une ou plusieurs, comme prenom@ville.fr\u00a0: une par ligne, ou séparées par des "
            "virgules."
        ),
    )

    def keep(self, refused: list[tuple[str, str]]) -> None:
        """Leave in the field the addresses that were `refused`, each with its reason; what else
        was typed stays as it is."""
        self.data = self.data.copy()
        self.data["emails"] = "\n".join(address for address, _reason in refused)
        for address, reason in refused:
            self.add_error("emails", refusal(address, reason))


class AddressRequestForm(Form):
    note = TextField(
        label=_("Un mot à la personne qui vous invite"),
        required=False,
        rows=2,
        max_length=500,
        help_text=_("Par exemple\u00a0: qui vous êtes, pourquoi cette adresse."),
    )


class RequestDecisionForm(Form):
    decision = forms.ChoiceField(
        choices=Outcome,
        error_messages={"required": _("Choisissez d’accepter ou de refuser.")},
    )
    message = TextField(
        label=_("Votre message"),
        required=False,
        rows=3,
        max_length=1000,
        help_text=_("Il part par e-mail avec votre réponse."),
    )


class OrganisationOfGroup(forms.ModelChoiceField):
    """One of the collectivités of a group."""

    default_error_messages = {
        "invalid_choice": _("Choisissez une collectivité engagée dans ce groupe.")
    }


class MemberInvitationForm(InvitingForm):
    role = forms.ChoiceField(
        label=_("Rôle proposé"),
        widget=forms.RadioSelect,
        choices=[
            (Role.MEMBER, _("Membre\u00a0: agit au nom d’une collectivité engagée")),
            (Role.OBSERVER, _("Observateur·rice\u00a0: lit et participe aux discussions")),
            (Role.FACILITATOR, _("Animateur·rice\u00a0: anime le groupe avec vous")),
        ],
        initial=Role.MEMBER,
    )
    organisation = OrganisationOfGroup(
        label=_("Collectivité"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Aucune"),
        help_text=_("Nécessaire pour un·e membre."),
    )
    message = TextField(
        label=_("Message personnel"),
        required=False,
        rows=3,
        max_length=1000,
        help_text=_("Il accompagne l’invitation dans l’e-mail."),
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("role") == Role.MEMBER and not (
            cleaned.get("organisation") or "organisation" in self.errors
        ):
            self.add_error("organisation", _("Choisissez la collectivité de cette personne."))
        return cleaned
