"""What people fill in about a group’s members and collectivités."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form
from groups.enums import EngagementStatus, Role
from organisations.enums import Kind
from organisations.forms import OrganisationField


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
