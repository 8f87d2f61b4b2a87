"""The boxes of the drawn tree."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from experiments.spread.drawing import HEIGHT, WIDTH, Box, Drawing

register = template.Library()

# Where the lines of a title stand in their box, then what follows.
_TITLE, _OWNER, _STAGE = (22, 38), 56, 72


@register.simple_tag
def tree_boxes(drawing: Drawing) -> str:
    """Each a link. There may be dozens, on which a template's loop took a sixth of the page's
    time, and its indentation a third of its bytes."""
    return format_html_join("\n", "{}", ((_drawn(box),) for box in drawing.boxes))


def _drawn(box: Box) -> str:
    lines = zip(_TITLE, box.lines, strict=False)
    return format_html(
        '<a href="{url}" aria-label="{name}, {stage}"{mark}><title>{name}</title>'
        '<rect x="{x}" y="{y}" rx="10" width="{width}" height="{height}"/>'
        '<svg x="{x}" y="{y}" width="{width}" height="{height}" aria-hidden="true">{title}'
        '<text x="12" y="{owner_y}">{owner}</text><text x="12" y="{stage_y}">{stage}</text>'
        "</svg></a>",
        url=box.url,
        name=box.name,
        stage=box.stage,
        owner=box.owner,
        mark=_mark(box),
        title=format_html_join("", '<text x="12" y="{}" class="name">{}</text>', lines),
        x=box.x,
        y=box.y,
        width=WIDTH,
        height=HEIGHT,
        owner_y=_OWNER,
        stage_y=_STAGE,
    )


def _mark(box: Box) -> str:
    if box.is_root:
        return mark_safe(' aria-current="page"')
    return mark_safe(' class="again"') if box.again else ""
