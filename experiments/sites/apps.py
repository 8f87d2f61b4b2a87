from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    name = "experiments.sites"
    label = "trial_sites"
    verbose_name = "Lieux"

    def ready(self):
        from common import registry
        from experiments.rooms import presentation_panels
        from experiments.sites import panels
        from experiments.sites.models import Site
        from groups.enums import SpaceKind

        registry.add(
            presentation_panels,
            registry.Panel(
                key="sites", order=10, template="sites/_panel.html", context=panels.of_trial
            ),
        )
        registry.add(
            registry.seen_parts,
            registry.SeenPart(
                key="sites",
                label=_("Lieux"),
                order=4,
                rows=lambda space: Site.objects.filter(experimentation__space=space),
                template="sites/seen.html",
                context=panels.seen,
                kind=SpaceKind.EXPERIMENTATION,
            ),
        )
