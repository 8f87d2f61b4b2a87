from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "groups.moderation"
    label = "moderation"
    verbose_name = "Modération"

    def ready(self):
        from django.urls import reverse

        from common import registry
        from groups.moderation import people, selectors
        from groups.moderation.permissions import can_see_queue

        people.register_people()
        registry.add(
            registry.group_tabs,
            registry.Tab(
                key="moderation",
                label=_("Modération"),
                order=90,
                url=lambda group: reverse("moderation_queue", args=[group.slug]),
                shown=can_see_queue,
                rows=selectors.open_reports,
            ),
        )
