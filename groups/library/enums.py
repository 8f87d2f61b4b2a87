"""Kinds and states of resources."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What it is. Values are those of `groups.library.parsing`, but for `sheet`."""

    DISCOVERY = "dpv", _("Fiche Déniché pour vous")
    CONFERENCE = "conference", _("Conférence en ligne")
    REPERESS = "reperess", _("RepèrESS")
    STUDY = "study", _("Étude")
    ARTICLE = "article", _("Article")
    NEWSLETTER = "newsletter", _("Newsletter")
    KIT = "kit", _("Kit ou guide")
    SHEET = "sheet", _("Fiche retour d’expérience")


class Origin(models.TextChoices):
    """The network's « type de ressource »."""

    NETWORK = "rtes", _("Ressources RTES")
    OTHER = "other", _("Autres")


class State(models.TextChoices):
    """Where it stands. Only accepted ones are in the library."""

    SUGGESTED = "suggested", _("proposée")
    ACCEPTED = "accepted", _("publiée")
    DECLINED = "declined", _("non retenue")
    REMOVED = "removed", _("retirée")
