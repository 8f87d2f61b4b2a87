"""E-mails from text templates, sent by the task worker and never in the way of a request.

A template's first line is the subject; the rest is the body. Nothing is escaped: it is text. The
same words go with it as HTML, made from that text: no template says anything twice.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template import Context, engines
from django.template.loader import render_to_string
from django_tasks import task

from common.text import clean_line


def absolute(path: str) -> str:
    """The full address of a page, for whoever reads it outside the site."""
    return settings.SITE_URL + path


# A line that is only a code: « 4X7B2K », « ABCD-EFGH ».
CODE = re.compile(r"^[A-Z0-9]{4,8}(?:-[A-Z0-9]{3,8})?$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an e-mail."""

    text: str

    @property
    def is_link(self) -> bool:
        """An address of this site, alone on its line; no other is made a link."""
        return self.text.startswith(f"{settings.SITE_URL}/") and " " not in self.text

    @property
    def is_code(self) -> bool:
        return bool(CODE.match(self.text))


def paragraphs(text: str) -> list[list[Line]]:
    """The text of an e-mail, by paragraphs of lines."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return [[Line(line.strip()) for line in block.splitlines()] for block in blocks]


def add_html(message: EmailMultiAlternatives) -> EmailMultiAlternatives:
    """Give the message the HTML of its own text, every word of it escaped."""
    context = {"subject": message.subject, "paragraphs": paragraphs(message.body)}
    message.attach_alternative(render_to_string("common/mail.html", context), "text/html")
    return message


def compose(*, to: str, template: str, context: dict) -> EmailMultiAlternatives:
    """The message that `template` makes of `context`; its subject is one clean line."""
    text = (
        engines["django"].engine.get_template(template).render(Context(context, autoescape=False))
    )
    subject, _, body = text.lstrip().partition("\n")
    message = EmailMultiAlternatives(clean_line(subject), body.strip() + "\n", to=[to])
    return add_html(message)


@task()
def deliver(to: str, template: str, context: dict) -> None:
    """Compose and send one message: what the worker runs."""
    compose(to=to, template=template, context=context).send()


def send_template_mail(*, to: str, template: str, context: dict) -> None:
    """Send one message once the current transaction commits.

    `context` is JSON (strings, numbers, lists): it is kept with the task until the worker has run
    it, so it holds no secret. A server that cannot be reached is logged and fails nobody's request.
    """
    transaction.on_commit(
        lambda: deliver.enqueue(to=to, template=template, context=context), robust=True
    )
