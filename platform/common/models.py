"""Base models and fields shared by every app."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.uploads import THUMBNAIL_SIDE


class TimeStamped(models.Model):
    """A row that knows when it was made and last saved."""

    created_at = models.DateTimeField(_("créé le"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    class Meta:
        abstract = True


class Pictured:
    """A row with the `width` and `height` of a picture that `common.uploads.read_picture` made:
    what a page needs to leave its thumbnail its place, at most as large as `shown_in`."""

    shown_in = (THUMBNAIL_SIDE, THUMBNAIL_SIDE)
    width: int
    height: int

    @property
    def thumbnail_width(self) -> int:
        """Width of the thumbnail as it is shown, in pixels."""
        return max(1, round(self.width * self._reduction))

    @property
    def thumbnail_height(self) -> int:
        """Height of the thumbnail as it is shown, in pixels."""
        return max(1, round(self.height * self._reduction))

    @property
    def _reduction(self) -> float:
        widest, highest = self.shown_in
        return min(1.0, widest / max(self.width, 1), highest / max(self.height, 1))


class Audience(models.TextChoices):
    """Who may read one entry, document or field inside its space (see docs/permissions.md)."""

    OWNER = "owner", _("Collectivités porteuses et animation")
    SPACE = "space", _("Toutes les personnes de l’espace")
    PUBLIC = "public", _("Tout le monde")


class Precision(models.TextChoices):
    """How exactly a date is known: sources often give only a month."""

    DAY = "day", _("jour")
    MONTH = "month", _("mois")
    YEAR = "year", _("année")
