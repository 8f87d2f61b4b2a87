"""The screens of the guided path, in order."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    """One screen; the value is in its address."""

    START = "depart", _("Point de départ")
    WHY = "pourquoi", _("Pourquoi")
    WITH = "avec-qui", _("Avec qui")
    WHAT = "essai", _("Ce que nous essayons")
    SIGNS = "reperes", _("Ce qui dira que ça marche")


ORDER = list(Step)
