"""E-mails from text templates, sent by the task worker and never in the way of a request.

A template's first line is the subject; the rest is the body. Nothing is escaped: it is text.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import Context, engines
from django_tasks import task

from common.text import clean_line


def absolute(path: str) -> str:
    """The full address of a page, for whoever reads it outside the site."""
    return settings.SITE_URL + path


def compose(*, to: str, template: str, context: dict) -> EmailMessage:
    """The message that `template` makes of `context`; its subject is one clean line."""
    text = (
        engines["django"].engine.get_template(template).render(Context(context, autoescape=False))
    )
    subject, _, body = text.lstrip().partition("\n")
    return EmailMessage(subject=clean_line(subject), body=body.strip() + "\n", to=[to])


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
