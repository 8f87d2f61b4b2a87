"""Guests of a space, and what they opened there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped
from groups.enums import GuestLevel
from groups.models.invitations import Invitation
from groups.models.mixins import AcceptsCharter
from groups.models.spaces import Space
from groups.querysets import GuestAccessQuerySet
from organisations.models import Organisation


class GuestAccess(AcceptsCharter, TimeStamped):
    """The truth about a guest: which space, how much, from when, until when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="guest_accesses"
    )
    space = models.ForeignKey(Space, models.CASCADE, related_name="guest_accesses")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="guest_accesses"
    )
    level = models.CharField(_("niveau d’accès"), max_length=12, choices=GuestLevel)
    starts_at = models.DateTimeField(_("du"), default=timezone.now)
    until = models.DateTimeField(_("jusqu’au"))
    ended_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The end that who invited was reminded of: another end is another reminder.
    reminded_until = models.DateTimeField(null=True, editable=False)
    invitation = models.OneToOneField(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="guest_access"
    )

    objects = GuestAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("accès invité")
        verbose_name_plural = _("accès invités")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "space"], condition=Q(ended_at=None), name="one_access_per_space"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("starts_at")), name="guest_until_later"),
        ]
        indexes = [
            models.Index(fields=["space", "-starts_at"], name="guest_by_space"),
            # All that `visible_to` asks of a person's accesses, without reading the rows.
            models.Index(
                fields=["user", "until", "starts_at", "space"],
                condition=Q(ended_at=None),
                name="accesses_of_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.space_id} · {self.get_level_display()}"


class GuestOpening(models.Model):
    """What a guest opened by her access, once a day for each thing: the name of its address and
    the identifiers in it. Kept `KEPT` (services.openings), and told to her."""

    access = models.ForeignKey(GuestAccess, models.CASCADE, related_name="openings")
    day = models.DateField(_("jour"))
    page = models.CharField(_("page"), max_length=64)
    target = models.CharField(_("objet"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("ouverture par un·e invité·e")
        verbose_name_plural = _("ouvertures par des invité·es")
        constraints = [
            models.UniqueConstraint(
                fields=["access", "day", "page", "target"], name="opened_once_a_day"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="opening_by_day")]

    def __str__(self) -> str:
        return f"{self.access_id} · {self.day} · {self.page} {self.target}"
