"""Two groups; experimentations that were inspired by one another, some of which not all may see."""

from dataclasses import dataclass
from datetime import date

from django.test import Client

from accounts.models import User
from common.models import Audience
from experiments.enums import Activity
from experiments.models import Experimentation
from experiments.sheets.models import ExperienceSheet
from experiments.sheets.services import publish, save_sheet
from experiments.spread.models import Inspiration
from groups.enums import Role
from groups.models import Membership
from tests.experiments.world import World, make_world
from tests.factories import join, make_experimentation


@dataclass
class Scene:
    """`world` has the first group. In the second one, `away` is carried by the collectivité of
    « agent »; its sheet is published though the experimentation itself is not public."""

    world: World
    away: Experimentation
    sheet: ExperienceSheet
    agent: User

    @property
    def trial(self) -> Experimentation:
        return self.world.experimentation

    def user(self, role: str):
        return self.agent if role == "agent" else self.world.user(role)


def make_scene(**fields) -> Scene:
    world = make_world(**fields)
    agent = join(world.elsewhere)
    owner = Membership.objects.get(user=agent).organisation
    away = make_experimentation(
        world.elsewhere, owner, title="Four à pain du village", activity=Activity.FOOD
    )
    return Scene(world, away, make_sheet(away, "Le pain du village"), agent)


def make_sheet(trial: Experimentation, title: str) -> ExperienceSheet:
    """A published sheet of the network."""
    sheet = save_sheet(
        experimentation=trial,
        editor=None,
        words={"title": title, "results": "Du pain."},
        dated=date(2024, 3, 1),
        precision="month",
        origin="network",
        source="Page publique",
    )
    publish(sheet=sheet, by=None)
    sheet.refresh_from_db()
    return sheet


def make_trial(scene: Scene, title: str, *, group=None, public=False) -> Experimentation:
    """One more, carried by a collectivité of its own."""
    group = group or scene.world.group
    owner = Membership.objects.get(user=join(group, Role.MEMBER)).organisation
    audience = Audience.PUBLIC if public else Audience.SPACE
    return make_experimentation(group, owner, title=title, audience=audience)


def link(inspired: Experimentation, source: Experimentation, **fields) -> Inspiration:
    return Inspiration.objects.create(inspired=inspired, source=source, **fields)


def client_of(scene: Scene, role: str) -> Client:
    client = Client()
    user = scene.user(role)
    if user.is_authenticated:
        client.force_login(user)
    return client
