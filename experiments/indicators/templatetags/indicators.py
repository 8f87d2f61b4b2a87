"""How values are shown."""

from decimal import Decimal

from django import template

from common.text import french_number

register = template.Library()


@register.simple_tag
def measured(value: Decimal, unit: str = "") -> str:
    """« 1 234,5 familles », with spaces that do not break."""
    return f"{french_number(value)}\u00a0{unit}" if unit else french_number(value)
