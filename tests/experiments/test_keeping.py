"""« Garder dans le journal »: who may, who will newly read, what each sees, and who takes back."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from discussions import services as talks
from discussions.attachments import purge_words
from experiments import keeping, services
from experiments.models import JournalEntry, Quotation
from groups.enums import GuestLevel
from groups.models import Membership
from groups.moderation.registry import get_kind
from groups.services import RuleError
from tests.factories import group_space, make_guest

WORDS = "Quarante vendeuses au marché"
COMMENT = "À retenir pour la suite"


@pytest.fixture
def message(world):
    """Written by the observer in the group's own space."""
    thread = talks.create_thread(
        space=group_space(world.group),
        author=world.people["facilitator"],
        title="Les marchés",
        body="Combien ?",
    )
    return talks.post_message(thread=thread, author=world.people["observer"], body=WORDS)


def pages(message, experimentation) -> tuple[str, str]:
    args = [message.thread_id, message.pk]
    return (
        reverse("message_keep", args=args),
        reverse("message_keep_in", args=[*args, experimentation.pk]),
    )


def keep(message, world, by="owner", **fields) -> JournalEntry:
    given = {
        "message": message,
        "experimentation": world.experimentation,
        "by": world.people[by],
        "kind": "observation",
        "text": COMMENT,
        "seen": keeping.newcomers(message, world.experimentation.space).seen,
    }
    return services.keep_message(**given | fields)


def told(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.services
def test_an_agent_chooses_sees_who_will_read_and_keeps(world, message, sign_in, mailoutbox):
    choose, form = pages(message, world.experimentation)
    client = sign_in("owner")
    offered = client.get(reverse("message", args=[message.thread_id, message.pk]))
    assert choose in offered.content.decode()
    chosen = client.get(choose).content.decode()
    assert form in chosen
    # Only where she writes.
    assert "Garage solidaire" not in chosen
    page = client.get(form).content.decode()
    text = told(page)
    # The guests of the experimentation; the group reads the thread already.
    assert "3 personnes liront ces paroles en plus" in text
    assert "3 invité·es de l’expérimentation" in text
    for name in ("reader", "commenter", "contributor"):
        assert str(world.people[name]) not in text
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    sent = {"kind": "observation", "text": COMMENT, "seen": seen, "client_id": str(uuid.uuid4())}
    empty = client.post(form, sent | {"text": "", "kind": ""})
    assert empty.status_code == 400
    assert "Choisissez ce que vous notez." in empty.content.decode()
    assert client.post(form, sent).status_code == 302
    entry = JournalEntry.objects.get()
    assert (entry.text, entry.author, entry.audience) == (COMMENT, world.people["owner"], "space")
    assert entry.occurred_on == timezone.localdate(message.created_at)
    assert (entry.quotation.words, entry.quotation.message) == (WORDS, message)
    # Sent again, it is kept once; by another way, it is said.
    assert client.post(form, sent).status_code == 302
    again = client.post(form, sent | {"client_id": ""})
    assert again.status_code == 409
    assert "déjà gardé dans ce journal" in again.content.decode()
    assert JournalEntry.objects.count() == 1
    assert "déjà gardé" in client.get(choose).content.decode()
    assert AuditEvent.objects.filter(action="words.kept").count() == 1


def test_newcomers_change_and_nothing_is_kept(world, message, sign_in):
    seen = keeping.newcomers(message, world.experimentation.space).seen
    make_guest(world.experimentation.space)
    _choose, form = pages(message, world.experimentation)
    sent = {"kind": "result", "text": COMMENT, "seen": seen}
    answer = sign_in("owner").post(form, sent)
    assert answer.status_code == 409
    text = told(answer.content.decode())
    assert "ont changé depuis votre aperçu" in text
    assert "4 personnes liront" in text
    assert COMMENT in answer.content.decode()
    # The words too.
    seen = keeping.newcomers(message, world.experimentation.space).seen
    talks.edit_message(message=message, body="Autre chose")
    with pytest.raises(RuleError):
        keep(message, world, seen=seen)
    assert not JournalEntry.objects.exists()


def test_kinds_of_newcomers_in_another_group(world):
    thread = talks.create_thread(
        space=group_space(world.elsewhere),
        author=world.people["other_facilitator"],
        title="Ailleurs",
        body="Bonjour",
    )
    found = keeping.newcomers(thread.messages.get(), world.experimentation.space)
    active = Membership.objects.active().filter(group=world.group)
    counted = (found.facilitators, found.members, found.observers, found.guests)
    assert counted == (1, active.filter(role="member").count(), 1, 3)
    assert found.total == sum(counted)


def test_only_what_all_may_read_is_kept(world, message):
    talks.hide_message(message=message, actor=world.people["facilitator"], reason="Non")
    with pytest.raises(RuleError, match="être gardé"):
        keep(message, world)
    message.refresh_from_db()
    assert keeping.journals_of(world.people["owner"], message) == []


def test_who_may_keep(world, message, sign_in):
    guest = make_guest(group_space(world.group), GuestLevel.CONTRIBUTOR)
    world.people["group_guest"] = guest
    choose, form = pages(message, world.experimentation)
    kept = {}
    for name in world.people:
        client = sign_in(name)
        kept[name] = (client.get(choose).status_code == 200, client.get(form).status_code == 200)
    able = {"owner", "carrier", "facilitator", "admin"}
    assert {name for name, (_chosen, opened) in kept.items() if opened} == able
    # Another carries another experimentation.
    assert {name for name, (chosen, _opened) in kept.items() if chosen} == able | {"other"}


def test_links_both_ways_for_those_who_see_both_sides(world, message, sign_in):
    entry = keep(message, world)
    journal = reverse("experimentation", args=[world.experimentation.pk])
    note = reverse("entry", args=[world.experimentation.pk, entry.pk])
    for name, opens in {"owner": True, "observer": True, "reader": False}.items():
        for address in (journal, note):
            html = sign_in(name).get(address).content.decode()
            assert WORDS in html, name
            assert str(world.people["observer"]) in html
            assert (message.get_absolute_url() in html) == opens, (name, address)
    guest = make_guest(group_space(world.group))
    world.people["group_guest"] = guest
    page = reverse("message", args=[message.thread_id, message.pk])
    for name, sees in {"owner": True, "observer": True, "group_guest": False}.items():
        html = sign_in(name).get(page).content.decode()
        assert (note in html) == sees, name
        assert ("gardé dans le journal de" in html) == sees
        assert ("Atelier du marché" in html) == sees
    # Nothing of it in what all readers of the thread get.
    changes = sign_in("owner").get(f"/discussions/{message.thread_id}/changes?after=0")
    assert "Atelier du marché" not in changes.content.decode()


def test_a_public_note_keeps_the_words_for_the_space(world, message, sign_in):
    entry = keep(message, world)
    type(world.experimentation).objects.update(audience="public")
    JournalEntry.objects.update(audience="public")
    note = reverse("entry", args=[world.experimentation.pk, entry.pk])
    for name in ("visitor", "stranger"):
        html = sign_in(name).get(note).content.decode()
        assert COMMENT in html
        assert WORDS not in html
    assert WORDS in sign_in("reader").get(note).content.decode()


@pytest.mark.services
def test_the_author_is_told_and_takes_her_words_back(
    world, message, sign_in, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        entry = keep(message, world)
    (mail,) = mailoutbox
    assert mail.to == [world.people["observer"].email]
    page = reverse("kept_words", args=[entry.quotation.pk])
    assert page in mail.body
    assert sign_in("owner").get(page).status_code == 404
    client = sign_in("observer")
    shown = client.get(page).content.decode()
    assert WORDS in shown
    (withdraw,) = re.findall(r'action="(/paroles/[^"]+)"', shown)
    assert sign_in("facilitator").post(withdraw).status_code == 404
    after = sign_in("observer").post(withdraw, follow=True).content.decode()
    assert "Vous avez retiré vos paroles" in after
    assert WORDS not in after
    note = reverse("entry", args=[world.experimentation.pk, entry.pk])
    html = sign_in("owner").get(note).content.decode()
    assert "Paroles retirées par leur auteur·rice" in html
    assert COMMENT in html
    assert WORDS not in html
    assert Quotation.objects.get().words == ""
    # For good: nobody keeps them there again.
    with pytest.raises(RuleError, match="a retiré ses paroles"):
        keep(message, world, by="facilitator")
    assert AuditEvent.objects.filter(action="words.withdrawn").count() == 1


def test_ones_own_words_send_no_e_mail(world, mailoutbox, django_capture_on_commit_callbacks):
    thread = talks.create_thread(
        space=world.experimentation.space, author=world.people["owner"], title="Ici", body=WORDS
    )
    with django_capture_on_commit_callbacks(execute=True):
        keep(thread.messages.get(), world)
    assert mailoutbox == []


def test_the_quotation_follows_what_becomes_of_the_message(world, message, sign_in):
    entry = keep(message, world)
    note = reverse("entry", args=[world.experimentation.pk, entry.pk])

    def shown(name="owner") -> bool:
        return WORDS in sign_in(name).get(note).content.decode()

    def reported() -> bool:
        return WORDS in get_kind("note").find(entry.pk).words

    facilitator = world.people["facilitator"]
    assert shown()
    assert reported()
    hidden = talks.hide_message(message=message, actor=facilitator, reason="Un nom")
    assert not shown()
    assert not shown("facilitator")
    assert not reported()
    back = talks.restore_message(message=hidden, actor=facilitator)
    assert shown()
    # What it says later is not what was kept.
    talks.edit_message(message=back, body="Autre chose")
    assert shown()
    talks.remove_message(message=back)
    assert not shown()
    purge_words([message.pk])
    assert Quotation.objects.get().words == ""


def test_a_page_with_words_asks_one_query_more_whatever_their_number(
    world, message, sign_in, queries
):
    keep(message, world)
    client = sign_in("owner")
    journal = reverse("experimentation", args=[world.experimentation.pk])
    client.get(journal)
    few = queries(lambda: client.get(journal))
    for n in range(3):
        other = talks.post_message(
            thread=message.thread, author=world.people["other"], body=f"Encore {n}"
        )
        keep(other, world)
    assert len(queries(lambda: client.get(journal))) == len(few)
