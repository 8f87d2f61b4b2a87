"""The interface kit, and the e-mails of a demonstration. Health is a middleware: health.py."""

from django.urls import path

from common import mailbox

urlpatterns = [
    path("courriels-de-demonstration/", mailbox.outbox, name="outbox"),
]
