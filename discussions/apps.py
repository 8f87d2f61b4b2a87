from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    name = "discussions"
    verbose_name = "Discussions"

    def ready(self):
        from django.urls import reverse

        from common import live, registry
        from discussions import publishing, selectors
        from discussions.models import Thread
        from discussions.moderation import register_kinds

        register_kinds()

        live.access_changed.connect(publishing.on_access_changed)
        live.session_ended.connect(publishing.on_session_ended)
        registry.openings |= {
            "group_threads": registry.Opening(_("Discussions du groupe")),
            "space_threads": registry.Opening(_("Liste des discussions")),
            "thread": registry.Opening(_("Discussion"), registry.by_pk, selectors.titles_of),
        }
        registry.add(
            registry.group_tabs,
            registry.Tab(
                key="discussions",
                label=_("Discussions"),
                order=20,
                url=lambda group: reverse("group_threads", args=[group.slug]),
                shown=lambda access: access is not None and access.can_read,
                rows=selectors.threads_counted,
            ),
        )
        registry.add(
            registry.seen_parts,
            registry.SeenPart(
                key="discussions",
                label=_("Discussions"),
                order=50,
                rows=lambda space: Thread.objects.filter(space=space),
                template="discussions/seen.html",
                context=selectors.threads_seen,
            ),
        )
        registry.add(
            registry.group_panels,
            registry.Panel(
                key="discussions",
                order=20,
                template="discussions/_group_panel.html",
                context=selectors.group_panel,
            ),
        )
