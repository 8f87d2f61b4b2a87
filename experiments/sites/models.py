"""Where an experimentation happens."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Audience, TimeStamped
from experiments.models import Experimentation, ExperimentPartQuerySet
from organisations.models import Organisation


class Site(TimeStamped):
    """A named place; its commune, if told, puts it on the map."""

    experimentation = models.ForeignKey(Experimentation, models.CASCADE, related_name="sites")
    name = models.CharField(_("lieu"), max_length=160)
    place = models.CharField(_("adresse ou repère"), max_length=300, blank=True)
    commune = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    audience = models.CharField(
        _("visible par"), max_length=8, choices=Audience, default=Audience.SPACE
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = ExperimentPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
