"""A past date and how exactly it is known."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.forms import DateField
from common.models import Precision

EARLIEST = date(1950, 1, 1)

PRECISIONS = [
    (Precision.DAY, _("Jour")),
    (Precision.MONTH, _("Mois")),
    (Precision.YEAR, _("Année")),
]


class PastDateField(DateField):
    """A day from 1950 to today."""

    def clean(self, value):
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError(
                _("Cette date est à venir. Ce qui reste à faire se note dans la rubrique Actions.")
            )
        if day and day < EARLIEST:
            raise forms.ValidationError(_("Indiquez une date à partir de 1950."))
        return day


def precision_field(**kwargs) -> forms.ChoiceField:
    """How exactly the date beside it is known; the day unless told."""
    return forms.ChoiceField(
        label=_("Ce que l’on sait de la date"),
        choices=PRECISIONS,
        initial=Precision.DAY,
        widget=forms.RadioSelect(attrs={"class": "inline"}),
        **kwargs,
    )
