from django.apps import AppConfig


class SilenceConfig(AppConfig):
    name = "experiments.silence"
    label = "silence"
    verbose_name = "Où en êtes-vous ?"

    def ready(self):
        from common import registry
        from experiments.rooms import Notice, history_panels, notices
        from experiments.silence import panels

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
