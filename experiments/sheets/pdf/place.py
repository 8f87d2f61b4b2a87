"""Where a collectivité is, on a small map of France for paper."""

from html import escape

from django.utils.translation import gettext as _

from organisations.maps import Point, draw, outlines
from organisations.models import Organisation
from organisations.reference import departments

# Paper has no stylesheet: the colours of parts.typ, lightened.
LAND, CONCERNED, MARK, LINE = "#efeadf", "#a9ccbc", "#1d5b45", "#b9b3a4"


def map_of(organisation: Organisation) -> dict | None:
    """`name` of a file, its `svg`, what it shows in words (`alt`) and a `caption`; None for whom no
    département places. The same département gives the same file."""
    code = organisation.department_code
    name = departments().get(code)
    if name is None:
        return None
    caption = f"{name} ({code})"
    return {
        "name": f"map-{code}.svg",
        "svg": _svg(Point(code, caption)),
        "alt": _("Carte de France\u00a0: %(place)s.") % {"place": caption},
        "caption": caption,
    }


def _svg(point: Point) -> str:
    drawn = draw([point], point.label)
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
    x, y, r = next(((each.x, each.y, each.r) for each in drawn.circles), (0, 0, 0))
    # Those that the screen shows again in a corner are too small on paper: the circle says it.
    if point.department_code in {"75", "92", "93", "94"}:
        x, y = _centre(point.department_code)
    shapes.append(f'<circle cx="{x}" cy="{y}" r="{r}" fill="{MARK}"/>')
    # A little room around: strokes and the coast of Corsica.
    width, height = drawn.width + 24, drawn.height if is_overseas else outlines()["height"] + 12
    size = f'viewBox="-6 -6 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(shapes)}</svg>'


def _centre(code: str) -> tuple[int, int]:
    x, y = outlines()["centres"][code]
    return round(x), round(y)
