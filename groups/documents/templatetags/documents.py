"""How files and links are named in lists."""

from urllib.parse import urlsplit

from django import template

from common.uploads import human_size

register = template.Library()


@register.filter
def size(octets: int) -> str:
    """« 340 ko », « 2,4 Mo »."""
    return human_size(octets)


@register.filter
def extension(name: str) -> str:
    """« PDF » for rapport.pdf."""
    return name.rpartition(".")[2].upper()


@register.filter
def host(url: str) -> str:
    """The site that a link leads to, so that one knows before going."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
