"""The e-mails of the sign-in pages, in the table of tests/access/emails.py: to the address typed
there, or to the account's, and not a word of the world in them."""

from collections.abc import Callable

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client

from common.mail import paragraphs
from tests.access.emails import INVITED, Cause, Mail
from tests.access.world import World

PASSWORD = "motdepasse-de-test"
NEW = "une phrase de passe bien longue"
# In allauth's folder, and asked for by none of its code.
NEVER_SENT = {"account/email/email_confirm_message.txt"}


def account_templates() -> set[str]:
    """The body of each e-mail of the sign-in pages that may be sent."""
    folder = settings.ROOT / "templates"
    found = {
        path.relative_to(folder).as_posix()
        for path in (folder / "account" / "email").glob("*_message.txt")
    }
    return found - NEVER_SENT - {"account/email/base_message.txt"}


def _post(address: str, *, signed_in: bool = False, **data: str) -> Callable[[World], None]:
    """A form sent by the stranger, or by nobody yet; « ME » is her address."""

    def do(world: World) -> None:
        client, me = Client(), world.people["stranger"]
        if signed_in:
            client.post("/compte/login/", {"login": me.email, "password": PASSWORD})
        client.post(address, {name: value.replace("ME", me.email) for name, value in data.items()})

    return do


def _with_second(act: str) -> Callable[[World], None]:
    """What she does with a second address of hers, proved already."""

    def do(world: World) -> None:
        EmailAddress.objects.create(user=world.people["stranger"], email=INVITED, verified=True)
        _post("/compte/email/", signed_in=True, email=INVITED, **{act: ""})(world)

    return do


def _first_password(world: World) -> None:
    me, client = world.people["stranger"], Client()
    me.set_unusable_password()
    me.save()
    client.force_login(me)
    client.post("/compte/password/set/", {"password1": NEW, "password2": NEW})


def _reset(world: World) -> None:
    """Ask for a new password, give the code that came, and choose one."""
    client = Client()
    client.post("/compte/password/reset/", {"email": world.people["stranger"].email})
    code = next(
        line.text for block in paragraphs(mail.outbox[-1].body) for line in block if line.is_code
    )
    client.post("/compte/password/reset/confirm/", {"code": code})
    client.post("/compte/password/reset/complete/", {"password1": NEW, "password2": NEW})


def _mail(template: str, to: str) -> Mail:
    return Mail(f"account/email/{template}_message.txt", frozenset({to}), frozenset())


def _cause(what: str, do: Callable[[World], None], template: str, to: str) -> Cause:
    return Cause(what, do, (_mail(template, to),))


ACCOUNT_CAUSES = [
    _cause(
        "an account asks for a code to sign in",
        _post("/compte/login/code/", email="ME"),
        "login_code",
        "stranger",
    ),
    _cause(
        "somebody asks for one with an address that no account has",
        _post("/compte/login/code/", email=INVITED),
        "unknown_account",
        "invited",
    ),
    Cause(
        "an account asks for a new password, and chooses it",
        _reset,
        (_mail("password_reset_code", "stranger"), _mail("password_reset", "stranger")),
    ),
    _cause(
        "somebody signs up",
        _post("/compte/signup/", email=INVITED, name="Agent·e", password1=NEW),
        "email_confirmation_signup",
        "invited",
    ),
    _cause(
        "somebody signs up with the address of an account",
        _post("/compte/signup/", email="ME", name="Agent·e", password1=NEW),
        "account_already_exists",
        "stranger",
    ),
    _cause(
        "an account changes its password",
        _post(
            "/compte/password/change/",
            signed_in=True,
            oldpassword=PASSWORD,
            password1=NEW,
            password2=NEW,
        ),
        "password_changed",
        "stranger",
    ),
    _cause("an account takes a password", _first_password, "password_set", "stranger"),
    _cause(
        "an account adds an address",
        _post("/compte/email/", signed_in=True, action_add="", email=INVITED),
        "email_confirmation",
        "invited",
    ),
    _cause(
        "an account makes another address its first",
        _with_second("action_primary"),
        "email_changed",
        "stranger",
    ),
    _cause(
        "an account takes an address away",
        _with_second("action_remove"),
        "email_deleted",
        "stranger",
    ),
]
