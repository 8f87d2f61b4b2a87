"""What falls due by itself about guests: run once a day or more often, it does each thing once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from common.dates import date_format
from common.mail import absolute, send_template_mail
from common.registry import space_home
from groups.enums import GroupState
from groups.models import GuestAccess
from groups.permissions import space_access
from groups.services.shared import facilitators_of

BEFORE = timedelta(days=7)


def remind_of_ends() -> int:
    """Write to who invited each guest whose access ends within a week: once for that end. Gives
    how many guests were written about."""
    now = timezone.now()
    ending = (
        GuestAccess.objects.active(now)
        .filter(until__lte=now + BEFORE)
        # One that was given for a week or less is on its sender's mind.
        .filter(starts_at__lt=F("until") - BEFORE)
        .exclude(reminded_until=F("until"))
        .exclude(space__group__state=GroupState.ARCHIVED)
        .select_related("user", "organisation", "invited_by", "space__group")
        .order_by("until", "pk")
    )
    return sum(_remind(access) for access in ending)


@transaction.atomic
def _remind(access: GuestAccess) -> bool:
    """False if another run, or a new end, came first."""
    same = GuestAccess.objects.filter(pk=access.pk, ended_at=None, until=access.until)
    if not same.exclude(reminded_until=F("until")).update(reminded_until=access.until):
        return False
    label, _url = space_home(access.space)
    inviter = access.invited_by
    # She may have left, or stepped back: then those who facilitate the group decide.
    if inviter and inviter.is_active and space_access(inviter, access.space).can_manage:
        told = [inviter.email]
    else:
        told = facilitators_of(access.space.group)
    for email in told:
        send_template_mail(
            to=email,
            template="groups/email/guest_ends.txt",
            context={
                "person": str(access.user),
                "organisation": str(access.organisation or ""),
                "label": label,
                "until": date_format(timezone.localtime(access.until), "j F Y"),
                "url": absolute(reverse("space_guest", args=[access.space_id, access.pk])),
            },
        )
    return True
