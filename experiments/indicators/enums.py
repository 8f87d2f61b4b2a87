"""Which way an indicator should go."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    HIGHER = "higher", _("Plus c’est haut, mieux c’est")
    LOWER = "lower", _("Plus c’est bas, mieux c’est")
    NEITHER = "neither", _("Ni l’un ni l’autre\u00a0: nous observons")
