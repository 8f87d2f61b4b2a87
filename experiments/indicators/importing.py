"""Measurements from a file: what each line says, what is wrong with it, and their import.

The lines of a file are kept in the database between the preview and the import (MeasurementImport),
for a day: a browser cannot send a chosen file again by itself, and a session is no place for it.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from common.text import clean_line, fold, french_number
from experiments.forms.dates import EARLIEST
from experiments.indicators.models import Indicator, Measurement, MeasurementImport
from experiments.indicators.reading import read_date, read_number
from experiments.indicators.selectors import already_there, named_in
from experiments.indicators.services import add_indicator, lock
from experiments.models import Experimentation
from groups.permissions import authorship

KEPT_FOR = timedelta(days=1)
MAX_SOURCE = 200
MAX_NAME = 160

# What a column may be called, folded; the first one found is it.
TITLES = {
    "date": ["date", "mois", "jour", "annee", "periode"],
    "indicator": ["indicateur", "nom", "libelle", "intitule"],
    "value": ["valeur", "nombre", "resultat", "quantite", "mesure"],
    "source": ["source", "origine", "provenance"],
}
NEEDED = ["date", "indicator", "value"]


@dataclass(slots=True)
class Line:
    """One line of the file: what it says, and `problems` that keep it from being imported.
    `known`: the same measurement is there already; `unknown`: its indicator could be created."""

    number: str
    cells: dict[str, str]
    day: date | None = None
    precision: str = ""
    value: Decimal | None = None
    indicator: Indicator | None = None
    problems: list[str] = field(default_factory=list)
    known: bool = False
    unknown: bool = False

    @property
    def is_good(self) -> bool:
        return not self.problems and not self.known


@dataclass(frozen=True, slots=True)
class Review:
    """All lines of a file, read with the same columns."""

    lines: list[Line]

    @property
    def good(self) -> list[Line]:
        return [line for line in self.lines if line.is_good]

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if line.problems]

    @property
    def known(self) -> list[Line]:
        return [line for line in self.lines if line.known]

    @property
    def unknown_names(self) -> list[str]:
        """The indicators that could be created, each once, as first written."""
        names: dict[str, str] = {}
        for line in self.lines:
            if line.unknown:
                names.setdefault(fold(line.cells["indicator"]), line.cells["indicator"])
        return list(names.values())


def guessed_columns(titles: Sequence[str]) -> dict[str, int]:
    """Which column is what, by its title: {role: index}; roles that no title tells are left out."""
    folded = [fold(title) for title in titles]
    found: dict[str, int] = {}
    for role, names in TITLES.items():
        for name in names:
            places = [i for i, title in enumerate(folded) if title == name]
            places += [i for i, title in enumerate(folded) if title.startswith(f"{name} ")]
            free = [place for place in places if place not in found.values()]
            if free:
                found[role] = free[0]
                break
    return found


def review(
    rows: Sequence[Sequence[str]],
    columns: dict[str, int],
    indicators: Iterable[Indicator],
    create: Iterable[str] = (),
) -> Review:
    """Read the lines under the titles (`rows[0]`). Indicators named in `create` will be created, so
    that they are no problem. One query."""
    known = {fold(each.name): each for each in indicators}
    there = already_there(known.values())
    wanted = {fold(name) for name in create}
    seen: dict[tuple[str, date, str], Decimal] = {}
    lines = []
    for row in rows[1:]:
        line = _read(row, columns)
        _find_indicator(line, known, wanted)
        if not line.problems:
            _compare(line, there, seen)
        lines.append(line)
    return Review(lines)


def _read(row: Sequence[str], columns: dict[str, int]) -> Line:
    number, *cells = row
    said = {
        role: clean_line(cells[place]) if place < len(cells) else ""
        for role, place in columns.items()
    }
    line = Line(number, {"source": "", **said})
    dated = read_date(said["date"])
    if dated is None:
        line.problems.append(
            _("la date «\u00a0%(text)s\u00a0» ne se lit pas") % {"text": said["date"][:40]}
            if said["date"]
            else _("la date manque")
        )
    elif not EARLIEST <= dated[0] <= timezone.localdate():
        line.problems.append(_("la date n’est pas entre 1950 et aujourd’hui"))
    else:
        line.day, line.precision = dated
    line.value = read_number(said["value"])
    if line.value is None:
        line.problems.append(
            _("«\u00a0%(text)s\u00a0» n’est pas un nombre") % {"text": said["value"][:40]}
            if said["value"]
            else _("la valeur manque")
        )
    if len(line.cells["source"]) > MAX_SOURCE:
        line.problems.append(_("la source dépasse 200 caractères"))
    return line


def _find_indicator(line: Line, known: dict[str, Indicator], wanted: set[str]) -> None:
    name = line.cells["indicator"]
    line.indicator = known.get(fold(name))
    if not fold(name):
        line.problems.append(_("l’indicateur manque"))
    elif line.indicator is not None and line.indicator.archived_at:
        line.problems.append(_("l’indicateur «\u00a0%(name)s\u00a0» est archivé") % {"name": name})
    elif line.indicator is not None and line.indicator.withheld:
        line.problems.append(
            _("l’indicateur «\u00a0%(name)s\u00a0» est masqué par l’animation") % {"name": name}
        )
    elif line.indicator is None and len(name) > MAX_NAME:
        line.problems.append(_("le nom de l’indicateur dépasse 160 caractères"))
    elif line.indicator is None:
        line.unknown = True
        if fold(name) not in wanted:
            line.problems.append(
                _("l’indicateur «\u00a0%(name)s\u00a0» n’existe pas ici") % {"name": name}
            )


def _compare(line: Line, there: dict, seen: dict[tuple[str, date, str], Decimal]) -> None:
    """The same measurement twice is there once; two values of one day are for a person to judge."""
    key = (fold(line.cells["indicator"]), line.day, line.precision)
    kept = set()
    if line.indicator is not None:
        kept = there.get((line.indicator.pk, line.day, line.precision), set())
    before = {*kept, seen[key]} if key in seen else kept
    if line.value in before:
        line.known = True
    elif before:
        line.problems.append(
            _("une autre valeur existe déjà pour cette date\u00a0: %(value)s")
            % {"value": ", ".join(french_number(each) for each in sorted(before))}
        )
    else:
        seen[key] = line.value


@transaction.atomic
def keep_rows(
    *, experimentation: Experimentation, author, filename: str, rows: list[list[str]]
) -> MeasurementImport:
    """Keep the lines of a file for their preview; what nobody came back to is erased."""
    forget_old_rows()
    return MeasurementImport.objects.create(
        experimentation=experimentation,
        author=author,
        filename=filename,
        rows=rows,
        expires_at=timezone.now() + KEPT_FOR,
    )


def forget_old_rows() -> int:
    """Erase the lines of files kept for more than a day; how many files."""
    old = MeasurementImport.objects.filter(expires_at__lte=timezone.now())
    return old.delete()[0]


@transaction.atomic
def import_rows(
    *,
    kept: MeasurementImport,
    by,
    columns: dict[str, int],
    create: Iterable[str] = (),
    only_good: bool = False,
) -> int | None:
    """Store the measurements of a file; how many. None, and nothing stored, where lines are wrong
    and `only_good` does not say to leave them. Asked twice, the file is stored once."""
    experimentation = kept.experimentation
    lock(experimentation)
    kept.refresh_from_db(fields=["rows", "imported"])
    if kept.imported is not None:
        return kept.imported
    create = list(create)
    read = review(kept.rows, columns, named_in(experimentation), create)
    if read.wrong and not only_good:
        return None
    added = _created(read, experimentation, by)
    signature = authorship(by, experimentation.space)
    stored = Measurement.objects.bulk_create(
        [
            Measurement(
                indicator=line.indicator or added[fold(line.cells["indicator"])],
                value=line.value,
                measured_on=line.day,
                precision=line.precision,
                source=line.cells["source"],
                author=by,
                organisation_id=signature.organisation_id,
                author_role=signature.role,
                client_id=uuid.uuid4(),
            )
            for line in read.good
        ],
        batch_size=500,
    )
    kept.rows, kept.imported = [], len(stored)
    kept.save(update_fields=["rows", "imported"])
    record(
        action="measurements.imported",
        actor=by,
        target=experimentation,
        group_id=experimentation.space.group_id,
        space_id=experimentation.space_id,
        measurements=len(stored),
    )
    return len(stored)


def _created(read: Review, experimentation: Experimentation, by) -> dict[str, Indicator]:
    """The indicators that good lines name and that are not there yet, by folded name."""
    names = {}
    for line in read.good:
        if line.indicator is None:
            names.setdefault(fold(line.cells["indicator"]), line.cells["indicator"])
    return {
        key: add_indicator(experimentation=experimentation, author=by, name=name)[0]
        for key, name in names.items()
    }
