"""The house stays as docs/architecture.md draws it."""

import importlib
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.ROOT)

# Lowest first: a model may only point at its own app or one before it.
ORDER = [
    "common",
    "audit",
    "accounts",
    "organisations",
    "groups",
    "moderation",
    "documents",
    "library",
    "discussions",
    "vocabularies",
    "experiments",
    "indicators",
    "drafts",
    "silence",
    "trial_sites",
    "sheets",
    "spread",
    "exports",
    "booklets",
    "home",
]


def test_platform_is_a_source_root_and_not_a_package():
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert not hasattr(importlib.import_module("platform"), "__path__")


def test_local_packages_come_from_this_repository():
    for config in apps.get_app_configs():
        if config.label in ORDER:
            assert Path(config.path).is_relative_to(ROOT), config.name


def test_every_local_app_has_its_place_in_the_order():
    local = {
        c.label for c in apps.get_app_configs() if Path(c.path).is_relative_to(ROOT / "groups")
    }
    local |= {c.label for c in apps.get_app_configs() if ".venv" not in c.path}
    assert local == set(ORDER)


def test_relations_go_downwards_only():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in ORDER
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model._meta.app_label in ORDER
        and ORDER.index(field.related_model._meta.app_label) > ORDER.index(model._meta.app_label)
    ]
    assert upward == []
