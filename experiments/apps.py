from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ExperimentsConfig(AppConfig):
    name = "experiments"
    verbose_name = "Expérimentations"

    def ready(self):
        from common import registry
        from experiments import navigation, panels
        from experiments.moderation import register_entries

        register_entries()

        registry.add(
            registry.group_tabs,
            registry.Tab(
                key="experimentations",
                label=_("Expérimentations"),
                order=20,
                url=lambda group: reverse("group_experimentations", args=[group.slug]),
                shown=lambda access: True,
                rows=panels.counted,
            ),
        )
        registry.add(
            registry.group_panels,
            registry.Panel(
                key="experimentations",
                order=20,
                template="experiments/_group_panel.html",
                context=panels.of_group,
            ),
        )
        registry.add(
            registry.organisation_panels,
            registry.Panel(
                key="experimentations",
                order=20,
                template="experiments/_organisation_panel.html",
                context=panels.of_organisation,
            ),
        )
        registry.register_space_home("experimentation", panels.home)
        navigation.register()
