"""What forms of several entities need."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime


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
