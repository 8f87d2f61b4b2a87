from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "experiments.sheets"
    label = "sheets"
    verbose_name = "Fiches"
