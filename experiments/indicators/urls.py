"""Addresses of indicators, measurements and their files."""

from django.urls import path

from experiments.indicators.views import files, indicators, measurements

room = "experimentations/<int:pk>/indicateurs/"
one = f"{room}<int:indicator_pk>/"
value = f"{one}mesures/<int:measurement_pk>/"

urlpatterns = [
    path(room, indicators.room, name="experimentation_indicators"),
    path(f"{room}nouveau/", indicators.add, name="indicator_add"),
    path(f"{room}importer/", files.send, name="measurements_import"),
    path(f"{room}importer/<int:import_pk>/", files.preview, name="measurements_preview"),
    path(f"{room}mesures.<str:extension>", files.export, name="measurements_export"),
    path(one, indicators.indicator, name="indicator"),
    path(f"{one}modifier/", indicators.edit, name="indicator_edit"),
    path(f"{one}deplacer/", indicators.move, name="indicator_move"),
    path(f"{one}retirer/", indicators.remove, name="indicator_remove"),
    path(f"{one}reprendre/", indicators.restore, name="indicator_restore"),
    path(f"{one}mesures/nouvelle/", measurements.add, name="measurement_add"),
    path(f"{value}corriger/", measurements.correct, name="measurement_correct"),
    path(f"{value}supprimer/", measurements.remove, name="measurement_remove"),
    path(f"{value}retablir/", measurements.restore, name="measurement_restore"),
]
