"""Invitations to a group or a space, and requests to accept one with another address."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped
from groups.enums import Approval, GuestLevel, Outcome, Role
from groups.models.groups import WorkingGroup
from groups.models.spaces import Space
from groups.querysets import InvitationQuerySet
from organisations.models import Organisation


class Invitation(TimeStamped):
    """One address, one scope, once, until a date: a role in a group, or a guest's level in a space.

    Only the SHA-256 of the token is stored; the link exists in the e-mail alone, for which the
    token is made at the moment of sending.
    """

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField(_("adresse e-mail"))
    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="invitations")
    space = models.ForeignKey(
        Space, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    role = models.CharField(_("rôle"), max_length=12, choices=Role, blank=True)
    level = models.CharField(_("niveau d’accès"), max_length=12, choices=GuestLevel, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    message = models.TextField(_("message personnel"), blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sent_invitations"
    )
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    guest_until = models.DateTimeField(_("fin de l’accès invité"), null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # Nothing is sent, nor can be accepted, while it waits for the facilitators.
    approval = models.CharField(_("accord"), max_length=8, choices=Approval, blank=True)
    approval_message = models.TextField(_("message de l’animation"), blank=True)
    approval_at = models.DateTimeField(null=True, blank=True)
    approval_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # When its e-mail was last asked for: sending again too soon is refused.
    requested_at = models.DateTimeField(default=timezone.now)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_role_or_level",
                condition=(
                    Q(space=None, level="", guest_until=None) & ~Q(role="")
                    | Q(space__isnull=False, role="", guest_until__isnull=False) & ~Q(level="")
                ),
            ),
            models.UniqueConstraint(
                fields=["group", "email"],
                condition=Q(space=None, accepted_at=None, declined_at=None, revoked_at=None),
                name="one_role_invitation",
            ),
            models.UniqueConstraint(
                fields=["space", "email"],
                condition=Q(accepted_at=None, declined_at=None, revoked_at=None),
                name="one_guest_invitation",
            ),
        ]
        indexes = [
            models.Index(fields=["group", "-created_at"], name="invitation_by_group"),
            models.Index(fields=["space", "-created_at"], name="invitation_by_space"),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"

    @property
    def is_pending(self) -> bool:
        """Can still be accepted at this moment."""
        answered = self.accepted_at or self.declined_at or self.revoked_at
        waiting = self.approval == Approval.WAITING
        return answered is None and not waiting and timezone.now() < self.expires_at


class AddressRequest(TimeStamped):
    """Somebody who holds the link of an invitation asks to accept it with an address of her own,
    which is not the invited one. Nothing opens before who manages the invitation confirms."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="address_requests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="address_requests"
    )
    email = models.EmailField(_("adresse e-mail"))
    note = models.TextField(_("message"), blank=True)
    outcome = models.CharField(_("suite donnée"), max_length=8, choices=Outcome, blank=True)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("demande d’une autre adresse")
        verbose_name_plural = _("demandes d’une autre adresse")
        constraints = [
            models.UniqueConstraint(fields=["invitation", "user"], name="address_asked_once"),
        ]

    def __str__(self) -> str:
        return f"Demande {self.pk}"
