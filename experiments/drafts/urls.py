"""Addresses of the guided path."""

from django.urls import path

from experiments.drafts import views

room = "groupes/<slug:slug>/experimentations/"

urlpatterns = [
    path(f"{room}nouvelle/", views.start, name="experimentation_create"),
    path(f"{room}brouillons/<int:pk>/", views.resume, name="draft"),
    path(f"{room}brouillons/<int:pk>/supprimer/", views.delete, name="draft_delete"),
    path(f"{room}brouillons/<int:pk>/<slug:step>/", views.screen, name="draft_screen"),
]
