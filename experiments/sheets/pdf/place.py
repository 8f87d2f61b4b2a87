"""Where a collectivité is, on a small map of France for paper."""

from html import escape

from django.utils.translation import gettext as _

from organisations.maps import Point, draw, outlines
from organisations.models import Organisation
from organisations.reference import departments

# Paper has no stylesheet: the colours of parts.typ, lightened.
LAND, CONCERNED, MARK, LINE = "#efeadf", "#a9ccbc", "#1d5b45", "#b9b3a4"


def map_of(organisations: list[Organisation]) -> dict | None:
    """`name` of a file, its `svg`, what it shows in words (`alt`) and a `caption`; None where no
    département places any of them. The same départements give the same file."""
    names = departments()
    found = sorted({each.department_code for each in organisations} & names.keys())
    if not found:
        return None
    caption = ", ".join(f"{names[code]} ({code})" for code in found)
    return {
        "name": f"map-{'-'.join(found)}.svg",
        "svg": _svg([Point(code, names[code]) for code in found], caption),
        "alt": _("Carte de France\u00a0: %(place)s.") % {"place": caption},
        "caption": caption,
    }


def _svg(points: list[Point], title: str) -> str:
    drawn = draw(points, title)
    is_overseas = any(each.has_points for each in drawn.boxes)
    shapes = [
        f'<path d="{escape(each.path)}" fill="{CONCERNED if each.has_points else LAND}"'
        f' stroke="{LINE}" stroke-width="1.5"/>'
        for each in drawn.land
    ]
    shapes += [
        f'<rect x="{each.x}" y="{each.y}" width="{drawn.box_width}" height="{drawn.box_height}"'
        f' fill="{CONCERNED if each.has_points else LAND}" stroke="{LINE}" stroke-width="1.5"/>'
        for each in drawn.boxes
        if is_overseas
    ]
    for point, circle in zip(points, drawn.circles, strict=False):
        x, y = _centre(point.department_code) or (circle.x, circle.y)
        shapes.append(f'<circle cx="{x}" cy="{y}" r="{circle.r}" fill="{MARK}"/>')
    # A little room around: strokes and the coast of Corsica.
    width, height = drawn.width + 24, drawn.height if is_overseas else outlines()["height"] + 12
    size = f'viewBox="-6 -6 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(shapes)}</svg>'


def _centre(code: str) -> tuple[int, int] | None:
    """Of those that the screen shows again in a corner: they are too small for that on paper."""
    if code not in {"75", "92", "93", "94"}:
        return None
    x, y = outlines()["centres"][code]
    return round(x), round(y)
