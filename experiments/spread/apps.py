from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SpreadConfig(AppConfig):
    name = "experiments.spread"
    label = "spread"
    verbose_name = "Essaimage"

    def ready(self):
        from common import registry
        from common.navigation import Destination, destinations
        from experiments.rooms import foot_panels
        from experiments.spread import panels

        registry.add(
            registry.experimentation_tabs,
            registry.Tab(
                key="spread",
                label=_("Essaimage"),
                order=80,
                url=lambda trial: reverse("experimentation_spread", args=[trial.pk]),
                shown=lambda access: True,
            ),
        )
        registry.add(
            registry.sheet_panels,
            registry.Panel(
                key="spread", order=10, template="spread/_sheet_panel.html", context=panels.of_sheet
            ),
        )
        registry.add(
            foot_panels,
            registry.Panel(
                key="spread",
                order=10,
                template="spread/_trials_panel.html",
                context=panels.of_group_list,
            ),
        )
        registry.add(
            destinations,
            Destination(
                key="already-tried",
                order=35,
                label=_("Qui a déjà essayé\u00a0?"),
                icon="magnifying-glass",
                url=lambda: reverse("already_tried"),
            ),
        )
        registry.openings |= {
            "experimentation_spread": registry.Opening(_("Essaimage")),
        }
