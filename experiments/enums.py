"""Stages and activities of the experimentations, kinds of entries, what partners bring, where an
action stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """The network's own path, in order; `abandoned` may follow any of them."""

    SPOTTING = "spotting", _("Repérage")
    DIAGNOSIS = "diagnosis", _("Diagnostic")
    CODESIGN = "codesign", _("Co-construction")
    TRIAL = "trial", _("Expérimentation")
    FORMALISATION = "formalisation", _("Formalisation")
    SUSTAINING = "sustaining", _("Pérennisation")
    ABANDONED = "abandoned", _("Abandonnée")


STAGE_PATH = [stage for stage in Stage if stage != Stage.ABANDONED]


class Activity(models.TextChoices):
    """Starting activities that the network's documents name."""

    FOOD = "food", _("Alimentation, cuisine")
    CHILDCARE = "childcare", _("Garde d’enfants")
    MECHANICS = "mechanics", _("Mécanique de rue")
    SEWING = "sewing", _("Couture, textile")
    REUSE = "reuse", _("Réemploi, récupération")
    CARE = "care", _("Aide et soins à la personne")
    BUILDING = "building", _("Bâtiment, petits travaux")
    MOBILITY = "mobility", _("Mobilité")
    CULTURE = "culture", _("Culture, artisanat d’art")
    MARKETS = "markets", _("Vente de rue, marchés")
    OTHER = "other", _("Autre activité")


class EntryKind(models.TextChoices):
    ACTION = "action", _("Action")
    OBSERVATION = "observation", _("Observation")
    DIFFICULTY = "difficulty", _("Difficulté")
    RESULT = "result", _("Résultat")
    DECISION = "decision", _("Décision")


class ActionState(models.TextChoices):
    """The columns of the board, in order."""

    TODO = "todo", _("À faire")
    DOING = "doing", _("En cours")
    DONE = "done", _("Fait")


class Contribution(models.TextChoices):
    """What a partner may bring, of several kinds at once."""

    MONEY = "money", _("De l’argent")
    PREMISES = "premises", _("Un lieu")
    TIME = "time", _("Du temps")
    EXPERTISE = "expertise", _("Un savoir-faire")
    ORDERS = "orders", _("De la commande publique")
