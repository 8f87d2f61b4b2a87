"""Whatever is done, by whomever, in whatever order: what is public was signed, word for word, by
everybody whose signature it needs.

The record of who read and signed what is kept by the test itself.
"""

from dataclasses import dataclass, field

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.sheets import services
from experiments.sheets.content import content_of, digest_of
from experiments.sheets.enums import Decision, SheetState
from experiments.sheets.models import ExperienceSheet, Signature
from experiments.sheets.permissions import (
    can_publish_sheet,
    can_sign,
    can_withdraw_sheet,
    can_write_sheet,
)
from groups.permissions import space_access
from tests.factories import make_partner, make_user
from tests.sheets.conftest import write

pytestmark = [pytest.mark.django_db, pytest.mark.services]

ROLES = ["owner", "carrier", "facilitator", "other", "observer", "contributor", "stranger"]
ROLES += ["admin", "withdrawn", "referent", "partner_0", "partner_1", "other_facilitator"]


@dataclass
class Scene:
    world: object
    people: dict
    partners: list
    # (name of the organisation, the content as it was read)
    agreed: list[tuple[str, dict]] = field(default_factory=list)

    @property
    def sheet(self) -> ExperienceSheet | None:
        return ExperienceSheet.objects.filter(experimentation=self.world.experimentation).first()

    def access(self, role: str):
        return space_access(self.people[role], self.world.experimentation.space)


def do_write(scene, role, number):
    if can_write_sheet(scene.access(role), scene.sheet):
        text = f"Texte {number % 3}"
        write(scene.world.experimentation, scene.people[role], context=text)


def do_ask(scene, role, number):
    if scene.sheet and can_write_sheet(scene.access(role), scene.sheet):
        chosen = [each for i, each in enumerate(scene.partners) if number >> i & 1]
        partners = {
            each: scene.people[f"partner_{scene.partners.index(each)}"].email for each in chosen
        }
        services.ask_signatures(sheet=scene.sheet, by=scene.people[role], partners=partners)


def _answer(scene, role, number, decision, digest=None):
    rows = list(Signature.objects.select_related("version", "organisation").order_by("pk"))
    if not rows:
        return
    # An old request as often as the newest ones.
    signature = rows[-1 - number % min(len(rows), 4)]
    if not can_sign(scene.people[role], signature):
        return
    services.sign(
        signature=signature,
        decision=decision,
        digest=digest or signature.version.digest,
        comment="Une remarque",
        user=scene.people[role],
    )
    signature.refresh_from_db()
    if decision == Decision.AGREED and signature.decision == Decision.AGREED:
        scene.agreed.append((signature.organisation.name, signature.version.content))


def do_agree(scene, role, number):
    _answer(scene, role, number, Decision.AGREED)


def do_decline(scene, role, number):
    _answer(scene, role, number, Decision.DECLINED)


def do_comment(scene, role, number):
    _answer(scene, role, number, Decision.WAITING)


def do_agree_to_another_text(scene, role, number):
    with pytest.raises((services.SignatureClosedError, Done)):
        before = len(scene.agreed)
        _answer(scene, role, number, Decision.AGREED, digest="0" * 64)
        # It had been answered so before, or was not hers to answer.
        del scene.agreed[before:]
        raise Done


class Done(Exception):
    """Nothing was to be refused."""


def do_publish(scene, role, number):
    if scene.sheet and can_publish_sheet(scene.access(role)):
        services.publish(sheet=scene.sheet, by=scene.people[role])


def do_withdraw(scene, role, number):
    if scene.sheet and can_withdraw_sheet(scene.access(role)):
        services.withdraw(sheet=scene.sheet, by=scene.people[role], reason="Une erreur")
        assert not ExperienceSheet.objects.published().exists()


ACTS = {name.removeprefix("do_"): act for name, act in list(globals().items()) if name[:3] == "do_"}


@pytest.fixture
def scene(world, referent) -> Scene:
    partners = [make_partner(f"Structure d’Exemple {n}") for n in range(2)]
    people = {role: world.user(role) for role in ROLES if role in world.people}
    people |= {f"partner_{n}": make_user(f"Structure {n}") for n in range(2)}
    return Scene(world, people | {"referent": referent}, partners)


def check(scene: Scene) -> None:
    sheet = scene.sheet
    if sheet is None:
        return
    newest = sheet.versions.first()
    if sheet.state in {SheetState.SIGNING, SheetState.PUBLISHED}:
        assert digest_of(content_of(sheet)) == newest.digest
    if sheet.state == SheetState.WITHDRAWN:
        assert sheet.published is None
    if sheet.published is None:
        assert not ExperienceSheet.objects.published().exists()
        return
    content = sheet.published.content
    required = {scene.world.owner.name, *content["signatories"]}
    assert required <= {name for name, read in scene.agreed if read == content}
    assert required == {each.organisation.name for each in sheet.published.signatures.all()}


# A path that leads to publication, so that the search starts from what matters.
STEPS = st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(ROLES), st.integers(0, 11))
WAY = [
    ("write", "owner", 0),
    ("ask", "owner", 1),
    ("agree", "referent", 1),
    ("agree", "partner_0", 0),
    ("publish", "facilitator", 0),
]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(STEPS, max_size=14),
    st.integers(0, len(WAY)),
    st.lists(STEPS, max_size=6),
)
def test_what_is_public_was_signed_as_it_is(scene, before, kept, after):
    point = transaction.savepoint()
    scene.agreed.clear()
    for name, role, number in [*WAY[:kept], *before, *WAY[2:], *after]:
        inner = transaction.savepoint()
        try:
            ACTS[name](scene, role, number)
        except (ValidationError, services.SignatureClosedError):
            transaction.savepoint_rollback(inner)
        check(scene)
    transaction.savepoint_rollback(point)


def test_the_way_leads_to_publication(scene):
    """The search above would prove nothing if nothing were ever published."""
    for name, role, number in WAY:
        assert not ExperienceSheet.objects.published().exists()
        ACTS[name](scene, role, number)
        check(scene)
    assert ExperienceSheet.objects.published().get().published.content["title"]
    assert len(scene.agreed) == 2
    do_withdraw(scene, "owner", 0)
    check(scene)


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_each_step_is_needed(scene, missing):
    """Without the request, the referent or the partner, it is not published."""
    for name, role, number in [step for i, step in enumerate(WAY) if i != missing]:
        try:
            ACTS[name](scene, role, number)
        except ValidationError:
            assert name == "publish"
    assert not ExperienceSheet.objects.published().exists()


def test_a_change_after_a_signature_asks_everybody_again(scene):
    for name, role, number in WAY[:4]:
        ACTS[name](scene, role, number)
    do_write(scene, "owner", 1)
    assert scene.sheet.state == SheetState.DRAFT
    with pytest.raises(ValidationError):
        do_publish(scene, "facilitator", 0)
    do_ask(scene, "owner", 1)
    waiting = scene.sheet.versions.first().signatures.all()
    assert {each.decision for each in waiting} == {Decision.WAITING}
    assert len(waiting) == 2
    with pytest.raises(ValidationError):
        do_publish(scene, "facilitator", 0)
