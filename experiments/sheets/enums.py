"""Where a sheet comes from, how far it is, what a signatory answered, and its sections."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Given when the sheet is made, and never changed: it decides whether signatures are asked."""

    TERRITORY = "territory", _("Écrite par la collectivité")
    NETWORK = "network", _("Reprise des pages publiques du réseau")


class SheetState(models.TextChoices):
    """How far the text being worked on is. A published version stays public beside it."""

    DRAFT = "draft", _("Brouillon")
    SIGNING = "signing", _("En signature")
    PUBLISHED = "published", _("Publiée")
    WITHDRAWN = "withdrawn", _("Retirée")


class Decision(models.TextChoices):
    WAITING = "waiting", _("En attente")
    AGREED = "agreed", _("D’accord")
    DECLINED = "declined", _("Pas d’accord")


class Section(models.TextChoices):
    """The narrative, in order; none is required. The values are the names of the fields."""

    CONTEXT = "context", _("Le contexte")
    ACTIONS = "actions", _("Ce qui a été fait")
    ROLE = "role", _("Le rôle de la collectivité")
    PARTNERS = "partners", _("Les partenaires")
    MEANS = "means", _("Les moyens")
    RESULTS = "results", _("Les résultats")
    LESSONS = "lessons", _("Difficultés et leviers")
    NEXT = "next_steps", _("Et après")
