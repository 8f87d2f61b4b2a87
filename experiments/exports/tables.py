"""A group's experimentations as tables: what one person may see of them, a query for each table."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.mail import absolute
from common.spreadsheets import Dated, Table
from experiments.indicators.models import Indicator, Measurement
from experiments.indicators.reading import trimmed
from experiments.listing import narrowed
from experiments.models import (
    Experimentation,
    Funding,
    JournalEntry,
    JournalPicture,
    Partnership,
    PlannedAction,
    StageChange,
)
from experiments.selectors import count_column
from experiments.sheets.models import ExperienceSheet
from groups.models import Space, WorkingGroup
from groups.permissions import Access

# Rows fetched at a time: twenty thousand notes are never all in memory.
CHUNK = 2_000


@dataclass
class Export:
    """What one person takes of a group's experimentations, narrowed as its list is (`asked`, in
    words `said`).
    `access` is what she may do in the group's own space (None: nothing)."""

    user: object
    group: WorkingGroup
    access: Access | None
    asked: dict = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    _entered: set[int] | None = field(default=None, init=False)

    @property
    def experimentations(self) -> QuerySet:
        rows = self.seen(Experimentation.objects.filter(space__group=self.group))
        return narrowed(rows, self.user, self.asked)

    def seen(self, rows: QuerySet) -> QuerySet:
        """Those of these rows of the group that she may see."""
        return rows.seen_in_group(self.user, self.access)

    def parts(self, rows: QuerySet) -> QuerySet:
        """Rows of the experimentations she takes, by title, read little by little."""
        return rows.filter(experimentation__in=self.experimentations.values("pk"))

    def enters(self, space_id: int) -> bool:
        """Whether she enters this space: sources and contacts are not for visitors. One query for
        all of them, none for who belongs to the group."""
        if self.access is not None and self.access.belongs:
            return True
        if self._entered is None:
            spaces = Space.objects.visible_to(self.user).filter(group=self.group)
            self._entered = set(spaces.values_list("pk", flat=True))
        return space_id in self._entered


def _page(pk: int) -> str:
    return absolute(reverse("experimentation", args=[pk]))


def _date(day, precision: str) -> Dated | None:
    return Dated(day, precision) if day else None


def _number(value) -> Decimal | None:
    return None if value is None else trimmed(value)


def _experimentations(export: Export) -> Iterator[list]:
    yield [
        _("Expérimentation"),
        _("Collectivité"),
        _("Niveau"),
        _("Code officiel"),
        _("Département"),
        _("Population"),
        _("Activité de départ"),
        _("Quartier"),
        _("En une phrase"),
        _("Objectif"),
        _("Hypothèse"),
        _("Modalités"),
        _("Étape"),
        _("À cette étape depuis"),
        _("Début"),
        _("Notes du journal"),
        _("Partenaires"),
        _("Actions prévues à faire"),
        _("Indicateurs suivis"),
        _("Financements connus (€)"),
        _("Visible par"),
        _("Fiche publiée"),
        _("Page"),
    ]

    mine = {"experimentation": OuterRef("pk")}
    stages = StageChange.objects.filter(**mine).order_by("on", "pk")
    reached = stages.filter(stage=OuterRef("stage")).order_by("-on", "-pk")
    money = export.seen(Funding.objects.filter(**mine)).order_by().values("experimentation")
    rows = export.experimentations.select_related("owner").annotate(
        notes=_counted(export.seen(JournalEntry.objects.filter(**mine))),
        partners=_counted(Partnership.objects.filter(**mine)),
        to_do=_counted(export.seen(PlannedAction.objects.filter(**mine, done_on=None))),
        followed=_counted(export.seen(Indicator.objects.filter(**mine, archived_at=None))),
        money=Subquery(
            money.annotate(total=Sum("amount")).values("total"), output_field=DecimalField()
        ),
        began=Subquery(stages.values("on")[:1]),
        began_precision=Subquery(stages.values("precision")[:1]),
        since=Subquery(reached.values("on")[:1]),
        since_precision=Subquery(reached.values("precision")[:1]),
        public_sheet=Subquery(ExperienceSheet.objects.published().filter(**mine).values("pk")[:1]),
    )
    for each in rows.order_by("title", "pk").iterator(CHUNK):
        owner = each.owner
        yield [
            each.title,
            owner.name,
            owner.get_level_display(),
            owner.code,
            owner.department_code,
            owner.population,
            each.get_activity_display(),
            each.neighbourhood,
            each.summary,
            each.objective,
            each.hypothesis,
            each.modalities,
            each.get_stage_display(),
            _date(each.since, each.since_precision),
            _date(each.began, each.began_precision),
            each.notes,
            each.partners,
            each.to_do,
            each.followed,
            _number(each.money),
            each.get_audience_display(),
            absolute(reverse("sheet", args=[each.public_sheet])) if each.public_sheet else "",
            _page(each.pk),
        ]


def _counted(rows: QuerySet):
    return count_column(rows, "experimentation")


def _stages(export: Export) -> Iterator[list]:
    yield [_("Expérimentation"), _("Étape"), _("Date"), _("Ce qui l’explique"), _("Page")]
    rows = export.parts(StageChange.objects.select_related("experimentation"))
    for each in rows.order_by("experimentation__title", "experimentation", "on", "pk").iterator(
        CHUNK
    ):
        yield [
            each.experimentation.title,
            each.get_stage_display(),
            _date(each.on, each.precision),
            each.note,
            _page(each.experimentation_id),
        ]


def _partners(export: Export) -> Iterator[list]:
    yield [
        _("Expérimentation"),
        _("Partenaire"),
        _("Nature"),
        _("Rôle"),
        _("Ce qu’il apporte"),
        _("Contact (fonction)"),
        _("Page"),
    ]
    rows = export.parts(Partnership.objects.select_related("experimentation", "organisation"))
    for each in rows.order_by("experimentation__title", "experimentation", "pk").iterator(CHUNK):
        partner = each.organisation
        yield [
            each.experimentation.title,
            partner.name,
            partner.get_partner_type_display()
            or partner.get_level_display()
            or partner.get_kind_display(),
            each.role,
            each.contribution,
            each.contact if export.enters(each.experimentation.space_id) else "",
            _page(each.experimentation_id),
        ]


def _fundings(export: Export) -> Iterator[list]:
    yield [
        _("Expérimentation"),
        _("Financeur"),
        _("Année"),
        _("Montant (€)"),
        _("Pour quoi"),
        _("Page"),
    ]
    rows = export.parts(export.seen(Funding.objects.select_related("experimentation", "funder")))
    for each in rows.order_by("experimentation__title", "experimentation", "year", "pk").iterator(
        CHUNK
    ):
        yield [
            each.experimentation.title,
            each.funder.name,
            each.year,
            _number(each.amount),
            each.note,
            _page(each.experimentation_id),
        ]


def _indicators(export: Export) -> Iterator[list]:
    yield [
        _("Expérimentation"),
        _("Indicateur"),
        _("Unité"),
        _("Sens"),
        _("Valeur de départ"),
        _("Date de départ"),
        _("Première valeur"),
        _("Date de la première"),
        _("Dernière valeur"),
        _("Date de la dernière"),
        _("Mesures"),
        _("Valeur visée"),
        _("Échéance"),
        _("Suivi"),
        _("Visible par"),
        _("Page"),
    ]
    measured = Measurement.objects.filter(indicator=OuterRef("pk"))
    newest, oldest = (
        measured.order_by("-measured_on", "-pk"),
        measured.order_by("measured_on", "pk"),
    )
    rows = export.parts(export.seen(Indicator.objects.select_related("experimentation")))
    rows = rows.annotate(
        measured=count_column(measured, "indicator"),
        **{
            f"{name}_{column}": Subquery(found.values(column)[:1])
            for name, found in (("last", newest), ("first", oldest))
            for column in ("value", "measured_on", "precision")
        },
    )
    for each in rows.order_by(
        "experimentation__title", "experimentation", "position", "pk"
    ).iterator(CHUNK):
        yield [
            each.experimentation.title,
            each.name,
            each.unit,
            each.get_direction_display(),
            _number(each.baseline_value),
            _date(each.baseline_on, "day"),
            _number(each.first_value),
            _date(each.first_measured_on, each.first_precision),
            _number(each.last_value),
            _date(each.last_measured_on, each.last_precision),
            each.measured,
            _number(each.target_value),
            _date(each.target_on, "day"),
            _("mis de côté") if each.archived_at else _("suivi"),
            each.get_audience_display(),
            absolute(reverse("indicator", args=[each.experimentation_id, each.pk])),
        ]


def _journal(export: Export) -> Iterator[list]:
    yield [
        _("Expérimentation"),
        _("Date"),
        _("Nature"),
        _("Note"),
        _("Pour"),
        _("Photos"),
        _("Source"),
        _("Visible par"),
        _("Notée le"),
        _("Lien"),
    ]
    pictures = JournalPicture.objects.filter(entry=OuterRef("pk"))
    rows = export.parts(export.seen(JournalEntry.objects.all()))
    rows = (
        rows.select_related("experimentation", "organisation")
        .annotate(photos=count_column(pictures, "entry"))
        .order_by("experimentation__title", "experimentation", "occurred_on", "pk")
    )
    for each in rows.iterator(CHUNK):
        yield [
            each.experimentation.title,
            _date(each.occurred_on, each.precision),
            each.get_kind_display(),
            each.text,
            each.signature,
            each.photos or None,
            each.source if export.enters(each.space_id) else "",
            each.get_audience_display(),
            Dated(timezone.localdate(each.created_at)),
            absolute(reverse("entry", args=[each.experimentation_id, each.pk])),
        ]


def _about(export: Export) -> Iterator[list]:
    """What the file is, for whoever finds it later."""
    yield [_("Cet export"), ""]
    yield [_("Groupe"), export.group.name]
    yield [_("Fait le"), Dated(timezone.localdate())]
    for choice in export.said:
        yield [_("Choix"), choice]
    yield [
        _("Ce qu’il contient"),
        _(
            "Ce que pouvait lire ce jour-là qui l’a fait\u00a0: une autre y trouverait "
            "plus ou moins. La colonne «\u00a0Visible par\u00a0» dit à qui va chaque ligne."
        ),
    ]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the export: `rows(export)` reads it when it is written."""

    key: str
    title: str
    rows: Callable[[Export], Iterator[list]]


SHEETS = [
    Sheet("experimentations", gettext_lazy("Expérimentations"), _experimentations),
    Sheet("etapes", gettext_lazy("Étapes"), _stages),
    Sheet("partenaires", gettext_lazy("Partenaires"), _partners),
    Sheet("financements", gettext_lazy("Financements"), _fundings),
    Sheet("indicateurs", gettext_lazy("Indicateurs"), _indicators),
    Sheet("journal", gettext_lazy("Journal"), _journal),
    Sheet("a-propos", gettext_lazy("À propos"), _about),
]


def tables_of(export: Export) -> list[Table]:
    """Every table of the export; nothing is read before its rows are asked for."""
    return [Table(str(sheet.title), sheet.rows(export)) for sheet in SHEETS]


def one_table(export: Export, key: str) -> Table | None:
    """The table of that key; None for none."""
    found = next((sheet for sheet in SHEETS if sheet.key == key), None)
    return found and Table(str(found.title), found.rows(export))
