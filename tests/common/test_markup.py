"""Templates keep to the content security policy: nothing inline, every script with its nonce."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = sorted(Path(settings.ROOT, "templates").rglob("*.html"))
SCRIPTS = sorted(Path(settings.ROOT, "static", "js").glob("*.js"))


def name(path: Path) -> str:
    return str(path.relative_to(settings.ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_inline_style_handler_or_script(path):
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=|<style", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"hx-on|javascript:", text)
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert 'nonce="{{ csp_nonce }}"' in tag, tag
        assert "src=" in tag, tag


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_third_party_is_asked_for_anything(path):
    assert not re.search(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", path.read_text())


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_never_make_html_out_of_text(path):
    text = path.read_text()
    assert not re.search(r"\beval\(|new Function|document\.write|setTimeout\(\s*[\"'`]", text)
