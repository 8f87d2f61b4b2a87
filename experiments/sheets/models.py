"""The published account of an experimentation, and everything that was signed on the way."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import Audience, Precision, TimeStamped
from experiments.indicators.models import Indicator
from experiments.models import Experimentation, JournalEntry, JournalPicture
from experiments.sheets.enums import Decision, Origin, Section, SheetState
from groups.querysets import PUBLIC_STATES
from organisations.models import Organisation


class ExperienceSheetQuerySet(models.QuerySet):
    def published(self) -> "ExperienceSheetQuerySet":
        """Those that anybody may read."""
        return self.filter(
            published__isnull=False, experimentation__space__group__state__in=PUBLIC_STATES
        )


class ExperienceSheet(TimeStamped):
    """The text being written, for whoever manages the experimentation. What others read, sign and
    find published is a SheetVersion, which never changes."""

    experimentation = models.OneToOneField(Experimentation, models.CASCADE, related_name="sheet")
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.TERRITORY)
    state = models.CharField(max_length=12, choices=SheetState, default=SheetState.DRAFT)
    title = models.CharField(_("titre"), max_length=160)
    keywords = models.CharField(_("mots-clés"), max_length=200, blank=True)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    dated = models.DateField(_("date"), default=timezone.localdate)
    precision = models.CharField(
        _("précision"), max_length=5, choices=Precision, default=Precision.MONTH
    )
    context = models.TextField(Section.CONTEXT.label, blank=True)
    actions = models.TextField(Section.ACTIONS.label, blank=True)
    role = models.TextField(Section.ROLE.label, blank=True)
    partners = models.TextField(Section.PARTNERS.label, blank=True)
    means = models.TextField(Section.MEANS.label, blank=True)
    results = models.TextField(Section.RESULTS.label, blank=True)
    lessons = models.TextField(Section.LESSONS.label, blank=True)
    next_steps = models.TextField(Section.NEXT.label, blank=True)
    # The document that a sheet of the network is taken from.
    source = models.CharField(_("source"), max_length=300, blank=True)
    # What anybody reads now, whatever is being written since.
    published = models.ForeignKey(
        "SheetVersion", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True, editable=False)
    withdrawal = models.TextField(_("pourquoi elle est retirée"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = ExperienceSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("fiche retour d’expérience")
        verbose_name_plural = _("fiches retour d’expérience")
        ordering = ["-pk"]
        constraints = [
            # A sheet of the network says where it comes from.
            models.CheckConstraint(
                name="network_sheet_has_source",
                condition=Q(origin=Origin.TERRITORY) | ~Q(source=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SheetSource(models.Model):
    """A note of the journal on which a section rests. Shown only to whoever may read the note."""

    sheet = models.ForeignKey(ExperienceSheet, models.CASCADE, related_name="sources")
    section = models.CharField(max_length=12, choices=Section)
    entry = models.ForeignKey(JournalEntry, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("note à l’appui")
        verbose_name_plural = _("notes à l’appui")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "section", "entry"], name="sheet_source_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.section} ← {self.entry_id}"


class SheetPicture(models.Model):
    """A picture of the journal chosen for the sheet, with what it shows in words."""

    sheet = models.ForeignKey(ExperienceSheet, models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(JournalPicture, models.CASCADE, related_name="+")
    alt = models.CharField(_("description de la photo"), max_length=300)

    class Meta:
        verbose_name = _("photo de la fiche")
        verbose_name_plural = _("photos de la fiche")
        ordering = ["picture"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "picture"], name="sheet_picture_once"),
            models.CheckConstraint(name="sheet_picture_described", condition=~Q(alt="")),
        ]

    def __str__(self) -> str:
        return self.alt


class SheetFigure(models.Model):
    """What an indicator shows, in the words that the sheet says it with: they stay as they are when
    it is measured again."""

    sheet = models.ForeignKey(ExperienceSheet, models.CASCADE, related_name="figures")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+")
    words = models.CharField(_("ce que dit le chiffre"), max_length=300)

    class Meta:
        verbose_name = _("chiffre de la fiche")
        verbose_name_plural = _("chiffres de la fiche")
        ordering = ["indicator"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "indicator"], name="sheet_figure_once"),
            models.CheckConstraint(name="sheet_figure_said", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words


class SheetContact(models.Model):
    """Whom to ask at the collectivité: a function and how to reach it, never a person's name.

    A public one is part of what is signed and printed. Another one is for those who enter the
    space: it is in no version, so that it may change without asking anybody.
    """

    sheet = models.ForeignKey(ExperienceSheet, models.CASCADE, related_name="contacts")
    function = models.CharField(_("fonction"), max_length=120)
    reach = models.CharField(_("comment la joindre"), max_length=160, blank=True)
    audience = models.CharField(
        _("visible par"),
        max_length=8,
        choices=[choice for choice in Audience.choices if choice[0] != Audience.OWNER],
        default=Audience.SPACE,
    )

    class Meta:
        verbose_name = _("contact de la fiche")
        verbose_name_plural = _("contacts de la fiche")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.function


class Cosignatory(models.Model):
    """A partner whose signature the sheet needs, and the address it is asked at."""

    sheet = models.ForeignKey(ExperienceSheet, models.CASCADE, related_name="cosignatories")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    email = models.EmailField(_("adresse e-mail"))

    class Meta:
        verbose_name = _("cosignataire")
        verbose_name_plural = _("cosignataires")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "organisation"], name="cosignatory_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.sheet_id}"


class SheetVersion(models.Model):
    """The text as it was submitted to signature, for good. `digest` is of `content`: a signature
    is worth for this content and no other."""

    sheet = models.ForeignKey(ExperienceSheet, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    # In the shape of `experiments.sheets.content.content_of`.
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("version de la fiche")
        verbose_name_plural = _("versions de la fiche")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="sheet_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} v{self.number}"


class SignatureQuerySet(models.QuerySet):
    def open(self, at=None) -> "SignatureQuerySet":
        """Those that can be answered: of the last version, while it is being signed, until their
        date."""
        newest = SheetVersion.objects.filter(sheet=models.OuterRef("version__sheet"))
        return self.filter(
            decision=Decision.WAITING,
            expires_at__gt=at or timezone.now(),
            version__sheet__state=SheetState.SIGNING,
            version=models.Subquery(newest.order_by("-number").values("pk")[:1]),
        )


class Signature(models.Model):
    """What one organisation is asked, and answers, about one version.

    The owner's is its referents' to give, signed in; a partner's is given by the link sent to its
    address, or by the account that has proved this address. Only the SHA-256 of the link's token is
    stored, and the token is made at the moment of sending.
    """

    version = models.ForeignKey(SheetVersion, models.CASCADE, related_name="signatures")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    is_owner = models.BooleanField(default=False)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True, default=uuid.uuid4, editable=False)
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.WAITING)
    comment = models.TextField(_("remarque"), blank=True)
    # The digest of what was shown to whoever answered.
    digest = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Nobody for a partner without account.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["-is_owner", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "organisation"], name="signature_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.version_id} · {self.decision}"
