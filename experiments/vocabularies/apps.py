from django.apps import AppConfig


class VocabulariesConfig(AppConfig):
    name = "experiments.vocabularies"
    label = "vocabularies"
    verbose_name = "Vocabulaire"
