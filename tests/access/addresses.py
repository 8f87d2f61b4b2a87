"""The table: every address of the site, with who may open it. docs/permissions.md says why.

An address missing from it fails `test_the_table_knows_every_address`.
"""

from collections.abc import Callable

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from discussions.models import Message
from groups.moderation.models import Act
from tests.access.addresses_exports import EXPORTS
from tests.access.addresses_journal import JOURNAL
from tests.access.addresses_library import LIBRARY
from tests.access.addresses_path import ROWS as PATH_ROWS
from tests.access.addresses_spread import SPREAD
from tests.access.rows import (
    CONTRIBUTE,
    DISCUSS,
    EVERYONE,
    FACILITATE,
    GROUP_SPACE,
    INSIDE,
    MANAGE,
    SHARE,
    SIGNED_IN,
    SILENT,
    SPACE,
)
from tests.access.rows import (
    make_row as _row,
)
from tests.access.world import World


def _group(world):
    return {"slug": world.group.slug}


def _in_group(**parts):
    return lambda world: {"slug": world.group.slug, **{k: v(world) for k, v in parts.items()}}


def _trial(world):
    return {"pk": world.mine.experimentation.pk}


def _in_trial(**parts):
    return lambda world: {
        "pk": world.mine.experimentation.pk,
        **{k: v(world) for k, v in parts.items()},
    }


def _public(**parts):
    return lambda world: {
        "pk": world.neighbour.experimentation.pk,
        **{k: v(world.neighbour) for k, v in parts.items()},
    }


def _space(world):
    return {"pk": world.mine.space.pk}


def _in_space(**parts):
    return lambda world: {"pk": world.mine.space.pk, **{k: v(world) for k, v in parts.items()}}


def _thread(world):
    return {"pk": world.mine.thread.pk}


def _message(world):
    return {"pk": world.mine.thread.pk, "message_pk": world.mine.message.pk}


def _keep_in(room: Callable[[World], object]):
    return lambda world: (
        _message(world)
        | {
            "experimentation_pk": room(world).experimentation.pk,
        }
    )


def _file(of: Callable[[World], object]):
    return lambda world: {"pk": of(world).message.thread_id, "file_pk": of(world).pk}


def _taken_back(world):
    return {"pk": world.mine.thread.pk, "message_pk": world.taken_back.pk}


def _target(kind: str, of: Callable[[World], object], space: Callable[[World], object]):
    return lambda world: {
        "pk": space(world).pk,
        "kind": kind,
        "target_pk": of(world).pk,
    }


def _my_space(world):
    return world.mine.space


def _measurement(world):
    return world.mine.measurement.pk


def _of_indicator(**parts):
    return _in_trial(indicator_pk=lambda world: world.mine.indicator.pk, **parts)


def _guest_of_mine(world):
    return world.people["guest_reader"].guest_accesses.get()


def _act(world):
    return {"pk": world.mine.space.pk, "act_pk": world.act.pk}


def _organisation(world):
    return {"pk": world.mine.experimentation.owner_id}


def _affiliation(world):
    return {
        "organisation_pk": world.mine.experimentation.owner_id,
        "pk": world.people["member"].affiliations.get().pk,
    }


def _claim(world):
    return {"pk": world.claim.pk}


def _ended_membership(world):
    return world.group.memberships.exclude(ended_at=None).get().pk


def _document(world):
    return {"pk": world.mine.document.pk}


def _membership(world):
    return world.people["observer"].memberships.get().pk


def _engagement(world):
    return world.group.engagements.get(organisation=world.mine.experimentation.owner).pk


def _guest_access(world):
    return world.people["guest_reader"].guest_accesses.get().pk


def _entry(world):
    return world.mine.entry.pk


TABLE = [
    # What is hidden opens for its author and for the facilitators, and nobody changes it.
    *(
        _row(name, allowed, kwargs, of="hidden")
        for name, allowed, kwargs in (
            (
                "entry",
                FACILITATE | {"member"},
                _in_trial(entry_pk=lambda world: world.hidden_entry.pk),
            ),
            (
                "entry_picture",
                FACILITATE | {"member"},
                _in_trial(
                    picture_pk=lambda world: world.hidden_entry.pictures.get().pk,
                    size=lambda world: "vignette",
                ),
            ),
            ("entry_edit", set(), _in_trial(entry_pk=lambda world: world.hidden_entry.pk)),
            (
                "document",
                FACILITATE | {"member"},
                lambda world: {"pk": world.hidden_document.pk},
            ),
            (
                "document_download",
                FACILITATE | {"member"},
                lambda world: {"pk": world.hidden_document.pk, "number": 1},
            ),
            ("document_edit", set(), lambda world: {"pk": world.hidden_document.pk}),
            *(
                (name, FACILITATE | {"member"}, _file(lambda world: world.hidden_file))
                for name in ("attachment", "attachment_thumbnail")
            ),
            ("document_restore", set(), lambda world: {"pk": world.hidden_document.pk}),
            ("entry_restore", set(), _in_trial(entry_pk=lambda world: world.hidden_entry.pk)),
        )
    ),
    # Everybody's pages.
    _row("home", EVERYONE),
    _row("group_list", EVERYONE),
    _row("group", EVERYONE, _group),
    _row("group_call", EVERYONE, _group),
    # Open to all, with what is public in them.
    _row("group_experimentations", EVERYONE, _group),
    _row("group_documents", EVERYONE, _group),
    # A guest may be the agent of a collectivité too: any account may answer.
    _row("group_call_answer", SIGNED_IN, _group),
    _row("organisations:collectivities", EVERYONE),
    # Any account may add a partner structure: visitors are not shown them.
    _row("organisations:partners", SIGNED_IN),
    _row("organisations:search", EVERYONE),
    _row("organisations:detail", EVERYONE, _organisation),
    _row("organisations:affiliations", SIGNED_IN),
    _row("organisations:partner_create", SIGNED_IN),
    _row("organisations:edit", {"administrator"}, _organisation),
    # Facilitators vouch for the collectivités of their own groups.
    _row("organisations:claims", FACILITATE | {"foreign_facilitator"}),
    _row("organisations:claim_confirm", FACILITATE, _claim),
    _row("organisations:claim_refuse", FACILITATE, _claim),
    _row("organisations:domains", {"administrator"}, _organisation),
    _row(
        "organisations:domain_unlist",
        {"administrator"},
        lambda world: {**_organisation(world), "domain_pk": world.domain.pk},
    ),
    _row("organisations:merges", {"administrator"}),
    _row(
        "organisations:merge_undo",
        {"administrator"},
        lambda world: {"pk": world.merge.pk},
    ),
    _row("organisations:mark_member", {"administrator"}, _organisation),
    _row("organisations:affiliation_verify", {"administrator"}, _affiliation),
    _row("organisations:affiliation_end", {"administrator", "member"}, _affiliation),
    _row("organisations:affiliation_referent", {"administrator"}, _affiliation),
    _row(
        "organisations:affiliation_end_mine",
        {"member"},
        lambda world: {"pk": world.people["member"].affiliations.get().pk},
    ),
    # Those who facilitate one group may open another.
    _row("group_new", {"facilitator", "foreign_facilitator", "administrator"}),
    _row("group_dormant", {"administrator"}),
    # A group's space: those who hold a role in it.
    _row("group_members", GROUP_SPACE, _group),
    _row("group_threads", GROUP_SPACE, _group),
    _row("group_charter", GROUP_SPACE, _group),
    *(_row(row[0], EVERYONE if row[1] is None else row[1], *row[2:]) for row in PATH_ROWS),
    # Facilitation.
    _row("group_edit", FACILITATE, _group),
    _row("group_state", FACILITATE, _group),
    _row("group_call_edit", FACILITATE, _group),
    _row("group_call_publish", FACILITATE, _group),
    _row("group_call_close", FACILITATE, _group),
    _row("group_call_questions", FACILITATE, _group),
    _row("group_call_question", FACILITATE, _in_group(pk=lambda world: world.question.pk)),
    _row(
        "group_call_question_act",
        FACILITATE,
        _in_group(pk=lambda world: world.question.pk, act=lambda world: "monter"),
    ),
    _row("group_answers", FACILITATE, _group),
    _row("group_answers_compare", FACILITATE, _group),
    _row("group_answers_export", FACILITATE, _group),
    # Her draft, that nobody else knows of.
    _row("group_answer_draft_drop", {"member"}, _group),
    _row("group_answer", FACILITATE, _in_group(pk=lambda world: world.answer.pk)),
    _row("group_answer_withdraw", {"candidate"}, _group),
    _row("group_invite", FACILITATE, _group),
    _row("group_settings", FACILITATE, _group),
    _row("group_guest_approvals", FACILITATE, _group),
    _row("group_guest_approval", FACILITATE, _in_group(pk=lambda world: world.waiting_guest.pk)),
    _row("group_engage", FACILITATE, _group),
    _row("group_engagement", FACILITATE, _in_group(pk=_engagement)),
    _row("group_member_role", FACILITATE, _in_group(pk=_membership)),
    _row("group_member_end", FACILITATE, _in_group(pk=_membership)),
    _row(
        "group_invitation",
        FACILITATE,
        _in_group(pk=lambda world: world.invitation.pk, act=lambda world: "retirer"),
    ),
    _row("group_member_restore", FACILITATE, _in_group(pk=_ended_membership)),
    _row("group_dormant_members", FACILITATE, _group),
    _row("group_member_confirm", FACILITATE, _in_group(pk=_membership)),
    _row("group_leave", INSIDE - {"administrator"}, _group),
    _row(
        "group_address_request",
        FACILITATE,
        _in_group(pk=lambda world: world.address_request.pk),
    ),
    # Guests of a space, kept by those who manage it.
    _row("space_guests", MANAGE, _space),
    _row("space_guest", MANAGE, _in_space(access_pk=_guest_access)),
    _row("space_guest_journal", MANAGE, _in_space(access_pk=_guest_access)),
    _row("guest_view", MANAGE, _in_space(access_pk=_guest_access)),
    *(
        _row(
            "guest_view_part",
            MANAGE,
            _in_space(access_pk=_guest_access, part=lambda world, part=part: part),
            of=part,
        )
        for part in ("journal", "presentation", "actions", "partners", "documents", "discussions")
    ),
    _row(
        "space_guest_act",
        MANAGE,
        _in_space(access_pk=_guest_access, act=lambda world: "terminer"),
    ),
    _row(
        "space_invitation",
        MANAGE,
        _in_space(
            invitation_pk=lambda world: world.guest_invitation.pk, act=lambda world: "retirer"
        ),
    ),
    _row(
        "space_address_request",
        MANAGE,
        _in_space(request_pk=lambda world: world.guest_address_request.pk),
    ),
    # An experimentation's space: the group's people and its guests.
    _row("experimentation", SPACE, _trial),
    _row("experimentation_presentation", SPACE, _trial),
    _row("experimentation_actions", SPACE, _trial),
    _row("experimentation_partners", SPACE, _trial),
    _row("experimentation_documents", SPACE, _trial),
    _row("experimentation_discussion", SPACE, _trial),
    _row("entry", SPACE, _in_trial(entry_pk=_entry)),
    _row(
        "entry_picture",
        SPACE,
        _in_trial(picture_pk=lambda world: world.mine.picture.pk, size=lambda world: "vignette"),
    ),
    _row("experimentation_edit", MANAGE, _trial),
    _row("experimentation_stage", MANAGE, _trial),
    _row("carrier_add", MANAGE, _trial),
    _row(
        "carrier_remove",
        MANAGE,
        _in_trial(
            carrier_pk=lambda world: world.mine.space.carriers.filter(is_lead=False).first().pk
        ),
    ),
    _row("partner_add", MANAGE, _trial),
    _row("partner_edit", MANAGE, _in_trial(part_pk=lambda world: world.mine.partnership.pk)),
    _row("partner_remove", MANAGE, _in_trial(part_pk=lambda world: world.mine.partnership.pk)),
    _row("action_add", MANAGE, _trial),
    _row("action_edit", MANAGE, _in_trial(part_pk=lambda world: world.mine.action.pk)),
    _row("action_complete", MANAGE, _in_trial(part_pk=lambda world: world.mine.action.pk)),
    _row("action_move", MANAGE, _in_trial(part_pk=lambda world: world.mine.action.pk)),
    _row("action_remove", MANAGE, _in_trial(part_pk=lambda world: world.mine.action.pk)),
    _row("funding_add", MANAGE, _trial),
    _row("funding_edit", MANAGE, _in_trial(part_pk=lambda world: world.mine.funding.pk)),
    _row("funding_remove", MANAGE, _in_trial(part_pk=lambda world: world.mine.funding.pk)),
    # What it counts: read as its journal, written by those who manage it.
    _row("experimentation_indicators", SPACE, _trial),
    _row("indicator", SPACE, _of_indicator()),
    _row(
        "indicator",
        MANAGE | SILENT,
        _in_trial(indicator_pk=lambda world: world.mine.owner_indicator.pk),
        of="of owners",
    ),
    _row("measurements_export", SPACE, _in_trial(extension=lambda world: "csv"), of="csv"),
    _row("measurements_export", SPACE, _in_trial(extension=lambda world: "xlsx"), of="xlsx"),
    _row("measurements_export", set(), _in_trial(extension=lambda world: "ods"), of="ods"),
    _row("indicator_add", MANAGE, _trial),
    _row("indicator_edit", MANAGE, _of_indicator()),
    _row("indicator_move", MANAGE, _of_indicator()),
    _row("indicator_remove", MANAGE, _of_indicator()),
    _row("indicator_restore", MANAGE, _of_indicator()),
    _row("measurement_add", MANAGE, _of_indicator()),
    _row("measurement_correct", MANAGE, _of_indicator(measurement_pk=_measurement)),
    _row("measurement_remove", MANAGE, _of_indicator(measurement_pk=_measurement)),
    _row(
        "measurement_restore",
        MANAGE,
        _of_indicator(measurement_pk=lambda world: world.removed_measurement.pk),
    ),
    _row("measurements_import", MANAGE, _trial),
    # Whoever sent the file, and nobody else.
    _row(
        "measurements_preview",
        {"member"},
        _in_trial(import_pk=lambda world: world.sent_file.pk),
    ),
    *JOURNAL,
    *LIBRARY,
    _row("entry_add", CONTRIBUTE, _trial),
    *EXPORTS,
    # Its sheet: what is published is for everybody, the rest for who writes and who signs.
    _row("experimentation_sheet", SPACE, _trial),
    _row("sheet_edit", MANAGE, _trial),
    _row("sheet_preview", MANAGE | SILENT, _trial),
    _row("sheet_version", MANAGE | SILENT, _in_trial(number=lambda world: 1)),
    _row("sheet_ask", MANAGE, _trial),
    _row(
        "sheet_signature_resend",
        MANAGE,
        _in_trial(signature_pk=lambda world: world.signature.pk),
    ),
    _row("sheet_publish", FACILITATE, _trial),
    _row("sheet_withdraw", MANAGE, _trial),
    _row("sheet_signature", {"co_carrier"}, lambda world: {"pk": world.signature.pk}),
    _row(
        "sheet_signature_picture",
        {"co_carrier"},
        lambda world: {"pk": world.signature.pk, "picture_pk": world.mine.picture.pk},
    ),
    _row("sheets", EVERYONE),
    _row("sheet", set(), lambda world: {"pk": world.sheet.pk}),
    _row("sheet_pdf", set(), lambda world: {"pk": world.sheet.pk}),
    _row(
        "sheet_picture",
        set(),
        lambda world: {"pk": world.sheet.pk, "picture_pk": world.mine.picture.pk},
    ),
    _row("sheet", EVERYONE, lambda world: {"pk": world.public_sheet.pk}, of="public"),
    _row("sheet_pdf", EVERYONE, lambda world: {"pk": world.public_sheet.pk}, of="public"),
    _row(
        "sheet_picture",
        EVERYONE,
        lambda world: {
            "pk": world.public_sheet.pk,
            "picture_pk": world.neighbour.public_picture.pk,
        },
        of="public",
    ),
    *SPREAD,
    # What is kept of its discussions: by whoever reads them and writes in some journal.
    _row("message_keep", set(), _taken_back, of="taken back"),
    _row("message_keep", SHARE | {"guest_contributor"}, _message),
    _row("message_keep_in", CONTRIBUTE, _keep_in(lambda world: world.mine)),
    _row(
        "message_keep_in",
        FACILITATE | {"neighbour"},
        _keep_in(lambda world: world.neighbour),
        of="public",
    ),
    # Its author alone, wherever her words are.
    _row("kept_words", {"member"}, lambda world: {"pk": world.quotation.pk}),
    _row("kept_words_withdraw", {"member"}, lambda world: {"pk": world.quotation.pk}),
    _row("entry_edit", MANAGE, _in_trial(entry_pk=_entry)),
    _row("entry_remove", MANAGE, _in_trial(entry_pk=_entry)),
    _row("entry_restore", MANAGE, _in_trial(entry_pk=lambda world: world.removed_entry.pk)),
    # Documents of that space.
    _row("space_documents", SPACE, _space),
    _row("document", SPACE, _document),
    _row("document_add", CONTRIBUTE, _space),
    _row("version_add", MANAGE, _document),
    _row("document_edit", MANAGE, _document),
    _row("document_remove", MANAGE, _document),
    _row("document_restore", MANAGE, lambda world: {"pk": world.removed_document.pk}),
    _row(
        "document_download",
        SPACE,
        lambda world: {"pk": world.mine.document.pk, "number": 1},
    ),
    # Its threads.
    _row("space_threads", SPACE, _space),
    _row("thread", SPACE, _thread),
    _row("thread_changes", SPACE, _thread, "?after=0"),
    _row("thread_search", SPACE, _thread, "?q=zq"),
    _row("thread_read", SPACE, _thread),
    _row("thread_attend", SPACE, _thread),
    _row("thread_people", DISCUSS, _thread),
    _row("thread_edit", FACILITATE | {"member"}, _thread),
    _row("thread_resolve", FACILITATE | {"member"}, _thread),
    _row(
        "thread_resolve",
        set(),
        lambda world: {"pk": world.group_room.thread.pk},
        of="asks nothing",
    ),
    _row("threads_all_read", SPACE, _space),
    _row("my_threads", SIGNED_IN),
    _row("badges", SIGNED_IN),
    _row("thread_new", DISCUSS, _space),
    _row("thread_move", FACILITATE, _thread),
    _row(
        "thread_move_to",
        FACILITATE,
        lambda world: {"pk": world.mine.thread.pk, "space_pk": world.group_room.space.pk},
    ),
    _row(
        "thread_move_to",
        set(),
        lambda world: {"pk": world.mine.thread.pk, "space_pk": world.mine.space.pk},
        of="where it is",
    ),
    _row("attachment", SPACE, _file(lambda world: world.mine.attachment)),
    _row("attachment_thumbnail", SPACE, _file(lambda world: world.mine.picture_file)),
    _row("message", SPACE, _message),
    _row("message_edit", {"member"}, _message),
    _row("message_react", DISCUSS, _message),
    _row("message_remove", {"member"}, _message),
    _row("message_restore", {"member"}, _taken_back),
    # Moderation. Whoever reads a thing and has an account reports it, if it is not her own.
    *(
        _row("report", allowed, _target(kind, thing, space), of=of)
        for of, kind, thing, space, allowed in (
            (
                "through another space",
                "note",
                lambda w: w.mine.entry,
                lambda w: w.group_room.space,
                set(),
            ),
            ("hidden message", "message", lambda w: w.hidden_message, _my_space, set()),
            ("hidden note", "note", lambda w: w.hidden_entry, _my_space, set()),
            ("message", "message", lambda w: w.mine.message, _my_space, SPACE - {"member"}),
            ("note", "note", lambda w: w.mine.entry, _my_space, SPACE - {"member"}),
            ("document", "document", lambda w: w.mine.document, _my_space, SPACE - {"member"}),
            ("indicator", "indicateur", lambda w: w.mine.indicator, _my_space, SPACE - {"member"}),
            (
                "indicator of owners",
                "indicateur",
                lambda w: w.mine.owner_indicator,
                _my_space,
                (MANAGE | SILENT) - {"member"},
            ),
            ("measurement", "mesure", lambda w: w.mine.measurement, _my_space, SPACE - {"member"}),
            (
                "public note",
                "note",
                lambda w: w.neighbour.public_entry,
                lambda w: w.neighbour.space,
                SIGNED_IN - {"neighbour"},
            ),
            (
                "person",
                "personne",
                lambda w: w.people["observer"].memberships.get(),
                lambda w: w.group_room.space,
                GROUP_SPACE - {"observer"},
            ),
            ("guest", "invite", _guest_of_mine, _my_space, MANAGE),
        )
    ),
    *(
        _row("moderate", allowed, _target(kind, thing, space), of=of)
        for of, kind, thing, space, allowed in (
            (
                "through another space",
                "note",
                lambda w: w.mine.entry,
                lambda w: w.group_room.space,
                set(),
            ),
            ("message", "message", lambda w: w.mine.message, _my_space, FACILITATE),
            ("hidden note", "note", lambda w: w.hidden_entry, _my_space, FACILITATE),
            ("hidden document", "document", lambda w: w.hidden_document, _my_space, FACILITATE),
            ("indicator", "indicateur", lambda w: w.mine.indicator, _my_space, FACILITATE),
            ("measurement", "mesure", lambda w: w.mine.measurement, _my_space, FACILITATE),
            ("thread", "fil", lambda w: w.mine.thread, _my_space, FACILITATE),
            (
                "person",
                "personne",
                lambda w: w.people["observer"].memberships.get(),
                lambda w: w.group_room.space,
                FACILITATE,
            ),
            ("guest", "invite", _guest_of_mine, _my_space, FACILITATE),
        )
    ),
    _row("moderation_queue", FACILITATE, _group),
    _row("moderation_journal", FACILITATE, _group),
    _row("moderation_act", FACILITATE | {"member"}, _act),
    _row("moderation_answer", {"member"}, _act),
    # The group's own space: its guest besides, and no guest of an experimentation.
    *(
        _row(name, allowed, kwargs, of="group")
        for name, allowed, kwargs in (
            ("document", GROUP_SPACE, lambda world: {"pk": world.group_room.document.pk}),
            ("document_edit", FACILITATE, lambda world: {"pk": world.group_room.document.pk}),
            ("document_remove", FACILITATE, lambda world: {"pk": world.group_room.document.pk}),
            ("version_add", FACILITATE, lambda world: {"pk": world.group_room.document.pk}),
            (
                "document_download",
                GROUP_SPACE,
                lambda world: {"pk": world.group_room.document.pk, "number": 1},
            ),
            (
                "document_add",
                SHARE | {"group_guest"},
                lambda world: {"pk": world.group_room.space.pk},
            ),
            ("thread", GROUP_SPACE, lambda world: {"pk": world.group_room.thread.pk}),
            ("attachment", GROUP_SPACE, _file(lambda world: world.group_room.attachment)),
            (
                "attachment_thumbnail",
                GROUP_SPACE,
                _file(lambda world: world.group_room.picture_file),
            ),
            (
                "thread_new",
                GROUP_SPACE - SILENT,
                lambda world: {"pk": world.group_room.space.pk},
            ),
            ("space_guests", FACILITATE, lambda world: {"pk": world.group_room.space.pk}),
        )
    ),
    # A public experimentation opens its public pages to everybody, and no other.
    *(
        _row(name, allowed, _public(**parts), of="public")
        for name, allowed, parts in (
            ("experimentation", EVERYONE, {}),
            ("experimentation_print", EVERYONE, {}),
            ("experimentation_presentation", EVERYONE, {}),
            ("experimentation_actions", EVERYONE, {}),
            ("experimentation_partners", EVERYONE, {}),
            ("experimentation_indicators", EVERYONE, {}),
            ("indicator", EVERYONE, {"indicator_pk": lambda room: room.public_indicator.pk}),
            ("measurements_export", EVERYONE, {"extension": lambda room: "csv"}),
            ("experimentation_documents", EVERYONE, {}),
            ("experimentation_sheet", EVERYONE, {}),
            ("sheet_edit", FACILITATE, {}),
            ("experimentation_discussion", INSIDE, {}),
            ("experimentation_edit", FACILITATE | {"neighbour"}, {}),
            ("entry", EVERYONE, {"entry_pk": lambda room: room.public_entry.pk}),
            (
                "entry_picture",
                EVERYONE,
                {
                    "picture_pk": lambda room: room.public_picture.pk,
                    "size": lambda room: "vignette",
                },
            ),
        )
    ),
]

# The live socket. Who may follow each thread of the world, by its room…
ABROAD = {"foreign_member", "foreign_facilitator", "administrator"}
FOLLOWED = {
    "mine": SPACE,
    "group_room": GROUP_SPACE,
    "neighbour": INSIDE,
    "foreign": ABROAD,
    "foreign_room": ABROAD,
}
# … and what each type of frame asks of whoever sends it: to follow that thread, or nothing.
FRAMES = {
    "subscribe": True,
    "read": True,
    "presence": True,
    "typing": True,
    "unsubscribe": False,
    "subscribe inbox": False,
    "unsubscribe inbox": False,
    "ping": False,
}
# The inbox tells what advances in one's own places: an administrator only visits the others.
TOLD_OF = {room: allowed - {"administrator"} for room, allowed in FOLLOWED.items()}

# Addresses that no row can hold: sign-in pages (allauth's), health, assets, and those whose answer
# does not depend on who asks. Each has tests of its own.
# An invitation's answer depends on its secret or its address, not on a role: tests/groups.
ELSEWHERE = {
    "appearance",
    "interface",
    "invitation",
    "invitation_accept",
    "invitation_ask",
    "invitation_decline",
    "my_invitation",
    "my_invitation_accept",
    "my_invitation_decline",
    "offline",
    "outbox",
    "service_worker",
    # By the secret of a link: tests/sheets.
    "sheet_sign",
    "sheet_sign_picture",
    # By the link of an e-mail: tests/silence.
    "standing_by_link",
    "stylesheet",
}


def _patterns(resolver: URLResolver, prefix: str = "", namespace: str = ""):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", route


def named_routes() -> dict[str, str]:
    """Every URL name of ours with its pattern: allauth's and the administration's are theirs."""
    return {
        name: route
        for name, route in _patterns(get_resolver())
        if not route.startswith("administration/") and not name.startswith("account_")
    }


def named_addresses() -> set[str]:
    """The names of `named_routes`."""
    return set(named_routes())


def known_addresses(world: World) -> list[str]:
    """Every address of the table, for each object that the world has of that kind."""
    found = [row.url(world) for row in TABLE]
    found += [
        reverse("moderation_act", args=[world.act.space_id, act.pk])
        for act in Act.objects.filter(group_id=world.group.pk)
    ]
    found += [
        reverse("message", args=[message.thread_id, message.pk])
        for message in Message.objects.filter(thread__space__group=world.group)
    ]
    for room in (world.group_room, world.neighbour, world.foreign_room, world.foreign):
        found += [
            reverse("space_documents", args=[room.space.pk]),
            reverse("space_threads", args=[room.space.pk]),
            reverse("space_guests", args=[room.space.pk]),
            reverse("document", args=[room.document.pk]),
            reverse("document_download", args=[room.document.pk, 1]),
            reverse("thread", args=[room.thread.pk]),
            reverse("thread_changes", args=[room.thread.pk]) + "?after=0",
            reverse("attachment", args=[room.thread.pk, room.attachment.pk]),
            reverse("attachment_thumbnail", args=[room.thread.pk, room.picture_file.pk]),
        ]
        if room.experimentation:
            page = reverse("experimentation", args=[room.experimentation.pk])
            found += [
                page,
                *(
                    page + part
                    for part in (
                        "presentation/",
                        "journal/imprimer/",
                        "actions/",
                        "partenaires/",
                        "documents/",
                        "discussion/",
                        "indicateurs/",
                        "indicateurs/mesures.csv",
                        f"indicateurs/{room.indicator.pk}/",
                        f"indicateurs/{room.owner_indicator.pk}/",
                        "fiche/",
                        f"journal/{room.entry.pk}/",
                        f"journal/{room.owner_entry.pk}/",
                    )
                ),
            ]
    found += [
        reverse("group", args=[world.other_group.slug]) + part
        for part in ("", "membres/", "experimentations/", "documents/", "discussions/", "reponses/")
    ]
    return found
