from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "groups.documents"
    label = "documents"
    verbose_name = "Documents"
