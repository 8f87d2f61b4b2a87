"""Sizes of territories, as people compare them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Size(models.TextChoices):
    """Bands of population; `bounds` gives their numbers."""

    VILLAGE = "moins-de-2000", _("Moins de 2\u202f000 habitants")
    BOROUGH = "2000-10000", _("De 2\u202f000 à 10\u202f000")
    TOWN = "10000-50000", _("De 10\u202f000 à 50\u202f000")
    CITY = "50000-200000", _("De 50\u202f000 à 200\u202f000")
    METROPOLIS = "plus-de-200000", _("Plus de 200\u202f000")

    @property
    def bounds(self) -> tuple[int, int]:
        """The least population, and the first that is too large."""
        starts = [0, 2_000, 10_000, 50_000, 200_000, 2**31 - 1]
        rank = list(Size).index(self)
        return starts[rank], starts[rank + 1]
