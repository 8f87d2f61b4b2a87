"""What people fill in about guests."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.forms import DateField, Form, TextField
from groups.enums import GuestLevel
from groups.forms.invitations import InvitingForm
from groups.forms.shared import end_of
from organisations.enums import Kind
from organisations.forms import OrganisationField

HALF_A_YEAR = timedelta(days=182)


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


class GuestInvitationForm(InvitingForm, GuestForm):
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
