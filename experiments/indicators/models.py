"""What an experimentation counts, and its values over time."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import Audience, Precision, TimeStamped
from experiments.indicators.enums import Direction
from experiments.models import Experimentation, ExperimentPartQuerySet, JournalEntry
from groups.models import Signed
from groups.moderation.enums import Withheld
from groups.moderation.models import Withholdable

# SQLite computes with floats: fifteen digits are exact there.
DIGITS = {"max_digits": 14, "decimal_places": 4}


class IndicatorManager(models.Manager.from_queryset(ExperimentPartQuerySet)):
    """Indicators that the facilitators have not taken out of sight."""

    def get_queryset(self) -> ExperimentPartQuerySet:
        return super().get_queryset().filter(withheld=Withheld.NO)


class Indicator(TimeStamped, Withholdable):
    """What is counted, from where it started and how far it should go."""

    experimentation = models.ForeignKey(Experimentation, models.CASCADE, related_name="indicators")
    name = models.CharField(_("indicateur"), max_length=160)
    unit = models.CharField(_("unité"), max_length=40, blank=True)
    direction = models.CharField(
        _("sens"), max_length=8, choices=Direction, default=Direction.NEITHER
    )
    baseline_value = models.DecimalField(_("valeur de départ"), null=True, blank=True, **DIGITS)
    baseline_on = models.DateField(_("date de départ"), null=True, blank=True)
    target_value = models.DecimalField(_("valeur visée"), null=True, blank=True, **DIGITS)
    target_on = models.DateField(_("échéance"), null=True, blank=True)
    audience = models.CharField(
        _("visible par"), max_length=8, choices=Audience, default=Audience.SPACE
    )
    position = models.PositiveIntegerField(_("rang"), default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Made with the form: sent twice, it is stored once.
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    # What has measurements is put aside rather than deleted.
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = IndicatorManager()
    with_withheld = ExperimentPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicateur")
        verbose_name_plural = _("indicateurs")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "client_id"], name="indicator_client_id"),
            # An imported line names its indicator.
            models.UniqueConstraint("experimentation", Lower("name"), name="indicator_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class MeasurementQuerySet(ExperimentPartQuerySet):
    """Measurements follow the audience of their indicator."""

    space_path = "indicator__experimentation__space"
    audience_path = "indicator__audience"

    def _public(self) -> Q:
        # Not the parent's: the way to the experimentation is longer from here.
        public = super(ExperimentPartQuerySet, self)._public()
        return public & Q(indicator__experimentation__audience=Audience.PUBLIC)


class MeasurementManager(models.Manager.from_queryset(MeasurementQuerySet)):
    """Measurements that nobody has removed or taken out of sight, alone or with their indicator."""

    def get_queryset(self) -> MeasurementQuerySet:
        shown = {"withheld": Withheld.NO, "indicator__withheld": Withheld.NO}
        return super().get_queryset().filter(removed_at=None, **shown)


class Measurement(TimeStamped, Signed, Withholdable):
    """One value of an indicator, dated as exactly as known."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="measurements")
    value = models.DecimalField(_("valeur"), **DIGITS)
    measured_on = models.DateField(_("date"))
    precision = models.CharField(
        _("précision"), max_length=5, choices=Precision, default=Precision.DAY
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    # The note of the same journal that tells how it was counted.
    entry = models.ForeignKey(
        JournalEntry, models.SET_NULL, null=True, blank=True, related_name="measurements"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Made by the browser: the same value sent twice is stored once.
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    # Removed measurements can be brought back; they are out of `objects`, so out of every list.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = MeasurementManager()
    with_removed = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = _("mesure")
        verbose_name_plural = _("mesures")
        ordering = ["-measured_on", "-pk"]
        indexes = [
            models.Index(
                fields=["indicator", "-measured_on", "-id"], name="measurement_by_indicator"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "client_id"], name="measurement_client_id"),
        ]

    def __str__(self) -> str:
        return f"{self.value} ({self.measured_on})"


class Correction(models.Model):
    """What a measurement said before somebody corrected it, and why."""

    measurement = models.ForeignKey(Measurement, models.CASCADE, related_name="corrections")
    value = models.DecimalField(_("valeur d’avant"), **DIGITS)
    measured_on = models.DateField(_("date d’avant"))
    precision = models.CharField(_("précision d’avant"), max_length=5, choices=Precision)
    source = models.CharField(_("source d’avant"), max_length=200, blank=True)
    reason = models.CharField(_("pourquoi"), max_length=300)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    corrected_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-corrected_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.measurement_id} ← {self.value}"


class MeasurementImport(models.Model):
    """The lines of a file between its preview and its import: for whoever sent it, until
    `expires_at`. Once imported, `rows` is emptied and `imported` says how many were kept."""

    experimentation = models.ForeignKey(Experimentation, models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    filename = models.CharField(_("nom du fichier"), max_length=200)
    rows = models.JSONField(_("lignes"), default=list)
    imported = models.PositiveIntegerField(_("mesures gardées"), null=True, editable=False)
    expires_at = models.DateTimeField(_("effacé le"), db_index=True)

    class Meta:
        verbose_name = _("import de mesures")
        verbose_name_plural = _("imports de mesures")

    def __str__(self) -> str:
        return self.filename
