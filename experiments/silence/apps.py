from django.apps import AppConfig


class SilenceConfig(AppConfig):
    name = "experiments.silence"
    label = "silence"
    verbose_name = "Où en êtes-vous ?"

    def ready(self):
        from common import registry
        from experiments.rooms import history_panels, notices
        from experiments.silence import panels

        registry.add(
            notices,
            registry.Panel(
                key="silence", order=10, template="silence/_notice.html", context=panels.notice
            ),
        )
        registry.add(
            history_panels,
            registry.Panel(
                key="silence", order=10, template="silence/_history.html", context=panels.history
            ),
        )
