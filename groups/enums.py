"""Roles, states and levels of groups."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupState(models.TextChoices):
    PREPARING = "preparing", _("En préparation")
    OPEN = "open", _("Appel ouvert")
    RUNNING = "running", _("En cours")
    CLOSING = "closing", _("En clôture")
    ARCHIVED = "archived", _("Archivé")


class SpaceKind(models.TextChoices):
    GROUP = "group", _("Groupe")
    EXPERIMENTATION = "experimentation", _("Expérimentation")


class Role(models.TextChoices):
    FACILITATOR = "facilitator", _("Animateur·rice")
    MEMBER = "member", _("Membre")
    OBSERVER = "observer", _("Observateur·rice")


class EngagementStatus(models.TextChoices):
    CANDIDATE = "candidate", _("Candidate")
    ENGAGED = "engaged", _("Engagée")
    MIRROR = "mirror", _("Groupe miroir")
    WITHDRAWN = "withdrawn", _("Retirée")


class GuestLevel(models.TextChoices):
    READER = "reader", _("Lecture")
    COMMENTER = "commenter", _("Lecture et discussion")
    CONTRIBUTOR = "contributor", _("Contribution au journal et aux documents")


class Outcome(models.TextChoices):
    """What became of something that was asked; "" while it waits."""

    GRANTED = "granted", _("Acceptée")
    REFUSED = "refused", _("Refusée")


class Approval(models.TextChoices):
    """Of a guest's invitation, where the group wants them approved; "" where it needs none."""

    WAITING = "waiting", _("Attend l’accord de l’animation")
    GRANTED = "granted", _("Approuvée")
    REFUSED = "refused", _("Refusée par l’animation")


class AnswerStatus(models.TextChoices):
    SUBMITTED = "submitted", _("À étudier")
    ENGAGED = "engaged", _("Engagée")
    MIRROR = "mirror", _("Groupe miroir")
    WAITING = "waiting", _("Liste d’attente")
    DECLINED = "declined", _("Non retenue")
    WITHDRAWN = "withdrawn", _("Retirée")


class QuestionKind(models.TextChoices):
    """What one answers to a question of a call."""

    TEXT = "text", _("Un texte")
    CHOICE = "choice", _("Un choix dans une liste")
    NUMBER = "number", _("Un nombre")


class Hue(models.TextChoices):
    """The colour that tells a group apart in lists; never the only sign."""

    GREEN = "green", _("Vert")
    OCHRE = "ochre", _("Ocre")
    PLUM = "plum", _("Prune")
    BLUE = "blue", _("Bleu")
