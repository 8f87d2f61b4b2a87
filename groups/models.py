"""Working groups, their spaces, and who belongs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from common.models import Audience, TimeStamped
from groups.enums import (
    AnswerStatus,
    EngagementStatus,
    GroupState,
    GuestLevel,
    Hue,
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
    state = models.CharField(
        _("état"), max_length=12, choices=GroupState, default=GroupState.PREPARING
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


class Membership(TimeStamped):
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


class CallForParticipation(TimeStamped):
    """A group's open call: published until it closes."""

    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="calls")
    title = models.CharField(_("titre"), max_length=160)
    text = models.TextField(_("texte de l’appel"))
    expected = models.TextField(_("ce qui est demandé"), blank=True)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True)
    closes_at = models.DateTimeField(_("clôture"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("appel à participation")
        verbose_name_plural = _("appels à participation")
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Published and not closed at this moment."""
        now = timezone.now()
        return (
            self.published_at is not None
            and self.published_at <= now
            and (self.closes_at is None or now < self.closes_at)
        )


class CallAnswer(TimeStamped):
    """What one collectivité answers to a call, written by one of its agents."""

    call = models.ForeignKey(CallForParticipation, models.CASCADE, related_name="answers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="call_answers")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="call_answers"
    )
    function = models.CharField(_("votre fonction"), max_length=120, blank=True)
    intention = models.TextField(_("ce que votre collectivité veut essayer"))
    neighbourhood = models.CharField(_("quartier ou territoire visé"), max_length=160, blank=True)
    partners = models.TextField(_("partenaires pressentis"), blank=True)
    wants_mirror = models.BooleanField(_("rejoindre seulement le groupe miroir"), default=False)
    status = models.CharField(
        _("suite donnée"), max_length=12, choices=AnswerStatus, default=AnswerStatus.SUBMITTED
    )
    decision_message = models.TextField(_("message à la collectivité"), blank=True)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("réponse à un appel")
        verbose_name_plural = _("réponses à un appel")
        ordering = ["-created_at", "-pk"]
        constraints = [
            # A collectivité whose answer was declined or withdrawn may answer anew.
            models.UniqueConstraint(
                fields=["call", "organisation"],
                condition=~Q(status__in=[AnswerStatus.DECLINED, AnswerStatus.WITHDRAWN]),
                name="one_answer_per_call",
            ),
        ]
        indexes = [models.Index(fields=["call", "status"], name="answer_by_status")]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.call}"


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
        return answered is None and timezone.now() < self.expires_at


class GuestAccess(TimeStamped):
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
