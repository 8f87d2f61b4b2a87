"""The demonstration world: loaded once, true to its sources, naming nobody."""

import hashlib
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Count, F
from django.utils import timezone

from accounts.models import User
from discussions.models import Message, Thread
from experiments.enums import Stage
from experiments.models import (
    Experimentation,
    Funding,
    JournalEntry,
    JournalPicture,
    Partnership,
    StageChange,
)
from groups.documents.models import Document, DocumentVersion
from groups.enums import EngagementStatus, GuestLevel, SpaceKind
from groups.models import CallForParticipation, Engagement, GuestAccess, Space, WorkingGroup
from groups.permissions import GRANTS, space_access
from home.demo.data import world
from home.demo.data.sources import FICTION
from home.demo.loader import Loader, email_of
from home.demo.prose import fr
from organisations.models import Affiliation, Organisation
from tests.home.real_names import names_in

LOCAL = {"accounts", "audit", "organisations", "groups", "documents", "discussions", "experiments"}
LOCAL |= {"sheets", "booklets", "library"}
SEED_FILES = ("000_", "001_", "002_", "003_", "004_")


@pytest.fixture
def demo(db, settings):
    """The demonstration as it is loaded on a new installation."""
    settings.DEMO = True
    call_command("load_demo", stdout=StringIO())


def counts() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in LOCAL
    }


def is_fictitious(organisation: Organisation) -> bool:
    return FICTION in organisation.description


@pytest.mark.services
def test_loading_twice_makes_nothing_twice(demo):
    before = counts()
    files = sorted(DocumentVersion.objects.exclude(file="").values_list("file", flat=True))
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert counts() == before
    assert files == sorted(DocumentVersion.objects.exclude(file="").values_list("file", flat=True))
    assert "déjà en place" in out.getvalue()


def test_its_threads_show_what_messages_can_carry(demo):
    """Answers, signs, names of people and of experimentations, pictures, an answered question."""
    shown = Message.objects.exclude(state="hidden")
    assert shown.filter(reply_to__isnull=False, reactions__isnull=False).exists()
    named = shown.filter(body__contains="@")
    assert {bool(each.user_id) for message in named for each in message.mentions.all()} == {
        True,
        False,
    }
    # Nobody and nothing that a demonstration names with « @ » stays mere words.
    assert all(message.html.count('class="mention"') for message in named)
    assert shown.filter(attachments__isnull=False, html__contains="<img").exists()
    assert Thread.objects.filter(kind="question", answer__thread=F("pk")).exists()


def test_what_people_changed_stays_changed(demo):
    group = WorkingGroup.objects.get(slug="economie-informelle")
    group.name, group.slug = "Renommé", "renomme"
    group.save()
    Thread.objects.filter(space__group=group).first().delete()
    entry = JournalEntry.objects.first()
    JournalEntry.objects.filter(pk=entry.pk).update(text="Corrigé.")
    Experimentation.objects.get(title="Flashcoop Mam Cookies").space.delete()
    person = User.objects.get(email="agent.grigny@demo.example")
    person.name = "Autre nom"
    person.save()
    before = counts()

    call_command("load_demo", stdout=StringIO())

    assert counts() == before
    group.refresh_from_db()
    entry.refresh_from_db()
    person.refresh_from_db()
    assert (group.name, entry.text, person.name) == ("Renommé", "Corrigé.", "Autre nom")


def test_loading_after_the_reference_data_uses_its_rows(db, settings):
    settings.DEMO = True
    grigny = Organisation.objects.create(
        kind="collectivity", level="commune", code="91286", name="Grigny", department_code="91"
    )
    other = Organisation.objects.create(
        kind="collectivity", level="commune", code="69096", name="Grigny", department_code="69"
    )
    call_command("load_demo", stdout=StringIO())
    trial = Experimentation.objects.get(title="Les Mamas de Grigny")
    assert trial.owner == grigny
    assert not other.experimentations.exists()
    assert Organisation.objects.filter(name="Grigny").count() == 2


def test_production_refuses_wholly(db, settings):
    settings.PRODUCTION = True
    settings.DEMO = True
    with pytest.raises(CommandError, match="production"):
        call_command("load_demo", force=True)
    assert not User.objects.exists()


def test_outside_demonstration_mode_it_must_be_asked_for(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="--force"):
        call_command("load_demo")
    assert not User.objects.exists()
    call_command("load_demo", force=True, stdout=StringIO())
    assert User.objects.exists()


def test_each_account_signs_in_with_the_shared_password(demo, client, settings):
    wanted = {
        f"{name}@demo.example"
        for name in (
            "animation",
            "agent.grigny",
            "agent.angers",
            "agent.stains",
            "invite.grigny",
            "miroir",
            "admin",
        )
    }
    emails = {email_of(account) for account in world.ACCOUNTS}
    assert wanted <= emails
    for email in emails:
        assert client.login(email=email, password=settings.DEMO_PASSWORD), email
        assert not client.login(email=email, password="autre-mot-de-passe"), email
    unverified = Affiliation.objects.filter(user__email__in=emails, verified_at=None)
    assert not unverified.exists()
    assert User.objects.filter(emailaddress__verified=True, emailaddress__primary=True).count() == (
        len(emails)
    )


def test_a_new_shared_password_reaches_the_accounts(demo, client, settings):
    settings.DEMO_PASSWORD = "un-autre-mot-de-passe"
    call_command("load_demo", stdout=StringIO())
    for account in world.ACCOUNTS:
        assert client.login(email=email_of(account), password="un-autre-mot-de-passe")


def test_the_guest_sees_one_experimentation_and_nothing_else(demo):
    guest = User.objects.get(email="invite.grigny@demo.example")
    # Besides what everybody may read.
    seen = set(Experimentation.objects.visible_to(guest))
    trial = Experimentation.objects.get(space__in=Space.objects.visible_to(guest))
    assert seen - set(Experimentation.objects.visible_to(None)) <= {trial}
    assert trial in seen
    assert trial.title == "Les Mamas de Grigny"
    assert list(Space.objects.visible_to(guest)) == [trial.space]
    assert set(Thread.objects.visible_to(guest).values_list("space", flat=True)) == {trial.space_id}
    for model in (Document, JournalEntry):
        hers = model.objects.visible_to(guest).exclude(audience="public")
        assert set(hers.values_list("space", flat=True)) == {trial.space_id}

    access = GuestAccess.objects.get(user=guest)
    grants = trial.space.user_grants.filter(user=guest)
    assert access.level == GuestLevel.CONTRIBUTOR
    assert set(grants.values_list("permission__codename", flat=True)) == set(GRANTS[access.level])
    assert space_access(guest, trial.space).can_contribute


def test_the_mirror_reads_and_discusses_but_does_not_write(demo):
    observer = User.objects.get(email="miroir@demo.example")
    for space in Space.objects.filter(group__slug="economie-informelle"):
        access = space_access(observer, space)
        assert access.can_discuss
        assert not access.can_contribute
        assert not access.can_see_owner


def test_threads_are_dense(demo):
    threads = Thread.objects.annotate(n=Count("messages"))
    assert threads.filter(space__kind=SpaceKind.GROUP).exists()
    for thread in threads:
        messages = list(thread.messages.order_by("position"))
        assert [message.position for message in messages] == list(range(1, thread.n + 1))
        assert [message.changed_seq for message in messages] == list(range(1, thread.n + 1))
        assert (thread.last_position, thread.last_seq) == (thread.n, thread.n)
        assert thread.last_message_at == messages[-1].created_at
        assert [m.created_at for m in messages] == sorted(m.created_at for m in messages)
        assert messages[-1].created_at < timezone.now()
    # One is hidden: its words are nowhere ready to be shown.
    assert Message.objects.filter(html="").get().state == "hidden"


def test_authors_belong_where_they_write(demo):
    for message in Message.objects.select_related("thread__space", "author"):
        assert space_access(message.author, message.thread.space).can_discuss, message.body
    for entry in JournalEntry.objects.select_related("space", "author"):
        assert space_access(entry.author, entry.space).can_contribute, entry.text
    for document in Document.objects.select_related("space", "author"):
        assert space_access(document.author, document.space).can_contribute, document.title


def test_every_word_about_a_real_body_says_where_it_comes_from(demo):
    for trial in Experimentation.objects.select_related("owner"):
        if is_fictitious(trial.owner):
            assert trial.source == FICTION
            assert "Exemple" in trial.owner.name
        else:
            assert any(name in trial.source for name in SEED_FILES), trial
        for entry in trial.entries.all():
            assert entry.source, entry.text
    for model in (Document, Thread, Funding, Engagement):
        assert not model.objects.filter(source="").exists(), model
    for group in WorkingGroup.objects.all():
        assert any(name in group.source for name in SEED_FILES), group
    for partner in Organisation.objects.filter(kind="partner"):
        assert "Source : " in partner.description.replace("\u00a0", " "), partner


def test_no_person_is_named(demo):
    # The check itself must be able to fail.
    assert names_in("Une phrase qui cite rossi, en passant") == {"rossi"}
    data = Path(world.__file__).parent
    for path in data.glob("*.py"):
        assert not names_in(path.read_text()), path.name
    for model in apps.get_models():
        if model._meta.app_label not in LOCAL:
            continue
        texts = [
            field.name
            for field in model._meta.get_fields()
            if field.concrete and field.get_internal_type() in {"CharField", "TextField"}
        ]
        for row in model._default_manager.values_list(*texts) if texts else ():
            found = names_in(" ".join(str(value) for value in row))
            assert not found, model._meta.label


def test_fictitious_territories_cannot_be_taken_for_real_ones(demo):
    fictitious = [org for org in Organisation.objects.all() if is_fictitious(org)]
    collectivities = [org for org in fictitious if org.kind == "collectivity"]
    assert len(collectivities) >= 3
    for organisation in collectivities:
        assert organisation.code.startswith("EX")
        assert organisation.department_code == ""
        assert "Exemple" in organisation.name
    carried = Experimentation.objects.filter(owner__in=fictitious)
    assert carried.count() >= 3
    abandoned = StageChange.objects.get(
        experimentation__in=carried, stage=Stage.ABANDONED, experimentation__stage=Stage.ABANDONED
    )
    assert "appris" in abandoned.note
    real = JournalPicture.objects.exclude(entry__experimentation__owner__in=fictitious)
    assert not real.exists()
    assert JournalPicture.objects.exclude(alt="").count() == JournalPicture.objects.count() > 0


def test_facts_of_the_sources_are_there(demo):
    informal = WorkingGroup.objects.get(slug="economie-informelle")
    paid = Funding.objects.filter(group=informal, funder__name__startswith="ANCT")
    assert list(paid.order_by("year").values_list("year", "amount")) == [
        (2020, 9000),
        (2021, 9000),
        (2022, 10000),
    ]
    angers = Experimentation.objects.get(title="Flashcoop Mam Cookies")
    assert angers.owner.code == "244900015"
    assert angers.fundings.get().amount == 6000
    stains = Experimentation.objects.get(owner__code="93072")
    assert set(stains.space.carriers.values_list("organisation__code", "is_lead")) == {
        ("93072", True),
        ("200057867", False),
    }
    grigny = Experimentation.objects.get(owner__code="91286")
    partners = Partnership.objects.filter(experimentation=grigny)
    assert {"GRDR", "Réveil", "CCAS de Grigny"} <= set(
        partners.values_list("organisation__name", flat=True)
    )
    themes = Thread.objects.filter(space__group=informal, title__startswith="Thème")
    assert themes.count() == 4
    assert informal.engagements.filter(status=EngagementStatus.MIRROR).exists()


def test_the_real_call_is_past_and_a_fictitious_one_is_open(demo):
    real = CallForParticipation.objects.get(group__slug="economie-informelle")
    assert not real.is_open
    opened = CallForParticipation.objects.get(group__slug="ruralites")
    assert opened.is_open
    assert "fictif" in opened.title
    assert opened.answers.get().status == "submitted"


def test_the_open_call_follows_the_calendar_until_somebody_touches_it(demo):
    call = CallForParticipation.objects.get(group__slug="ruralites")
    later = timezone.now() + timedelta(days=200)
    past = timezone.now() - timedelta(days=1)

    # A start of the month that it ends in finds it still open, and prolongs it.
    soon = call.closes_at - timedelta(days=20)
    Loader(now=soon).load()
    call.refresh_from_db()
    assert call.closes_at > soon + timedelta(days=100)

    CallForParticipation.objects.filter(pk=call.pk).update(closes_at=past)
    Loader(now=later).load()
    call.refresh_from_db()
    assert call.closes_at > later

    call.closes_at = past
    call.save()
    Loader(now=later).load()
    call.refresh_from_db()
    assert call.closes_at == past


def test_the_guest_is_prolonged_until_somebody_ends_her_access(demo):
    access = GuestAccess.objects.get()
    for days in (-20, 3):
        later = access.until + timedelta(days=days)
        Loader(now=later).load()
        access.refresh_from_db()
        assert access.until > later + timedelta(days=32)

    GuestAccess.objects.update(ended_at=timezone.now())
    until = access.until
    Loader(now=until + timedelta(days=3)).load()
    access.refresh_from_db()
    assert access.until == until
    assert GuestAccess.objects.count() == 1


def test_files_can_be_read_back_as_they_were_made(demo):
    versions = DocumentVersion.objects.exclude(file="")
    assert versions.exists()
    for version in versions:
        with version.file.open() as file:
            content = file.read()
        assert len(content) == version.size
        assert hashlib.sha256(content).hexdigest() == version.sha256
    assert not JournalPicture.objects.filter(image=F("thumbnail")).exists()


def test_prose_is_set_in_french():
    text = fr("""
    L'essai « pilote » : 9 000 € ; n° 3, 80 % !
    Suite de la ligne.

    - un
    - deux
    """)
    assert text == (
        "L’essai «\u00a0pilote\u00a0»\u00a0: 9\u00a0000\u00a0€\u00a0; n°\u00a03, 80\u00a0%\u00a0! "
        "Suite de la ligne.\n\n- un\n- deux"
    )
