"""Working groups, their spaces, and who belongs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from common.models import Audience, TimeStamped
from groups.call_models import (  # noqa: F401
    AnswerDraft,
    CallAnswer,
    CallForParticipation,
    CallQuestion,
    CallQuestionAnswer,
)
from groups.enums import (
    Approval,
    EngagementStatus,
    GroupState,
    GuestLevel,
    Hue,
    Outcome,
    Role,
    SpaceKind,
)
from groups.querysets import (
    PUBLIC_STATES,
    GuestAccessQuerySet,
    InvitationQuerySet,
    MembershipQuerySet,
    SpaceQuerySet,
    SpaceScopedQuerySet,
    SuspensionQuerySet,
    WorkingGroupQuerySet,
)
from organisations.models import Organisation


class WorkingGroup(TimeStamped):
    """A chantier: a theme, a call, collectivités that commit, and what comes of it."""

    slug = models.SlugField(_("adresse"), max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=120)
    initials = models.CharField(_("sigle"), max_length=3, blank=True)
    hue = models.CharField(_("couleur"), max_length=8, choices=Hue, default=Hue.GREEN)
    summary = models.CharField(_("en une phrase"), max_length=300, blank=True)
    presentation = models.TextField(_("présentation"), blank=True)
    objectives = models.TextField(_("objectifs"), blank=True)
    calendar = models.TextField(_("calendrier"), blank=True)
    charter = models.TextField(_("charte"), blank=True)
    # The newest CharterVersion that members are asked to accept; 0 while none was published.
    charter_version = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(
        _("état"), max_length=12, choices=GroupState, default=GroupState.PREPARING
    )
    approves_guests = models.BooleanField(
        _("les invitations d’invité·es doivent être approuvées par l’animation"), default=False
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("groupe de travail")
        verbose_name_plural = _("groupes de travail")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        """Its presentation may be read by anyone."""
        return self.state in PUBLIC_STATES


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

    content_object = models.ForeignKey(Space, models.CASCADE, related_name="user_grants")


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

    def __str__(self) -> str:
        return f"{self.organisation} → {self.space_id}"


class CharterVersion(models.Model):
    """The charter of a group as it was published: each version asks members anew.

    A small correction changes the group's text only, and asks nobody: what a version said when it
    was published stays here.
    """

    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="charter_versions")
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("texte"))
    published_at = models.DateTimeField(_("publiée le"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("version de la charte")
        verbose_name_plural = _("versions de la charte")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="charter_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"Charte {self.group_id}, version {self.number}"


class AcceptsCharter(models.Model):
    """A place in a group: which version of its charter the person has accepted last (0: none)."""

    charter_accepted = models.PositiveSmallIntegerField(default=0, editable=False)
    charter_accepted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


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
        indexes = [models.Index(fields=["space", "-starts_at"], name="guest_by_space")]

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
