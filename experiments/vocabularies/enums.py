"""What the words of the network name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TermKind(models.TextChoices):
    LEVER = "lever", _("Levier")
    OBSTACLE = "obstacle", _("Frein")


class Decision(models.TextChoices):
    """What became of a word that somebody suggested."""

    WAITING = "waiting", _("L’animation du réseau l’étudie")
    ACCEPTED = "accepted", _("Ajouté à la liste")
    MERGED = "merged", _("Un autre mot le dit déjà")
    REFUSED = "refused", _("Non retenu")
