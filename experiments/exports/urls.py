"""Addresses of what leaves the site as files."""

from django.urls import path

from experiments.exports import views

urlpatterns = [
    path(
        "groupes/<slug:slug>/experimentations/export.<str:extension>",
        views.group_table,
        name="experimentations_export",
    ),
    path("experimentations/<int:pk>/export.json", views.document, name="experimentation_json"),
]
