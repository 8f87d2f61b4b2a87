"""How far a booklet is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BookletState(models.TextChoices):
    WAITING = "waiting", _("En attente")
    MAKING = "making", _("En cours")
    READY = "ready", _("Prêt")
    FAILED = "failed", _("En échec")
    EXPIRED = "expired", _("Expiré")
