"""The demonstration accounts, for the sign-in page of a demonstration."""

from django import template
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User

register = template.Library()

# In the order of the story: who opens the group, who answers, who is invited, who only follows.
ACCOUNTS = {
    "animation@demo.example": _("anime le groupe"),
    "agent.grigny@demo.example": _("porte une expérimentation"),
    "agent.angers@demo.example": _("porte une expérimentation"),
    "agent.stains@demo.example": _("porte une expérimentation"),
    "invite.grigny@demo.example": _("est invité·e d’une seule expérimentation"),
    "miroir@demo.example": _("suit le groupe sans expérimenter"),
    "admin@demo.example": _("administre le réseau"),
}


@register.simple_tag
def demo_accounts() -> list[dict]:
    """Those that exist, in demonstration mode only. One query."""
    if not settings.DEMO:
        return []
    people = {user.email: user for user in User.objects.filter(email__in=ACCOUNTS)}
    return [
        {"user": people[email], "role": role} for email, role in ACCOUNTS.items() if email in people
    ]
