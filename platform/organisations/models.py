"""Local authorities, partner structures, and the place of people in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped
from organisations.enums import Kind, Level, PartnerType


class Organisation(TimeStamped):
    """A local authority of the official reference data, a partner structure, or the network."""

    kind = models.CharField(_("nature"), max_length=16, choices=Kind)
    level = models.CharField(_("niveau"), max_length=16, choices=Level, blank=True)
    partner_type = models.CharField(_("type"), max_length=24, choices=PartnerType, blank=True)
    name = models.CharField(_("nom"), max_length=200)
    # INSEE code of a commune, département or région; SIREN of an EPCI or EPT.
    code = models.CharField(_("code officiel"), max_length=12, null=True, blank=True)
    siren = models.CharField(_("SIREN"), max_length=9, null=True, blank=True)
    postcodes = models.CharField(_("codes postaux"), max_length=400, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    department_code = models.CharField(_("département"), max_length=3, blank=True)
    region_code = models.CharField(_("région"), max_length=3, blank=True)
    is_network_member = models.BooleanField(_("adhérente au réseau"), default=False)
    website = models.URLField(_("site internet"), blank=True)
    description = models.TextField(_("présentation"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "code"], condition=~Q(code=None), name="organisation_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AffiliationQuerySet(models.QuerySet):
    def current(self):
        """Places held today."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.localdate()))


class Affiliation(TimeStamped):
    """A person's place in an organisation: unverified until a facilitator or referent confirms."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="affiliations")
    function = models.CharField(_("fonction"), max_length=120, blank=True)
    since = models.DateField(_("depuis"), null=True, blank=True)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    is_referent = models.BooleanField(_("référent·e"), default=False)
    verified_at = models.DateTimeField(_("confirmée le"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("rattachement")
        verbose_name_plural = _("rattachements")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=Q(until=None), name="affiliation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"
