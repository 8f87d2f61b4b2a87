"""What people fill in about groups, members and guests; calls have `groups.call_forms`."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from common.forms import DateField, Form, LineField, TextField
from groups.enums import EngagementStatus, GroupState, GuestLevel, Hue, Outcome, Role
from organisations.enums import Kind
from organisations.forms import OrganisationField
from organisations.models import Organisation

HALF_A_YEAR = timedelta(days=182)


def end_of(day) -> datetime:
    """The last moment of that day, in Paris."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


class VersionField(forms.CharField):
    """When the form's text was last saved by somebody, so that nobody writes over another."""

    def __init__(self):
        super().__init__(required=False, max_length=40, widget=forms.HiddenInput)

    def prepare_value(self, value):
        return value.isoformat() if isinstance(value, datetime) else value

    def clean(self, value) -> datetime | None:
        try:
            moment = parse_datetime(super().clean(value))
        except ValueError:
            return None
        return moment if moment is not None and timezone.is_aware(moment) else None


class GroupForm(Form):
    name = LineField(label=_("Nom du groupe"), max_length=120)
    summary = LineField(
        label=_("En une phrase"),
        max_length=300,
        required=False,
        help_text=_("Ce que le groupe cherche, tel qu’on le lit sous son nom."),
    )
    presentation = TextField(label=_("Présentation"), required=False, rows=8)
    objectives = TextField(label=_("Objectifs"), required=False)
    calendar = TextField(label=_("Calendrier"), required=False)
    charter = TextField(
        label=_("Charte"),
        required=False,
        help_text=_(
            "Ce à quoi s’engagent les collectivités\u00a0: partager, participer, raconter."
        ),
    )
    publish_charter = forms.BooleanField(
        label=_("Publier cette charte comme nouvelle version"),
        required=False,
        help_text=_(
            "Chaque membre et invité·e du groupe sera invité·e à l’accepter. Sans cocher, le texte "
            "est seulement corrigé\u00a0: personne n’est sollicité."
        ),
    )
    initials = LineField(
        label=_("Sigle"),
        max_length=3,
        required=False,
        help_text=_("Deux ou trois lettres, pour le repérer dans les listes."),
    )
    hue = forms.ChoiceField(
        label=_("Couleur"), choices=Hue, widget=forms.RadioSelect, initial=Hue.GREEN
    )
    version = VersionField()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("publish_charter") and not cleaned.get("charter"):
            self.add_error("charter", _("Écrivez la charte avant de la publier."))
        return cleaned


class StateForm(Form):
    state = forms.ChoiceField(label=_("État du groupe"), choices=GroupState)


class GuestApprovalForm(Form):
    approves_guests = forms.BooleanField(
        label=_("Les invitations d’invité·es doivent être approuvées par l’animation"),
        required=False,
        help_text=_(
            "Celles des membres attendent alors votre accord\u00a0: aucun e-mail ne part avant."
        ),
    )


class RoleForm(Form):
    role = forms.ChoiceField(label=_("Rôle"), choices=Role)


class EngageForm(Form):
    organisation = OrganisationField(label=_("Collectivité"), kinds=[Kind.COLLECTIVITY])
    status = forms.ChoiceField(
        label=_("Place dans le groupe"),
        widget=forms.RadioSelect,
        choices=[
            (EngagementStatus.ENGAGED, _("Engagée\u00a0: elle expérimente")),
            (EngagementStatus.MIRROR, _("Groupe miroir\u00a0: elle suit sans expérimenter")),
        ],
        initial=EngagementStatus.ENGAGED,
    )


class EngagementForm(Form):
    status = forms.ChoiceField(
        choices=[
            choice for choice in EngagementStatus.choices if choice[0] != EngagementStatus.CANDIDATE
        ]
    )


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


class _InvitingForm(Form):
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


class MemberInvitationForm(_InvitingForm):
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


class UntilField(DateField):
    """The last day of a guest's access: from today on, a year away at most."""

    def clean(self, value) -> datetime | None:
        day = super().clean(value)
        if day is None:
            return None
        today = timezone.localdate()
        if not today <= day <= today + timedelta(days=365):
            raise forms.ValidationError(_("Choisissez une date d’ici un an au plus."))
        return end_of(day)


class GuestForm(Form):
    level = forms.ChoiceField(
        label=_("Ce que la personne pourra faire"),
        widget=forms.RadioSelect,
        choices=GuestLevel,
        initial=GuestLevel.CONTRIBUTOR,
    )
    until = UntilField(
        label=_("Dernier jour de l’accès"),
        initial=lambda: timezone.localdate() + HALF_A_YEAR,
        help_text=_("L’accès prend fin de lui-même ce jour-là. Un an au plus."),
    )


class GuestInvitationForm(_InvitingForm, GuestForm):
    organisation = OrganisationField(
        label=_("Structure partenaire"),
        required=False,
        kinds=[Kind.PARTNER, Kind.COLLECTIVITY],
        help_text=_("Celle pour laquelle cette personne intervient."),
    )
    message = TextField(
        label=_("Message personnel"),
        required=False,
        rows=3,
        max_length=1000,
        help_text=_("Il accompagne l’invitation dans l’e-mail."),
    )

    field_order = ["emails", "organisation", "level", "until", "message"]
