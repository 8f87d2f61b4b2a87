"""The official reference data kept with the code: see data/README.md for source, year, licence."""

import csv
import functools
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
TERRITORIES = DATA / "territories.tsv.gz"
PLACES = DATA / "places.json"


@dataclass(frozen=True, slots=True)
class Territory:
    """One line of the reference data; `alias` is the name as the source writes it, when it differs
    (« CC du Pays de Bitche »)."""

    level: str
    code: str
    name: str
    alias: str
    siren: str
    postcodes: str
    population: int | None
    department_code: str
    region_code: str


def territories() -> Iterator[Territory]:
    """Every local authority of the reference data."""
    with gzip.open(TERRITORIES, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            *texts, population, department, region = row
            yield Territory(*texts, int(population) if population else None, department, region)


@functools.cache
def _places() -> dict:
    return json.loads(PLACES.read_text(encoding="utf-8"))


def year() -> int:
    """The year of the reference data."""
    return _places()["year"]


@functools.cache
def departments() -> dict[str, str]:
    """Département (or overseas collectivity) code → name, in the order of codes."""
    return _places()["departments"]


@functools.cache
def regions() -> dict[str, str]:
    """Région code → name."""
    return _places()["regions"]
