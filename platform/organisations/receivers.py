"""What a verified address starts: claims that waited for it are confirmed."""

from allauth.account import signals
from django.contrib import messages
from django.dispatch import receiver
from django.utils.translation import gettext as _

from organisations import services


@receiver([signals.email_confirmed, signals.user_signed_up])
def address_verified(sender, request, user=None, email_address=None, **kwargs):
    person = user or email_address.user
    for place in services.address_verified(user=person):
        if request is not None and getattr(request, "user", None) == person:
            messages.success(
                request,
                _("Votre adresse confirme votre rattachement à «\u00a0%(name)s\u00a0».")
                % {"name": place.organisation.name},
            )
