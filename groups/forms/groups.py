"""What people fill in about a group."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form, LineField, TextField
from groups.enums import GroupState, Hue
from groups.forms.shared import VersionField


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
