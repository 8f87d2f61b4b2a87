"""Addresses of what spreads."""

from django.urls import path

from experiments.spread.views import exploring, inspirations, starting

one = "experimentations/<int:pk>/"
sheet = "fiches/<int:pk>/"

urlpatterns = [
    path("experimentations/qui-a-deja-essaye/", exploring.already_tried, name="already_tried"),
    path("experimentations/comparer/", exploring.compare, name="experimentations_compare"),
    path(f"{one}essaimage/", inspirations.room, name="experimentation_spread"),
    path(f"{one}essaimage/ajouter/", inspirations.add, name="inspiration_add"),
    path(f"{one}essaimage/<int:link_pk>/retirer/", inspirations.remove, name="inspiration_remove"),
    path(f"{one}s-inspirer/", inspirations.inspire, name="experimentation_inspire"),
    path(f"{one}partir-de-ce-modele/", starting.start, name="experimentation_start_from"),
    path(f"{sheet}essaimage/", inspirations.sheet, name="sheet_spread"),
    path(f"{sheet}s-inspirer/", inspirations.inspire_by_sheet, name="sheet_inspire"),
    path(f"{sheet}partir-de-cette-fiche/", starting.start_by_sheet, name="sheet_start_from"),
]
