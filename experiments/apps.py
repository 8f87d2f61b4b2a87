from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ExperimentsConfig(AppConfig):
    name = "experiments"
    verbose_name = "Expérimentations"

    def ready(self):
        from common import registry
        from discussions.attachments import words_purged
        from experiments import handover, keeping, navigation, panels, seen, tagging
        from experiments.moderation import register_entries
        from experiments.services import forget_words
        from experiments.vocabularies.uses import add_use
        from organisations.handover import Duty, register

        register_entries()
        words_purged.connect(forget_words)

        registry.add(
            registry.group_tabs,
            registry.Tab(
                key="experimentations",
                label=_("Expérimentations"),
                order=20,
                url=lambda group: reverse("group_experimentations", args=[group.slug]),
                shown=lambda access: True,
                rows=panels.counted,
            ),
        )
        registry.add(
            registry.group_panels,
            registry.Panel(
                key="experimentations",
                order=20,
                template="experiments/_group_panel.html",
                context=panels.of_group,
            ),
        )
        registry.add(
            registry.organisation_panels,
            registry.Panel(
                key="experimentations",
                order=20,
                template="experiments/_organisation_panel.html",
                context=panels.of_organisation,
            ),
        )
        registry.add(
            registry.message_panels,
            registry.Panel(
                key="journal",
                order=20,
                template="experiments/_message_panel.html",
                context=keeping.of_message,
            ),
        )
        registry.openings |= {
            "experimentation": registry.Opening(_("Journal de l’expérimentation")),
            "experimentation_presentation": registry.Opening(_("Présentation")),
            "experimentation_print": registry.Opening(_("Journal à imprimer")),
            "experimentation_actions": registry.Opening(_("Actions prévues")),
            "experimentation_partners": registry.Opening(_("Partenaires")),
            "experimentation_documents": registry.Opening(_("Documents")),
            "experimentation_discussion": registry.Opening(_("Discussions")),
            "entry": registry.Opening(
                _("Note du journal"), lambda kwargs: str(kwargs["entry_pk"]), panels.entry_titles
            ),
        }
        registry.register_space_home("experimentation", panels.home, "experimentation")
        register(
            Duty(
                key="experimentations",
                order=20,
                label=_("Expérimentations"),
                titles=handover.experimentations_passing,
                hand_over=handover.pass_experimentations,
            )
        )
        register(
            Duty(
                key="actions",
                order=30,
                label=_("Actions prévues"),
                titles=handover.actions_passing,
                hand_over=handover.pass_actions,
            )
        )
        for use in tagging.uses():
            add_use(use)
        navigation.register()
        seen.register()
