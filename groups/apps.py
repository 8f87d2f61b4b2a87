from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = "Groupes"

    def ready(self):
        from django.urls import reverse

        from common import registry
        from groups import handover, navigation, permissions, selectors
        from groups.enums import SpaceKind
        from groups.services.shared import organisations_moved, organisations_to_move
        from organisations import merging
        from organisations.handover import Duty, register
        from organisations.permissions import vouching_sources
        from organisations.selectors import engaged_sources

        registry.add(
            registry.group_tabs,
            registry.Tab(
                key="overview",
                label=_("Vue d’ensemble"),
                order=0,
                url=lambda group: reverse("group", args=[group.slug]),
                shown=lambda access: True,
            ),
        )
        registry.add(
            registry.group_tabs,
            registry.Tab(
                key="members",
                label=_("Membres"),
                order=60,
                url=lambda group: reverse("group_members", args=[group.slug]),
                shown=lambda access: access is not None and access.can_read,
                rows=selectors.members_counted,
            ),
        )
        registry.register_space_home(
            SpaceKind.GROUP,
            lambda space: (space.group.name, reverse("group", args=[space.group.slug])),
        )
        registry.openings |= {
            "group": registry.Opening(_("Vue d’ensemble du groupe")),
            "group_members": registry.Opening(_("Membres du groupe")),
            "group_charter": registry.Opening(_("Charte du groupe")),
        }
        navigation.register()
        engaged_sources.append(selectors.engaged_organisations)
        vouching_sources.append(permissions.organisations_vouched_for)
        merging.before_move.append(organisations_to_move)
        merging.after_move.append(organisations_moved)
        register(
            Duty(
                key="places",
                order=0,
                label=_("Groupes de travail"),
                titles=handover.places_passing,
                hand_over=handover.pass_places,
            )
        )
        register(
            Duty(
                key="answers",
                order=10,
                label=_("Réponses à des appels, en attente d’une décision"),
                titles=handover.answers_passing,
                hand_over=handover.pass_answers,
            )
        )
