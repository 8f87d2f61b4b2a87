"""Static files as production collects them."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.management import call_command

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.StaticStorage"},
}


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Where the files are, and the name that each was given."""
    from django.test import override_settings

    root = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=root, STORAGES=STORAGES):
        call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((root / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    return root, names


def test_every_file_that_a_template_names_is_collected(collected):
    _, names = collected
    named = {
        name
        for template in (project.ROOT / "templates").rglob("*.html")
        for name in re.findall(r"""{% static ['"]([^'"]+)['"]""", template.read_text("utf-8"))
    }
    assert named
    assert named - set(names) == set()


def test_our_modules_import_one_another_by_their_hashed_names(collected):
    root, names = collected
    for name, hashed in names.items():
        if name.startswith("js/"):
            text = (root / hashed).read_text(encoding="utf-8")
            for imported in re.findall(r"""^import .*?["'](\.[^"']+)["']""", text, re.MULTILINE):
                target = (Path("/") / hashed).parent / imported
                assert re.search(r"\.[0-9a-f]{12}\.js$", target.name), f"{name} → {imported}"
                assert (root / hashed).parent.joinpath(imported).exists()
