from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "experiments.exports"
    label = "exports"
    verbose_name = "Exports"

    def ready(self):
        from common import registry
        from experiments.rooms import list_tools, presentation_tools

        list_tools.append("exports/_menu.html")
        presentation_tools.append("exports/_json.html")
        registry.openings |= {
            "experimentations_export": registry.Opening(_("Export des expérimentations")),
            "experimentation_json": registry.Opening(_("Export de l’expérimentation")),
        }
