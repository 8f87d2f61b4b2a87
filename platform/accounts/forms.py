"""Sign-in and sign-up forms: allauth's, with our words, our limits and our field order."""

from allauth.account import forms as allauth
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.forms import Form, LineField

# What the database holds of an address: a longer one is refused with words, not by the database.
EMAIL_LENGTH = User._meta.get_field("email").max_length
NAME_LENGTH = User._meta.get_field("name").max_length
CODE_LENGTH = 32
# A password: far above any real one, below what would make hashing a burden.
LONGEST = {forms.EmailField: EMAIL_LENGTH, allauth.PasswordField: 256}

PASSWORD_HELP = _("Au moins 12 caractères. Une phrase que vous retenez convient très bien.")


class Worded:
    """Labels and help in our words, lengths checked, no placeholder that repeats the label."""

    # Name of a field → its label and its help.
    words: dict[str, tuple] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            self._limit(field)
            if name in self.words:
                field.label, field.help_text = self.words[name]

    @staticmethod
    def _limit(field) -> None:
        for kind, longest in LONGEST.items():
            if isinstance(field, kind):
                field.max_length = longest
                field.validators = [
                    *(
                        each
                        for each in field.validators
                        if not isinstance(each, MaxLengthValidator)
                    ),
                    MaxLengthValidator(longest),
                ]
                field.widget.attrs["maxlength"] = longest


class LoginForm(Worded, allauth.LoginForm):
    words = {
        "login": (_("Adresse e-mail"), ""),
        "password": (_("Mot de passe"), ""),
    }


class SignupForm(Worded, allauth.SignupForm):
    """An address and the name that others see; a password or none: then, a code at each sign-in."""

    name = LineField(
        label=_("Nom affiché"),
        max_length=NAME_LENGTH,
        help_text=_(
            "C’est ce que voient les autres\u00a0: votre prénom et nom, ou votre fonction."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["email", "name", "password1"]
    words = {
        "email": (
            _("Adresse e-mail professionnelle"),
            _("Nous y envoyons un code pour vérifier qu’elle est à vous."),
        ),
        "password1": (
            _("Mot de passe"),
            _(
                "Laissez vide pour vous connecter chaque fois avec un code reçu par e-mail. "
                "Sinon, au moins 12 caractères."
            ),
        ),
    }

    def custom_signup(self, request, user) -> None:
        """Called by allauth once the person is saved."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class AddEmailForm(Worded, allauth.AddEmailForm):
    words = {"email": (_("Nouvelle adresse e-mail"), "")}


class ChangePasswordForm(Worded, allauth.ChangePasswordForm):
    words = {
        "oldpassword": (_("Mot de passe actuel"), ""),
        "password1": (_("Nouveau mot de passe"), PASSWORD_HELP),
        "password2": (_("Le nouveau mot de passe, encore une fois"), ""),
    }


class SetPasswordForm(Worded, allauth.SetPasswordForm):
    words = {
        "password1": (_("Mot de passe"), PASSWORD_HELP),
        "password2": (_("Le mot de passe, encore une fois"), ""),
    }


class ResetPasswordForm(Worded, allauth.ResetPasswordForm):
    words = {"email": (_("Adresse e-mail de votre compte"), "")}


class ResetPasswordKeyForm(Worded, allauth.ResetPasswordKeyForm):
    words = {
        "password1": (_("Nouveau mot de passe"), PASSWORD_HELP),
        "password2": (_("Le nouveau mot de passe, encore une fois"), ""),
    }


class ReauthenticateForm(Worded, allauth.ReauthenticateForm):
    words = {"password": (_("Mot de passe"), "")}


class RequestLoginCodeForm(Worded, allauth.RequestLoginCodeForm):
    words = {"email": (_("Adresse e-mail"), "")}


class _Code(Worded):
    words = {
        "code": (
            _("Code reçu par e-mail"),
            _("Il arrive en une minute ou deux\u00a0; voyez aussi les indésirables."),
        )
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.validators.append(MaxLengthValidator(CODE_LENGTH))
        code.widget.attrs.update(
            {"class": "code", "autocapitalize": "characters", "spellcheck": "false"}
        )


class ConfirmLoginCodeForm(_Code, allauth.ConfirmLoginCodeForm):
    """The code of a sign-in without password."""


class ConfirmEmailForm(_Code, allauth.ConfirmEmailVerificationCodeForm):
    """The code that proves an address."""


class ConfirmPasswordResetForm(_Code, allauth.ConfirmPasswordResetCodeForm):
    """The code that lets one choose a new password."""


class ProfileForm(Form):
    """What others see of a person."""

    name = LineField(
        label=_("Nom affiché"),
        max_length=NAME_LENGTH,
        help_text=_(
            "Votre prénom et nom, ou votre fonction. Il accompagne tout ce que vous écrivez."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
