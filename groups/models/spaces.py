"""The places of a group with an audience of their own: their guests’ grants, their carriers."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from groups.enums import SpaceKind
from groups.models.groups import WorkingGroup
from groups.querysets import SpaceQuerySet
from organisations.models import Organisation


class Space(models.Model):
    """A place with its own audience: one per group, one per experimentation.

    `access_version` is raised in every transaction that changes who may see the space; open
    connections compare it before they deliver (docs/architecture.md).
    """

    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="spaces")
    kind = models.CharField(max_length=16, choices=SpaceKind)
    access_version = models.PositiveBigIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("espace")
        verbose_name_plural = _("espaces")
        default_permissions = ()
        permissions = [
            ("read_space", "Lire l’espace"),
            ("comment_space", "Discuter dans l’espace"),
            ("contribute_space", "Contribuer au journal et aux documents de l’espace"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=Q(kind=SpaceKind.GROUP), name="one_space_per_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class SpaceUserObjectPermission(UserObjectPermissionBase):
    """A guest's grant on one space, written only with its GuestAccess by groups.services."""

    # The index below begins with it.
    content_object = models.ForeignKey(
        Space, models.CASCADE, related_name="user_grants", db_index=False
    )

    class Meta(UserObjectPermissionBase.Meta):
        # What a guest may do in one space, without reading the rows.
        indexes = [
            models.Index(fields=["content_object", "user", "permission"], name="grants_in_space")
        ]


class SpaceGroupObjectPermission(GroupObjectPermissionBase):
    """Required by guardian beside the user grants; stays empty."""

    content_object = models.ForeignKey(Space, models.CASCADE, related_name="group_grants")


class Carrier(models.Model):
    """A collectivité that carries what happens in an experimentation's space."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="carriers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="carried_spaces")
    is_lead = models.BooleanField(_("porteuse principale"), default=False)

    class Meta:
        verbose_name = _("collectivité porteuse")
        verbose_name_plural = _("collectivités porteuses")
        constraints = [
            models.UniqueConstraint(fields=["space", "organisation"], name="carrier_once"),
            models.UniqueConstraint(
                fields=["space"], condition=Q(is_lead=True), name="one_lead_carrier"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "space"], name="spaces_of_carrier")]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.space_id}"
