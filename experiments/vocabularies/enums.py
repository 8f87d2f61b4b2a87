"""What the words of the network name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TermKind(models.TextChoices):
    LEVER = "lever", _("Levier")
    OBSTACLE = "obstacle", _("Frein")
