"""Who belongs to a group, for whom, and what her collectivité commits to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped
from groups.enums import EngagementStatus, Role
from groups.models.groups import WorkingGroup
from groups.models.mixins import AcceptsCharter
from groups.querysets import MembershipQuerySet, SuspensionQuerySet
from organisations.models import Organisation


class Membership(AcceptsCharter, TimeStamped):
    """A person's single role in a group, on behalf of one organisation. Never a guest."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(_("rôle"), max_length=12, choices=Role)
    joined_at = models.DateTimeField(_("depuis"), default=timezone.now)
    ended_at = models.DateTimeField(_("jusqu’au"), null=True, blank=True)
    admitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre")
        verbose_name_plural = _("membres")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"], condition=Q(ended_at=None), name="one_role_per_group"
            ),
        ]
        indexes = [
            models.Index(
                fields=["group", "role"], condition=Q(ended_at=None), name="member_by_role"
            ),
            # All that `visible_to` asks of a person's roles, without reading the rows.
            models.Index(
                fields=["user", "role", "group", "organisation"],
                condition=Q(ended_at=None),
                name="roles_of_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.group} · {self.get_role_display()}"


class Suspension(models.Model):
    """A person reads and no longer writes in a group, until a date; whatever she is there."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="suspensions")
    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="suspensions")
    until = models.DateTimeField(_("jusqu’au"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("levée le"), null=True, blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        indexes = [models.Index(fields=["user", "group", "until"], name="suspension_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.group_id} · {self.until:%Y-%m-%d}"


class Engagement(TimeStamped):
    """What binds a collectivité to a group, with what it commits to."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="engagements")
    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="engagements")
    status = models.CharField(_("statut"), max_length=12, choices=EngagementStatus)
    commitment = models.TextField(_("engagement"), blank=True)
    since = models.DateField(_("depuis"), null=True, blank=True)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("collectivité engagée")
        verbose_name_plural = _("collectivités engagées")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "group"], name="engagement_once"),
        ]
        indexes = [models.Index(fields=["group", "status"], name="engagement_by_status")]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.group} · {self.get_status_display()}"
