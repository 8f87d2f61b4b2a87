from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "discussions"
    verbose_name = "Discussions"

    def ready(self):
        from common import live
        from discussions import publishing

        live.access_changed.connect(publishing.on_access_changed)
        live.session_ended.connect(publishing.on_session_ended)
