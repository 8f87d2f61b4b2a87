"""The map of France for any page: `{% load maps %}{% france_map points title=… %}`."""

from collections.abc import Iterable
from dataclasses import asdict, replace

from django import template
from django.utils.html import format_html, format_html_join

from common.text import thousands
from organisations.maps import Circle, Point, draw

register = template.Library()


@register.inclusion_tag("organisations/_map.html")
def france_map(
    points,
    title: str,
    *,
    heading: str = "",
    value_heading: str = "",
    folded: bool = False,
    link: str = "",
    by_place: bool = False,
):
    """A map and its table. `points`: (département code, label, value, address) each, or
    `organisations.maps.Point`. `title` says what the map shows; `heading` names the column of
    labels, `value_heading` that of values (left out: not shown); `folded` closes the table.
    `link`, which a département's code completes, is where its circle leads.
    `by_place`: the points are the départements themselves."""
    drawn = draw(points, title, link)
    return {
        "map": drawn,
        "circles": format_html_join("\n", "{}", ((_circle(each),) for each in drawn.circles)),
        "linked": bool(link),
        "by_place": by_place,
        "lines": _by_place(drawn.rows)
        if by_place
        else _lines(drawn.rows, with_values=bool(value_heading)),
        "heading": heading,
        "value_heading": value_heading,
        "folded": folded,
    }


def _circle(circle: Circle) -> str:
    """A circle, which leads somewhere if it has an address: there may be one for each département,
    on which a template's loop took a quarter of the page's time."""
    shape = '<circle cx="{x}" cy="{y}" r="{r}"><title>{text}</title></circle>'
    if circle.url:
        shape = (
            '<a href="{url}" aria-label="{text}">'
            + shape
            + '<text x="{x}" y="{y}" aria-hidden="true">{total}</text></a>'
        )
    return format_html(shape, **asdict(circle))


def _lines(points: Iterable[Point], *, with_values: bool) -> str:
    """The table's lines. There are hundreds of them on the directory, where a template's loop took
    a third of the page's time."""
    name_and_place = '<th scope="row">{}</th><td>{}</td>'
    if not with_values:
        rows = ((point.link, point.place) for point in points)
        return format_html_join("\n", f"<tr>{name_and_place}</tr>", rows)
    rows = ((point.link, point.place, thousands(point.value)) for point in points)
    return format_html_join("\n", f'<tr>{name_and_place}<td class="num">{{}}</td></tr>', rows)


def _by_place(points: Iterable[Point]) -> str:
    """The table's lines where each point is a département."""
    rows = ((replace(point, label=named), point.value) for point, named in _named(points))
    return format_html_join(
        "\n",
        '<tr><th scope="row">{}</th><td class="num">{}</td></tr>',
        ((point.link, thousands(value)) for point, value in rows),
    )


def _named(points: Iterable[Point]) -> Iterable[tuple[Point, str]]:
    return ((point, point.place if point.department else point.label) for point in points)
