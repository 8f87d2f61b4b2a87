"""Two worlds side by side, and what one did to the other."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain

from django.apps import apps

from accounts.models import User
from experiments.models import Experimentation
from experiments.sheets.models import ExperienceSheet
from experiments.spread.models import Inspiration
from groups.enums import Role
from groups.models import Space, WorkingGroup
from organisations.models import Organisation
from tests.access.world import World, build_world
from tests.factories import join

APPS = (
    "groups",
    "experiments",
    "indicators",
    "sheets",
    "drafts",
    "silence",
    "trial_sites",
    "spread",
    "exports",
    "booklets",
    "vocabularies",
    "library",
    "discussions",
    "documents",
    "moderation",
    "organisations",
)
# The words and the library of the network are everybody's who facilitates a group.
SHARED = {"vocabularies", "library"}
MODELS = {
    model._meta.db_table: model
    for model in (*chain(*(apps.get_app_config(app).get_models() for app in APPS)), User)
}
# Choosing an organisation is for everybody: the reference data are nobody's.
OWNED = {
    model for model in MODELS.values() if model._meta.app_label not in {"organisations", *SHARED}
}


@dataclass
class Sides:
    """Both worlds, and which row of the first answers to which of the second."""

    theirs: World
    hers: World
    # By model: the rows of the first world, by id.
    first: dict[type, dict]
    # Ids of the second world as they are written, with those of the first that stand for them…
    swaps: dict[str, list[str]]
    # … and those of organisations alone.
    organisations: dict[str, str]


def _ids(model) -> list:
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True))


def two_worlds() -> Sides:
    """Build both."""
    before = {model: set(_ids(model)) for model in MODELS.values()}
    theirs = build_world()
    first = {model: [pk for pk in _ids(model) if pk not in before[model]] for model in before}
    hers = build_world("reflet")
    swaps = defaultdict(list, {hers.group.slug: [theirs.group.slug]})
    organisations = {}
    for model, ids in first.items():
        known = before[model].union(ids)
        second = [pk for pk in _ids(model) if pk not in known]
        # Built by the same code, in the same order.
        for mine, other in zip(second, ids, strict=True):
            if str(other) not in swaps[str(mine)]:
                swaps[str(mine)].append(str(other))
            if model is Organisation:
                organisations[str(mine)] = str(other)
    # So that she may leave.
    join(hers.group, Role.FACILITATOR)
    kept = {model: _rows(model, ids) for model, ids in first.items()}
    return Sides(theirs, hers, kept, dict(swaps), organisations)


def _rows(model, ids=None) -> dict:
    names = [each.attname for each in model._meta.concrete_fields]
    rows = model._base_manager.values_list("pk", *names)
    return {row[0]: row[1:] for row in (rows if ids is None else rows.filter(pk__in=ids))}


def _links(model) -> list[tuple[int, type]]:
    """Which columns of the model name a row that belongs to a group or is a person."""
    plain = {"group_id": WorkingGroup, "space_id": Space, "person_id": User, "user_id": User}
    found = []
    for index, each in enumerate(model._meta.concrete_fields):
        target = each.related_model or plain.get(each.attname)
        if target in OWNED:
            found.append((index, target))
    return found


def _is_open(sides: Sides, model, target, pk) -> bool:
    """Whether a row of that model may name this row of the first world: whatever everybody reads
    may inspire whoever reads it."""
    open_to_all = {
        (Experimentation, sides.theirs.neighbour.experimentation.pk),
        (ExperienceSheet, sides.theirs.public_sheet.pk),
    }
    return model is Inspiration and (target, pk) in open_to_all


def harm_in(sides: Sides, tables: set[str]) -> list[str]:
    """What changed of the first world in these tables, and what of the rest now points to it."""
    found = []
    for model in (MODELS[table] for table in tables & set(MODELS)):
        if model._meta.app_label in SHARED:
            continue
        rows, kept, links = _rows(model), sides.first[model], _links(model)
        found += [f"{model.__name__} {pk}" for pk, row in kept.items() if rows.get(pk) != row]
        found += [
            f"{model.__name__} {pk} → {target.__name__} {row[index]}"
            for pk, row in rows.items()
            if pk not in kept
            for index, target in links
            if row[index] in sides.first[target] and not _is_open(sides, model, target, row[index])
        ]
    return found
