from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "experiments.drafts"
    label = "drafts"
    verbose_name = "Brouillons d’expérimentations"

    def ready(self):
        from common import registry
        from experiments.drafts import panels
        from experiments.rooms import list_panels

        registry.add(
            list_panels,
            registry.Panel(
                key="drafts", order=10, template="drafts/_panel.html", context=panels.of_group
            ),
        )
