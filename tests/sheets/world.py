"""The world of experimentations, with who signs: a referent of the owner and two partners."""

import re
from dataclasses import dataclass

from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from experiments.models import Partnership
from experiments.sheets.models import ExperienceSheet, SheetVersion
from experiments.sheets.services import ask_signatures, publish, save_sheet, sign
from organisations.models import Affiliation, Organisation
from tests.experiments.world import World, make_world
from tests.factories import make_partner, make_user

LINK = re.compile(r"/fiches/signer/[\w-]+/")


@dataclass
class Scene:
    """`world.people` also holds « referent » and « partner », who has an account at the address of
    the first partner."""

    world: World
    partners: dict[str, Organisation]

    @property
    def trial(self):
        return self.world.experimentation

    def asked(self, *names: str) -> dict[Organisation, str]:
        return {self.partners[name]: f"{name}@exemple.test" for name in names}


def make_scene(**fields) -> Scene:
    world = make_world(**fields)
    partners = {name: make_partner(f"Structure {name}") for name in ("amandier", "bouleau")}
    for each in partners.values():
        Partnership.objects.create(experimentation=world.experimentation, organisation=each)
    world.people["referent"] = make_referent(world.owner)
    world.people["partner"] = make_user("Partenaire", email="amandier@exemple.test")
    return Scene(world, partners)


def make_referent(organisation: Organisation, **fields) -> User:
    person = make_user("Référente")
    fields.setdefault("verified_at", timezone.now())
    Affiliation.objects.create(user=person, organisation=organisation, is_referent=True, **fields)
    return person


def write(scene: Scene, text: str = "Un marché du matin.", **fields) -> ExperienceSheet:
    """The sheet, with this text in its section of results."""
    words = {"title": "Le marché d’Exempleville", "results": text}
    fields.setdefault("dated", timezone.localdate().replace(month=1, day=1))
    fields.setdefault("precision", "month")
    return save_sheet(
        experimentation=scene.trial, editor=scene.world.people["owner"], words=words, **fields
    )


def submit(scene: Scene, *names: str) -> SheetVersion:
    sheet = ExperienceSheet.objects.get(experimentation=scene.trial)
    return ask_signatures(sheet=sheet, by=scene.world.people["owner"], partners=scene.asked(*names))


def sign_all(version: SheetVersion) -> None:
    for each in version.signatures.all():
        sign(signature=each, decision="agreed", digest=version.digest)


def published(scene: Scene, text: str = "Un marché du matin.", **fields) -> ExperienceSheet:
    """A sheet that the owner and the first partner have signed, open to everybody."""
    sheet = write(scene, text, **fields)
    sign_all(submit(scene, "amandier"))
    publish(sheet=sheet, by=scene.world.people["facilitator"])
    sheet.refresh_from_db()
    return sheet


def links_sent() -> dict[str, str]:
    """The last link that each address got."""
    found = {}
    for message in mail.outbox:
        if link := LINK.search(message.body):
            found[message.to[0]] = link[0]
    return found


def client_of(scene: Scene, role: str) -> Client:
    client = Client()
    if role in scene.world.people:
        client.force_login(scene.world.people[role])
    return client
