from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "experiments.sites"
    label = "trial_sites"
    verbose_name = "Lieux"

    def ready(self):
        from common import registry
        from experiments.rooms import presentation_panels
        from experiments.sites import panels

        registry.add(
            presentation_panels,
            registry.Panel(
                key="sites", order=10, template="sites/_panel.html", context=panels.of_trial
            ),
        )
