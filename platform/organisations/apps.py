from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = "Organisations"

    def ready(self):
        from organisations import (
            navigation,
            receivers,  # noqa: F401 - connects them
        )

        navigation.register()
