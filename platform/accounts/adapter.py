"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _

from common.mail import add_html


class AccountAdapter(DefaultAccountAdapter):
    """French messages in our own words; the rest is allauth's."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Ce compte est désactivé."),
        "cannot_remove_primary_email": _(
            "C’est votre adresse principale\u00a0: choisissez-en d’abord une autre."
        ),
        "duplicate_email": _("Cette adresse est déjà celle de votre compte."),
        "email_password_mismatch": _(
            "L’adresse e-mail ou le mot de passe ne convient pas. "
            "Si vous n’avez pas de mot de passe, demandez un code par e-mail."
        ),
        "email_taken": _("Cette adresse ne peut pas être utilisée."),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel."),
        "incorrect_code": _("Ce code ne convient pas. Vérifiez-le, ou demandez-en un nouveau."),
        "incorrect_password": _("Ce mot de passe ne convient pas."),
        "invalid_login": _("Cette adresse n’est pas valable."),
        "invalid_or_expired_key": _("Ce lien a déjà servi, ou il a expiré."),
        "invalid_password_reset": _("Cette demande a déjà servi, ou elle a expiré."),
        "max_email_addresses": _("Un compte a au plus %d adresses e-mail."),
        "rate_limited": _("Trop de demandes en peu de temps. Patientez une minute."),
        "same_as_current": _("C’est déjà l’adresse actuelle."),
        "too_many_login_attempts": _(
            "Trop d’essais. Par sécurité, patientez quelques minutes avant de recommencer."
        ),
        "unverified_primary_email": _("L’adresse principale doit d’abord être vérifiée."),
    }

    def render_mail(self, template_prefix, email, context, headers=None):
        """allauth's text, and the same as HTML."""
        return add_html(super().render_mail(template_prefix, email, context, headers))

    def get_password_change_redirect_url(self, request) -> str:
        """Back to the profile, where the confirmation is shown."""
        from django.urls import reverse

        return reverse("account_profile")
