"""The map of France, drawn by the server: départements, overseas in boxes, points by size."""

import functools
import json
import math
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.text import thousands
from organisations.reference import DATA, departments

OUTLINES = DATA / "map.json"

# Boxes under the map, in its units: the five départements, then collectivities that have a point.
BOX_WIDTH, BOX_HEIGHT, GAP = 224, 120, 24
OVERSEAS = ["971", "972", "973", "974", "976"]
OTHERS = ["975", "977", "978", "986", "987", "988"]
SHORT_NAMES = {
    "974": "Réunion",
    "975": "St-Pierre-et-M.",
    "977": "St-Barthélemy",
    "987": "Polynésie",
}
SHORT_NAMES |= {"986": "Wallis-et-F.", "988": "Nlle-Calédonie"}
# Paris and its neighbours again, larger, in the empty corner.
INSET_X, INSET_Y, INSET_SCALE = 1030, 56, 4.2
SMALLEST, LARGEST = 12, 34
# With a number inside.
SMALLEST_COUNTED, LARGEST_COUNTED = 26, 46
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the table, and part of a circle: `department_code` "" is told, not placed."""

    department_code: str
    label: str
    value: float = 1
    url: str = ""

    @property
    def department(self) -> str:
        return departments().get(self.department_code, "")

    @property
    def place(self) -> str:
        """« Essonne (91) », for the table."""
        return f"{self.department} ({self.department_code})" if self.department else "–"

    @property
    def link(self) -> str:
        """The label, leading to its page if it has one."""
        return format_html('<a href="{}">{}</a>', self.url, self.label) if self.url else self.label


@dataclass(frozen=True, slots=True)
class Circle:
    """`total` and `url` are for circles that bear their number and lead somewhere."""

    x: int
    y: int
    r: int
    text: str
    total: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    name: str
    has_points: bool


@dataclass(frozen=True, slots=True)
class Land:
    """Outlines that look alike, drawn as one path."""

    path: str
    has_points: bool


@dataclass(slots=True)
class FranceMap:
    """All that the template draws."""

    title: str
    description: str
    width: int
    height: int
    land: list[Land]
    inset: dict
    circles: list[Circle]
    boxes: list[Box]
    rows: list[Point]
    key: str = field(default="")
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


@functools.cache
def outlines() -> dict:
    """The compact outlines kept in data/map.json: see data/README.md for credit and licence."""
    return json.loads(OUTLINES.read_text(encoding="utf-8"))


def by_department(counts: Mapping[str, int], link: str) -> list[Point]:
    """How many of something there are in each département, by its code, with the address that
    `link` and the code make."""
    return [
        Point(code, departments()[code], n, f"{link}{code}")
        if code in departments()
        else Point("", _("Sans département"), n)
        for code, n in sorted(counts.items())
    ]


def draw(points: Iterable[Point | Sequence], title: str, link: str = "") -> FranceMap:
    """Place `points` (Point or (department code, label, value, address)) by département.

    Those of one département share a circle whose surface follows the sum of their values. With a
    `link`, which a département's code completes, the circle bears that sum and leads there.
    """
    rows = [point if isinstance(point, Point) else Point(*point) for point in points]
    rows.sort(key=lambda point: (point.department_code or "~", -point.value, point.label))
    by_department: dict[str, list[Point]] = defaultdict(list)
    for point in rows:
        if point.department:
            by_department[point.department_code].append(point)
    totals = {code: sum(p.value for p in own) for code, own in by_department.items()}

    source = outlines()
    left, top, right, bottom = source["inset"]
    inset_codes = [
        code
        for code, (x, y) in source["centres"].items()
        if left <= x <= right and top <= y <= bottom and code in {"75", "92", "93", "94"}
    ]
    others = [code for code in OTHERS if code in totals]
    boxes, places = _boxes(OVERSEAS, source["height"] + GAP, totals)
    more, more_places = _boxes(others, source["height"] + 2 * GAP + BOX_HEIGHT, totals)
    places |= more_places | {code: (x, y) for code, (x, y) in source["centres"].items()}
    for code in inset_codes:
        x, y = source["centres"][code]
        places[code] = (
            round(INSET_X + (x - left) * INSET_SCALE),
            round(INSET_Y + (y - top) * INSET_SCALE),
        )
    largest = max(totals.values(), default=1) or 1
    smallest, spread = SMALLEST, LARGEST - SMALLEST
    if link:
        smallest, spread = SMALLEST_COUNTED, LARGEST_COUNTED - SMALLEST_COUNTED
    circles = [
        Circle(
            *places[code],
            round(smallest + spread * math.sqrt(max(total, 0) / largest)),
            _circle_text(code, by_department[code], total),
            thousands(total) if link else "",
            f"{link}{code}" if link else "",
        )
        for code, total in sorted(totals.items(), key=lambda item: -item[1])
        if code in places
    ]
    return FranceMap(
        title=title,
        description=_description(totals, rows),
        width=source["width"],
        height=source["height"] + (2 if others else 1) * (GAP + BOX_HEIGHT) + 4,
        land=_land(source["paths"], totals),
        inset={
            "transform": f"translate({INSET_X} {INSET_Y}) scale({INSET_SCALE}) "
            f"translate({-left} {-top})",
            "land": _land({code: source["paths"][code] for code in inset_codes}, totals),
            "frame": (left, top, right - left, bottom - top),
            "x": INSET_X + round((right - left) * INSET_SCALE),
            "y": INSET_Y - 22,
        },
        circles=circles,
        boxes=boxes + more,
        rows=rows,
        key=f"carte-{zlib.crc32(title.encode())}",
    )


def _land(paths: dict[str, str], totals: dict) -> list[Land]:
    """The départements without a point, then those with some: two paths, not a hundred."""
    alike = {False: [], True: []}
    for code, path in paths.items():
        alike[code in totals].append(path)
    return [Land("".join(each), has_points) for has_points, each in alike.items() if each]


def _boxes(codes: list[str], y: int, totals: dict) -> tuple[list[Box], dict]:
    boxes, places = [], {}
    for rank, code in enumerate(codes):
        x = 2 + rank * (BOX_WIDTH + GAP) if len(codes) <= 5 else 2 + rank * 204
        name = SHORT_NAMES.get(code) or departments()[code]
        boxes.append(Box(x, y, name, code in totals))
        places[code] = (x + BOX_WIDTH // 2, y + BOX_HEIGHT - 42)
    return boxes, places


def _circle_text(code: str, points: list[Point], total: float) -> str:
    if [point.label for point in points] == [departments()[code]]:
        # One line of the table for the whole département: its name says all.
        return f"{departments()[code]}\u00a0: {thousands(total)}"
    names = ", ".join(point.label for point in points[:MOST_NAMED])
    if len(points) > MOST_NAMED:
        names += "…"
    return _("%(department)s (%(total)s)\u00a0: %(names)s") % {
        "department": departments()[code],
        "total": thousands(total),
        "names": names,
    }


def _description(totals: dict[str, float], rows: list[Point]) -> str:
    if not totals:
        return _("Aucun point sur la carte.")
    most = sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:MOST_NAMED]
    named = ", ".join(f"{departments()[code]} ({thousands(total)})" for code, total in most)
    where = ngettext(
        "Un département ou territoire concerné\u00a0: %(named)s.",
        "%(count)s départements ou territoires concernés, dont %(named)s.",
        len(totals),
    ) % {"count": len(totals), "named": named}
    missing = sum(not point.department for point in rows)
    if missing:
        where += " " + ngettext(
            "%(count)s ligne du tableau n’est pas placée sur la carte.",
            "%(count)s lignes du tableau ne sont pas placées sur la carte.",
            missing,
        ) % {"count": missing}
    return where + " " + _("Le tableau qui suit donne les mêmes informations.")
