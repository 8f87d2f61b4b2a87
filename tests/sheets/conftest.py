import re
from datetime import date

import pytest
from django.core import mail

from experiments.sheets import services
from experiments.sheets.content import LINES, TEXTS
from experiments.sheets.enums import Decision
from experiments.sheets.models import ExperienceSheet, Signature
from organisations.models import Affiliation
from tests.experiments.conftest import queries, sign_in, world  # noqa: F401
from tests.factories import make_partner, make_user

PARTNER = "contact@partenaire.exemple.test"


@pytest.fixture
def referent(world):  # noqa: F811
    """A referent of the owner who has no role in the group."""
    person = make_user("Référent·e d’Exempleville")
    Affiliation.objects.create(
        user=person,
        organisation=world.owner,
        is_referent=True,
        verified_at="2026-01-01T00:00Z",
    )
    return person


@pytest.fixture
def partner(world):  # noqa: F811
    """An organisation named among the partners of the experimentation."""
    organisation = make_partner("Association d’Exemple")
    world.experimentation.partnerships.create(organisation=organisation)
    return organisation


def words(**given: str) -> dict[str, str]:
    """Everything that the editor sends, empty unless told."""
    return dict.fromkeys([*LINES, *TEXTS], "") | {"title": "Un atelier"} | given


def write(experimentation, editor, **given) -> ExperienceSheet:
    """Save the sheet as the editor would."""
    options = {name: given.pop(name) for name in ("sources", "pictures", "seen") if name in given}
    return services.save_sheet(
        experimentation=experimentation,
        editor=editor,
        words=words(**given),
        dated=date(2026, 3, 1),
        precision="month",
        **options,
    )


def answer(signature: Signature, decision: str = Decision.AGREED, **given) -> Signature:
    """Answer for whoever was asked, having read what is asked."""
    given.setdefault("digest", signature.version.digest)
    return services.sign(signature=signature, decision=decision, **given)


@pytest.fixture
def sheet(world):  # noqa: F811
    return write(world.experimentation, world.user("owner"), context="Un quartier d’essai.")


@pytest.fixture
def asked(world, sheet, partner, referent, django_capture_on_commit_callbacks):  # noqa: F811
    """`asked()`: the signatures of owner and partner, just asked of the sheet as it is."""

    def ask(email: str = PARTNER) -> list[Signature]:
        with django_capture_on_commit_callbacks(execute=True):
            version = services.ask_signatures(
                sheet=sheet, by=world.user("owner"), partners={partner: email}
            )
        return list(version.signatures.all())

    return ask


@pytest.fixture
def published(world, sheet, asked):  # noqa: F811
    """The sheet, signed by all and published."""
    for signature in asked():
        answer(signature)
    services.publish(sheet=sheet, by=world.user("facilitator"))
    sheet.refresh_from_db()
    return sheet


def link() -> str:
    """The path of the link in the last e-mail that has one to sign."""
    for message in reversed(mail.outbox):
        if found := re.search(r"https?://[^/\s]+(/signature/\S+)", message.body):
            return found[1]
    raise AssertionError("no link was sent")
