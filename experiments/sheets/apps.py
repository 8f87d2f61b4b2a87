from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SheetsConfig(AppConfig):
    name = "experiments.sheets"
    label = "sheets"
    verbose_name = "Fiches"

    def ready(self):
        from common import registry
        from experiments.sheets import library, panels
        from groups.enums import SpaceKind

        library.register()
        registry.add(
            registry.experimentation_tabs,
            registry.Tab(
                key="sheet",
                label=_("Fiche"),
                order=70,
                url=lambda trial: reverse("experimentation_sheet", args=[trial.pk]),
                shown=lambda access: True,
            ),
        )
        registry.openings |= {
            "experimentation_sheet": registry.Opening(_("Fiche retour d’expérience")),
        }
        registry.add(
            registry.seen_parts,
            registry.SeenPart(
                key="sheet",
                label=_("Fiche"),
                order=40,
                template="sheets/tab.html",
                context=panels.seen,
                kind=SpaceKind.EXPERIMENTATION,
            ),
        )
