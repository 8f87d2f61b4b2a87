"""The stylesheet, the appearance switch, the interface kit, and the e-mails of a demonstration.

Health is a middleware: health.py."""

from django.urls import path

from common import interface, outbox, views

urlpatterns = [
    path("courriels-de-demonstration/", outbox.outbox, name="outbox"),
    path("styles/<slug:digest>.css", views.stylesheet, name="stylesheet"),
    path("apparence/", views.appearance, name="appearance"),
    path("interface/", interface.interface, name="interface"),
]
