"""Addresses of the vocabulary."""

from django.urls import path

from experiments.vocabularies import views

one = "vocabulaire/<int:pk>/"

urlpatterns = [
    path("vocabulaire/", views.vocabulary, name="vocabulary"),
    path("vocabulaire/ajouter/", views.add, name="term_add"),
    path("vocabulaire/commencer/", views.start, name="vocabulary_start"),
    path("vocabulaire/proposer/", views.suggest, name="term_suggest"),
    path("vocabulaire/propositions/<int:pk>/", views.suggestion, name="term_suggestion"),
    path(one, views.edit, name="term_edit"),
    path(f"{one}retirer/", views.retire, name="term_retire"),
    path(f"{one}reprendre/", views.restore, name="term_restore"),
    path(f"{one}fusionner/", views.merge, name="term_merge"),
]
