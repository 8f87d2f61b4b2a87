from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    name = "discussions"
    verbose_name = "Discussions"

    def ready(self):
        from django.urls import reverse

        from common import live, registry
        from discussions import lists, navigation, publishing
        from discussions.models import Thread
        from discussions.moderation import register_kinds

        register_kinds()
        navigation.register()

        live.access_changed.connect(publishing.on_access_changed)
        live.shown_changed.connect(publishing.on_shown_changed)
        live.session_ended.connect(publishing.on_session_ended)
        registry.openings |= {
            "group_threads": registry.Opening(_("Discussions du groupe")),
            "space_threads": registry.Opening(_("Liste des discussions")),
            "thread": registry.Opening(_("Discussion"), registry.by_pk, lists.titles_of),
            "attachment": registry.Opening(
                _("Fichier d’une discussion"), registry.by_pk, lists.titles_of
            ),
        }
        registry.add(
            registry.group_tabs,
            registry.Tab(
                key="discussions",
                label=_("Discussions"),
                order=20,
                url=lambda group: reverse("group_threads", args=[group.slug]),
                shown=lambda access: access is not None and access.can_read,
                rows=lists.threads_counted,
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
                context=lists.threads_seen,
            ),
        )
        registry.add(
            registry.group_panels,
            registry.Panel(
                key="discussions",
                order=20,
                template="discussions/_group_panel.html",
                context=lists.group_panel,
            ),
        )
