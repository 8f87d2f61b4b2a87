"""What models of groups, and of the apps above, have in common; none is a table."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.models import Audience
from groups.enums import Role
from groups.models.spaces import Space
from groups.querysets import SpaceScopedQuerySet
from organisations.models import Organisation


class AcceptsCharter(models.Model):
    """A place in a group: which version of its charter the person has accepted last (0: none)."""

    charter_accepted = models.PositiveSmallIntegerField(default=0, editable=False)
    charter_accepted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class SpaceScoped(models.Model):
    """A row that belongs to one space and is seen by those who may see it there."""

    space = models.ForeignKey(Space, models.CASCADE)
    audience = models.CharField(
        _("visible par"), max_length=8, choices=Audience, default=Audience.SPACE
    )

    objects = SpaceScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class Signed(models.Model):
    """What a person wrote: for whom and as what, kept as it was when she wrote."""

    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # A Role, or « guest », or « admin »: permissions.authorship gives both.
    author_role = models.CharField(max_length=12, blank=True)

    class Meta:
        abstract = True

    @property
    def signature(self) -> str:
        """« Ville de Grigny », « Ville de Grigny · invité·e », « animation »…"""
        parts = [str(self.organisation)] if self.organisation else []
        if self.author_role == Role.FACILITATOR:
            parts.append(gettext("animation"))
        elif self.author_role == "guest":
            parts.append(gettext("invité·e"))
        elif self.author_role == "admin":
            parts.append(gettext("administration du réseau"))
        return " · ".join(parts)
