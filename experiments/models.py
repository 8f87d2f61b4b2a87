"""What a collectivité tries on its territory, and everything that is noted about it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import Audience, Pictured, Precision, TimeStamped
from discussions.models import Message
from experiments.enums import ActionState, Activity, Contribution, EntryKind, Stage
from experiments.vocabularies.models import Term
from groups.documents.models import Document
from groups.models import Signed, Space, SpaceScoped, WorkingGroup
from groups.moderation.enums import Withheld
from groups.moderation.models import Withholdable
from groups.querysets import SpaceScopedQuerySet
from organisations.models import Organisation


class ExperimentationQuerySet(SpaceScopedQuerySet):
    def seen_in_group(self, user, access) -> "ExperimentationQuerySet":
        """As all rows of the group; none is kept between its carriers, which need not be asked."""
        return self.all() if access and access.belongs else self.visible_to(user)


class Experimentation(TimeStamped):
    """One trial on one territory. Its space names its group (for good) and who carries it."""

    space = models.OneToOneField(Space, models.CASCADE, related_name="experimentation")
    # The carrying collectivité, as in the space's lead carrier: kept here for lists and sorting.
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="experimentations")
    title = models.CharField(_("titre"), max_length=160)
    summary = models.CharField(_("en une phrase"), max_length=300, blank=True)
    activity = models.CharField(
        _("activité de départ"), max_length=16, choices=Activity, blank=True
    )
    neighbourhood = models.CharField(_("quartier"), max_length=160, blank=True)
    # Of a quartier prioritaire, as the State writes it: QP091002, QN09105M.
    neighbourhood_code = models.CharField(_("code du quartier"), max_length=8, blank=True)
    objective = models.TextField(_("objectif"), blank=True)
    hypothesis = models.TextField(_("hypothèse"), blank=True)
    modalities = models.TextField(_("modalités"), blank=True)
    stage = models.CharField(_("étape"), max_length=16, choices=Stage, default=Stage.SPOTTING)
    # Nothing happens for the time being, and its carriers say so.
    paused_on = models.DateField(_("en pause depuis"), null=True, blank=True)
    audience = models.CharField(
        _("visible par"),
        max_length=8,
        choices=[choice for choice in Audience.choices if choice[0] != Audience.OWNER],
        default=Audience.SPACE,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Made with the form: sent twice, it is stored once.
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    source = models.CharField(_("source"), max_length=200, blank=True)
    # Those of its notes are its own too: experiments.tagging.
    terms = models.ManyToManyField(Term, blank=True, related_name="experimentations")

    objects = ExperimentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("expérimentation")
        verbose_name_plural = _("expérimentations")
        ordering = ["-updated_at", "-pk"]
        indexes = [
            # What everybody reads in every group, the latest first: all, and of one activity.
            models.Index(fields=["audience", "-updated_at", "-id"], name="trial_by_novelty"),
            models.Index(
                fields=["audience", "activity", "-updated_at", "-id"], name="trial_by_activity"
            ),
            # A page of the list of every group, by title.
            models.Index(fields=["title", "id"], name="experimentation_by_title"),
            models.Index(fields=["audience", "title", "id", "space"], name="trial_by_title"),
        ]
        constraints = [
            # What lists rely on: each is seen by all who enter its space.
            models.CheckConstraint(
                name="trial_for_its_space", condition=~Q(audience=Audience.OWNER)
            ),
            models.UniqueConstraint(
                fields=["created_by", "client_id"], name="experimentation_client_id"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ExperimentPartQuerySet(SpaceScopedQuerySet):
    """Parts of an experimentation, with an audience of their own."""

    space_path = "experimentation__space"

    def _public(self) -> Q:
        """Never wider than the experimentation: a public part of one that is not public is for
        those who enter its space."""
        return super()._public() & Q(experimentation__audience=Audience.PUBLIC)


class UnrestrictedPartQuerySet(SpaceScopedQuerySet):
    """Parts that follow the audience of their experimentation."""

    space_path = "experimentation__space"
    audience_path = "experimentation__audience"


class JournalEntryQuerySet(ExperimentPartQuerySet):
    space_path = "space"


class JournalEntryManager(models.Manager.from_queryset(JournalEntryQuerySet)):
    """Entries that nobody has removed or taken out of sight."""

    def get_queryset(self) -> JournalEntryQuerySet:
        return super().get_queryset().filter(removed_at=None, withheld=Withheld.NO)


class StageChange(models.Model):
    """A stage reached, when, and who said so."""

    experimentation = models.ForeignKey(Experimentation, models.CASCADE, related_name="stages")
    stage = models.CharField(_("étape"), max_length=16, choices=Stage)
    on = models.DateField(_("date"))
    precision = models.CharField(
        _("précision"), max_length=5, choices=Precision, default=Precision.DAY
    )
    note = models.TextField(_("ce qui l’explique"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UnrestrictedPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("changement d’étape")
        verbose_name_plural = _("changements d’étape")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} ({self.on})"


class Partnership(TimeStamped):
    """An organisation of any kind beside the carriers: its role, what it brings, whom to ask."""

    experimentation = models.ForeignKey(
        Experimentation, models.CASCADE, related_name="partnerships"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships")
    role = models.CharField(_("rôle"), max_length=160, blank=True)
    contribution = models.CharField(_("ce qu’elle apporte"), max_length=300, blank=True)
    # Values of Contribution, in their order.
    contribution_kinds = models.JSONField(_("nature de l’apport"), default=list, blank=True)
    contact = models.CharField(_("contact (fonction)"), max_length=160, blank=True)

    objects = UnrestrictedPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("partenaire associé")
        verbose_name_plural = _("partenaires associés")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["experimentation", "organisation"], name="partnership_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.experimentation}"

    @property
    def kinds_named(self) -> list[str]:
        """What it brings, in words."""
        return [kind.label for kind in Contribution if kind in self.contribution_kinds]


class PlannedAction(TimeStamped):
    """What will be done, by whom, by when."""

    experimentation = models.ForeignKey(Experimentation, models.CASCADE, related_name="actions")
    title = models.CharField(_("action"), max_length=200)
    responsible = models.CharField(_("par qui"), max_length=160, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="planned_actions",
    )
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    started_on = models.DateField(_("commencé le"), null=True, blank=True)
    done_on = models.DateField(_("fait le"), null=True, blank=True)
    audience = models.CharField(
        _("visible par"), max_length=8, choices=Audience, default=Audience.SPACE
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = ExperimentPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("action prévue")
        verbose_name_plural = _("actions prévues")
        ordering = ["done_on", "due_on", "pk"]
        indexes = [
            models.Index(
                fields=["assignee", "due_on"],
                condition=Q(done_on=None),
                name="open_action_by_person",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> ActionState:
        """Its column on the board, which its dates tell."""
        if self.done_on is not None:
            return ActionState.DONE
        return ActionState.TODO if self.started_on is None else ActionState.DOING

    @property
    def is_late(self) -> bool:
        """Whether its day has passed without its being done."""
        if self.done_on is not None or self.due_on is None:
            return False
        return self.due_on < timezone.localdate()


class JournalEntry(TimeStamped, SpaceScoped, Signed, Withholdable):
    """One note of the journal, dated as exactly as known."""

    experimentation = models.ForeignKey(Experimentation, models.CASCADE, related_name="entries")
    kind = models.CharField(_("nature"), max_length=12, choices=EntryKind)
    text = models.TextField(_("texte"))
    occurred_on = models.DateField(_("date"))
    precision = models.CharField(
        _("précision"), max_length=5, choices=Precision, default=Precision.DAY
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="journal_entries"
    )
    # Made by the browser: the same note sent twice is stored once.
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    source = models.CharField(_("source"), max_length=200, blank=True)
    terms = models.ManyToManyField(Term, blank=True, related_name="entries")
    # What it rests on, in the same space; each is shown to those who may see it.
    documents = models.ManyToManyField(Document, blank=True, related_name="entries")
    # Somebody other than its author may correct an entry: it then says who.
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    # Removed entries can be brought back; they are out of `objects`, so out of every list.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = JournalEntryManager()
    with_removed = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("note du journal")
        verbose_name_plural = _("notes du journal")
        ordering = ["-occurred_on", "-pk"]
        indexes = [
            models.Index(
                fields=["experimentation", "-occurred_on", "-id"], name="entry_by_experimentation"
            ),
            models.Index(fields=["space", "-created_at"], name="entry_by_space"),
            # What is new in all of a person's places, however many they are.
            models.Index(
                fields=["-created_at", "-id"], condition=Q(removed_at=None), name="entry_by_novelty"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "client_id"], name="entry_client_id"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.occurred_on}"


class Quotation(models.Model):
    """Words of a discussion in a note, as they were when somebody kept them there.

    They are for those who enter the space, whatever the audience of the note, while the message is
    visible and its author has not withdrawn them.
    """

    entry = models.OneToOneField(JournalEntry, models.CASCADE, related_name="quotation")
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, editable=False, related_name="quotations"
    )
    # Emptied when they are withdrawn, and when the message itself is purged.
    words = models.TextField(_("paroles"), blank=True)
    withdrawn_at = models.DateTimeField(_("retirées le"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("paroles gardées")
        verbose_name_plural = _("paroles gardées")

    def __str__(self) -> str:
        return f"{self.entry_id} ← {self.message_id}"

    @property
    def is_shown(self) -> bool:
        return bool(self.words) and self.message is not None and self.message.is_visible


def picture_path(picture: "JournalPicture", filename: str) -> str:
    """A server-made name: what a person typed never reaches the disk."""
    name = uuid.uuid4().hex
    return f"journal/{name[:2]}/{name}"


class JournalPicture(Pictured, models.Model):
    """A picture of an entry, re-encoded without location data."""

    entry = models.ForeignKey(JournalEntry, models.CASCADE, related_name="pictures")
    image = models.FileField(_("photo"), upload_to=picture_path, max_length=120)
    thumbnail = models.FileField(_("vignette"), upload_to=picture_path, max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(_("description de la photo"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["entry", "position", "pk"]

    def __str__(self) -> str:
        return self.alt or f"Photo {self.pk}"


class Funding(TimeStamped):
    """Money, of an experimentation or of a whole group: who gave; if known, when and how much."""

    experimentation = models.ForeignKey(
        Experimentation, models.CASCADE, null=True, blank=True, related_name="fundings"
    )
    group = models.ForeignKey(
        WorkingGroup, models.CASCADE, null=True, blank=True, related_name="fundings"
    )
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="fundings")
    year = models.PositiveSmallIntegerField(_("année"), null=True, blank=True)
    amount = models.DecimalField(
        _("montant en euros"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    note = models.CharField(_("pour quoi"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    # Of an experimentation; that of a group is for whoever reads the group.
    audience = models.CharField(
        _("visible par"), max_length=8, choices=Audience, default=Audience.PUBLIC
    )

    objects = ExperimentPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("financement")
        verbose_name_plural = _("financements")
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(
                name="funding_of_one",
                condition=Q(experimentation=None, group__isnull=False)
                | Q(experimentation__isnull=False, group=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder} {self.year or ''}".strip()
