"""What may be reported, why, and what may be done about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Withheld(models.TextChoices):
    """Whether the facilitators took a thing out of sight."""

    NO = "", _("Visible")
    HIDDEN = "hidden", _("Masqué par l’animation")
    REMOVED = "removed", _("Retiré par l’animation")


class Category(models.TextChoices):
    """Why somebody reports."""

    HARMFUL = "harmful", _("Propos blessants ou discriminatoires")
    PERSONAL = "personal", _("Données personnelles ou confidentielles")
    ADVERTISING = "advertising", _("Publicité ou hors sujet")
    WRONG = "wrong", _("Information fausse ou trompeuse")
    OTHER = "other", _("Autre raison")


class Verb(models.TextChoices):
    """What a facilitator may do; the label is that of its button."""

    HIDE = "hide", _("Masquer")
    RESTORE = "restore", _("Rétablir")
    REMOVE = "remove", _("Retirer")
    ASK_EDIT = "ask_edit", _("Demander une modification")
    DISMISS = "dismiss", _("Classer sans suite")
    LOCK = "lock", _("Verrouiller le fil")
    UNLOCK = "unlock", _("Rouvrir le fil")
    PIN = "pin", _("Épingler")
    UNPIN = "unpin", _("Ne plus épingler")
    SLOW = "slow", _("Ralentir le fil")
    UNSLOW = "unslow", _("Lever le ralentissement")
    MOVE = "move", _("Déplacer le fil")
    SUSPEND = "suspend", _("Suspendre l’écriture")
    LIFT = "lift", _("Lever la suspension")


# What each act is called once it is done, in the journal and in the notices.
DONE = {
    Verb.HIDE: _("masqué"),
    Verb.RESTORE: _("rétabli"),
    Verb.REMOVE: _("retiré"),
    Verb.ASK_EDIT: _("modification demandée"),
    Verb.DISMISS: _("signalement classé sans suite"),
    Verb.LOCK: _("fil verrouillé"),
    Verb.UNLOCK: _("fil rouvert"),
    Verb.PIN: _("fil épinglé"),
    Verb.UNPIN: _("épinglage retiré"),
    Verb.SLOW: _("fil ralenti"),
    Verb.UNSLOW: _("ralentissement levé"),
    Verb.MOVE: _("fil déplacé"),
    Verb.SUSPEND: _("écriture suspendue"),
    Verb.LIFT: _("suspension levée"),
}

# What the person concerned is told, in plain words.
TOLD = {
    Verb.HIDE: _("L’animation a masqué ce que vous avez écrit"),
    Verb.RESTORE: _("L’animation a rétabli ce que vous avez écrit"),
    Verb.REMOVE: _("L’animation a retiré ce que vous avez écrit"),
    Verb.ASK_EDIT: _("L’animation vous demande une modification"),
    Verb.LOCK: _("L’animation a verrouillé votre fil"),
    Verb.UNLOCK: _("L’animation a rouvert votre fil"),
    Verb.PIN: _("L’animation a épinglé votre fil"),
    Verb.UNPIN: _("L’animation n’épingle plus votre fil"),
    Verb.SLOW: _("L’animation a ralenti votre fil"),
    Verb.UNSLOW: _("L’animation a levé le ralentissement de votre fil"),
    Verb.MOVE: _("L’animation a déplacé votre fil"),
    Verb.SUSPEND: _("L’animation a suspendu votre écriture dans le groupe"),
    Verb.LIFT: _("L’animation a levé la suspension de votre écriture"),
}

# What each means for the person concerned, said after the reason.
MEANING = {
    Verb.HIDE: _(
        "Vous pouvez encore lire votre texte\u00a0; les autres personnes n’en voient rien, "
        "le temps d’en parler."
    ),
    Verb.RESTORE: _("Les autres personnes peuvent de nouveau le lire."),
    Verb.REMOVE: _(
        "Vous pouvez encore lire votre texte\u00a0; il est retiré aux autres personnes pour de bon."
    ),
    Verb.ASK_EDIT: _("Votre texte reste visible\u00a0: vous pouvez le modifier, ou répondre."),
    Verb.LOCK: _("On peut le lire, plus y écrire."),
    Verb.UNLOCK: _("On peut de nouveau y écrire."),
    Verb.MOVE: _("Les personnes qui le lisent sont désormais celles de son nouvel espace."),
    Verb.SUSPEND: _(
        "Vous pouvez lire ce qui vous est ouvert, pas y écrire. La suspension se lève d’elle-même."
    ),
    Verb.LIFT: _("Vous pouvez de nouveau écrire."),
}

# What settles the reports about a thing.
SETTLING = {Verb.HIDE, Verb.REMOVE, Verb.ASK_EDIT, Verb.DISMISS, Verb.SUSPEND}
