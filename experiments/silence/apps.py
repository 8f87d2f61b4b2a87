from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SilenceConfig(AppConfig):
    name = "experiments.silence"
    label = "silence"
    verbose_name = "Où en êtes-vous ?"

    def ready(self):
        from common import registry
        from experiments.rooms import Notice, history_panels, notices
        from experiments.silence import panels
        from groups.enums import SpaceKind

        registry.add(
            notices,
            Notice(key="silence", order=10, template="silence/_waiting.html", rows=panels.waiting),
        )
        registry.add(
            notices,
            Notice(key="stopped", order=20, template="silence/_stopped.html", rows=panels.stopped),
        )
        registry.add(
            history_panels,
            registry.Panel(
                key="silence", order=10, template="silence/_history.html", context=panels.history
            ),
        )
        registry.add(
            registry.seen_parts,
            registry.SeenPart(
                key="silence",
                label=_("Où en êtes-vous\u00a0?"),
                order=5,
                template="silence/seen.html",
                context=panels.seen,
                kind=SpaceKind.EXPERIMENTATION,
            ),
        )
