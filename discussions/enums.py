"""States of messages, kinds of threads, and what a person wants to hear of one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    VISIBLE = "visible", _("Visible")
    HIDDEN = "hidden", _("Masqué par l’animation")
    TAKEN = "taken", _("Retiré par l’animation")
    REMOVED = "removed", _("Supprimé par son auteur·rice")


class ThreadKind(models.TextChoices):
    """What a thread is for; an announcement is made by facilitators."""

    EXCHANGE = "exchange", _("Échange")
    QUESTION = "question", _("Question")
    ANNOUNCEMENT = "announce", _("Annonce")
    DECISION = "decision", _("Décision")


class Attention(models.TextChoices):
    """What a person asked of a thread: to be told in her total, to be told nothing, or neither."""

    USUAL = "", _("Sans suivi particulier")
    FOLLOWED = "followed", _("Suivi")
    MUTED = "muted", _("En sourdine")


class ReactionKind(models.TextChoices):
    """The short set of what a reader may answer in one sign."""

    AGREE = "agree", _("D’accord")
    THANKS = "thanks", _("Merci")
    BRAVO = "bravo", _("Bravo")
    IDEA = "idea", _("Bonne idée")
    UNCLEAR = "unclear", _("À préciser")

    @property
    def icon(self) -> str:
        """The heroicon that stands for it, beside its words: old machines have no emoji."""
        return _ICONS[self]


_ICONS = {
    ReactionKind.AGREE: "hand-thumb-up",
    ReactionKind.THANKS: "heart",
    ReactionKind.BRAVO: "trophy",
    ReactionKind.IDEA: "light-bulb",
    ReactionKind.UNCLEAR: "question-mark-circle",
}
