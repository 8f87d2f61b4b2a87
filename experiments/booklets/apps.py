from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookletsConfig(AppConfig):
    name = "experiments.booklets"
    label = "booklets"
    verbose_name = "Recueils"

    def ready(self):
        from common import registry
        from experiments.rooms import list_tools

        list_tools.append("booklets/_tool.html")
        registry.openings |= {
            "booklets": registry.Opening(_("Recueils de fiches")),
            "booklet": registry.Opening(_("Recueil de fiches"), registry.by_pk),
            "booklet_pdf": registry.Opening(_("Recueil de fiches, en PDF"), registry.by_pk),
        }
