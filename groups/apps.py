from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = "Groupes"

    def ready(self):
        from groups import navigation

        navigation.register()
