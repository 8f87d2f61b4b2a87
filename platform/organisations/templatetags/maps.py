"""The map of France for any page: `{% load maps %}{% france_map points title=… %}`."""

from django import template

from organisations.maps import draw

register = template.Library()


@register.inclusion_tag("organisations/_map.html")
def france_map(
    points, title: str, heading: str = "", value_heading: str = "", folded: bool = False
):
    """A map and its table. `points`: (département code, label, value, address) each, or
    `organisations.maps.Point`. `title` says what the map shows; `heading` names the column of
    labels, `value_heading` that of values (left out: not shown); `folded` closes the table."""
    return {
        "map": draw(points, title),
        "heading": heading,
        "value_heading": value_heading,
        "folded": folded,
    }
