"""What can be answered to « Où en êtes-vous ? »."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    GOES_ON = "continue", _("Elle continue")
    PAUSED = "pause", _("Elle est en pause")
    STOPPED = "arret", _("Elle est arrêtée")
