"""The stylesheet, the appearance switch, the interface kit."""

from django.urls import path

from common import interface, views

urlpatterns = [
    path("styles/<slug:digest>.css", views.stylesheet, name="stylesheet"),
    path("apparence/", views.appearance, name="appearance"),
    path("hors-ligne/", views.offline, name="offline"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("interface/", interface.interface, name="interface"),
]
