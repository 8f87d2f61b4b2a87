from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "groups.library"
    label = "library"
    verbose_name = "Bibliothèque"

    def ready(self):
        from groups.library import navigation

        navigation.register()
