"""States of messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    VISIBLE = "visible", _("Visible")
    HIDDEN = "hidden", _("Masqué par l’animation")
    TAKEN = "taken", _("Retiré par l’animation")
    REMOVED = "removed", _("Supprimé par son auteur·rice")
