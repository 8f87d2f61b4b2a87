from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "experiments.indicators"
    label = "indicators"
    verbose_name = "Indicateurs"

    def ready(self):
        from common import registry
        from experiments.beside import add_source
        from experiments.indicators import seen, selectors
        from experiments.indicators.moderation import register_kinds
        from experiments.rooms import Room, add_room

        add_room(
            Room(
                key="indicators",
                after="actions",
                address="experimentation_indicators",
                label=_("Indicateurs"),
                rows=selectors.counted,
            )
        )
        registry.openings |= {
            "experimentation_indicators": registry.Opening(_("Indicateurs")),
            "indicator": registry.Opening(
                _("Indicateur"),
                lambda kwargs: str(kwargs["indicator_pk"]),
                selectors.titles_of,
            ),
            "measurements_export": registry.Opening(_("Export des mesures")),
        }
        add_source(selectors.BESIDE)
        seen.register()
        register_kinds()
