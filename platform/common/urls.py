"""The interface kit, and the e-mails of a demonstration. Health is a middleware: health.py."""

from django.urls import path

from common import outbox

urlpatterns = [
    path("courriels-de-demonstration/", outbox.outbox, name="outbox"),
]
