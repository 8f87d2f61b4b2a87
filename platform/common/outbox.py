"""E-mails kept on this machine where no SMTP server is named, and the page that shows them.

The page exists in demonstration mode only: whoever tries the product follows there the codes and
invitations that it sends. Nothing of a message is trusted: it is shown as text, escaped.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe

from common.mail import Line, paragraphs

KEPT = 500
SHOWN = 50


class KeptEmailBackend(BaseEmailBackend):
    """Writes each message as one `.eml` file in EMAIL_FILE_PATH and keeps the newest 500."""

    def send_messages(self, email_messages) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
            path = folder / f"{moment}-{secrets.token_hex(4)}.eml"
            part = path.with_suffix(".part")
            part.write_bytes(message.message().as_bytes())
            part.rename(path)
        for old in _newest_first()[KEPT:]:
            old.unlink(missing_ok=True)
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class KeptEmail:
    """What the page shows of one kept message. `sent_at` is None if its date is unreadable."""

    recipients: tuple[str, ...]
    subject: str
    sent_at: datetime | None
    paragraphs: list[list[Line]]


def _newest_first() -> list[Path]:
    return sorted(Path(settings.EMAIL_FILE_PATH).glob("*.eml"), reverse=True)


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        text = part.get_content()
    except (LookupError, UnicodeError):
        text = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    return strip_tags(text) if part.get_content_subtype() == "html" else text


def _date(message: EmailMessage) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(message["Date"]))
    except (TypeError, ValueError):
        return None
    # RFC 5322: « -0000 » is UTC from a clock whose place is not known.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read(path: Path) -> KeptEmail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    addresses = getaddresses([str(value) for value in message.get_all("To", [])])
    return KeptEmail(
        recipients=tuple(address for _, address in addresses if address),
        subject=str(message["Subject"] or ""),
        sent_at=_date(message),
        paragraphs=paragraphs(_text(message)),
    )


def kept_emails(recipient: str = "") -> tuple[list[KeptEmail], list[str]]:
    """The newest 50 messages (those for `recipient` if given), and everyone written to."""
    emails = []
    for path in _newest_first():
        try:
            emails.append(_read(path))
        except FileNotFoundError:  # another process has just removed it as too old
            continue
    everyone = sorted({address for email in emails for address in email.recipients})
    wanted = recipient.strip().lower()
    chosen = [
        email
        for email in emails
        if not wanted or wanted in {address.lower() for address in email.recipients}
    ]
    return chosen[:SHOWN], everyone


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The e-mails this demonstration would have sent, newest first; 404 anywhere else."""
    if not settings.DEMO:
        raise Http404
    recipient = request.GET.get("pour", "")[:254]
    emails, everyone = kept_emails(recipient)
    context = {"emails": emails, "everyone": everyone, "recipient": recipient, "shown": SHOWN}
    response = render(request, "common/outbox.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
