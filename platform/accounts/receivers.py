"""What signing in, signing out and closing an account start."""

from allauth.account import signals as allauth
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts import services
from accounts.models import User
from common.live import announce_session_ended


@receiver(user_logged_in)
def signed_in(sender, request, user, **kwargs):
    services.session_started(user=user)


@receiver(user_logged_out)
def signed_out(sender, request, user, **kwargs):
    if user is not None:
        services.session_ended(user=user, session_key=request.session.session_key)


@receiver([allauth.password_changed, allauth.password_set, allauth.password_reset])
def password_changed(sender, request, user, **kwargs):
    services.credentials_changed(user=user)


@receiver(post_save, sender=User)
def account_closed(sender, instance, created, **kwargs):
    """However it was closed (service, administration): her sockets close with it."""
    if not created and not instance.is_active:
        announce_session_ended(user_id=instance.pk)
