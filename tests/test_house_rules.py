"""Habits that no linter knows: where files come from, what templates hold, how French is set."""

import re
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.ROOT)
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
SOURCES = sorted(
    path
    for top in ("platform", "groups", "discussions", "experiments")
    for path in (ROOT / top).rglob("*.py")
    if "migrations" not in path.parts
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def local_packages() -> list[str]:
    roots = [ROOT / top for top in ("groups", "discussions", "experiments", "tests")]
    roots += (path.parent for path in (ROOT / "platform").glob("*/__init__.py"))
    return sorted(path.name for path in roots)


@pytest.mark.parametrize("package", local_packages())
def test_our_packages_hide_no_other_and_are_hidden_by_none(package):
    assert package not in sys.stdlib_module_names
    origin = find_spec(package).origin
    assert Path(origin).is_relative_to(ROOT)
    assert ".venv" not in Path(origin).parts


@pytest.mark.parametrize("pins", ["requirements.txt", "requirements-dev.txt"])
def test_pins_have_a_version_and_a_hash_and_no_address(pins):
    text = (ROOT / pins).read_text(encoding="utf-8")
    assert not re.search(r"://| @ |^-", text, re.MULTILINE)
    requirements = [
        line for line in text.replace("\\\n", " ").splitlines() if line and line[0] not in " #"
    ]
    assert len(requirements) > 20
    for line in requirements:
        assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+", line), line
        assert "--hash=sha256:" in line, line


def test_development_installs_what_production_does():
    def pinned(pins):
        text = (ROOT / pins).read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z0-9-]+(?:\[[a-z,]+\])?==[^\s;]+)", text, re.MULTILINE))

    assert pinned("requirements.txt") <= pinned("requirements-dev.txt")


def test_no_third_party_asset_is_committed():
    """They come from packages; what is here is ours, and small enough to be read."""
    for path in (ROOT / "static").rglob("*"):
        if path.is_file():
            assert path.suffix in {".css", ".js", ".svg", ".png", ".ico", ".webmanifest"}, name(
                path
            )
            assert ".min." not in path.name, name(path)
            if path.suffix in {".css", ".js"}:
                text = path.read_text(encoding="utf-8")
                assert "sourceMappingURL" not in text, name(path)
                assert not re.search(r"@license|\(c\) ?\d{4}|copyright", text, re.IGNORECASE), name(
                    path
                )
                assert max(map(len, text.splitlines()), default=0) < 1000, name(path)


FORBIDDEN = {
    "inline style": r"\sstyle\s*=",
    "style element": r"<style\b",
    "inline handler": r"<[^>]*\son[a-z]+\s*=",
    "htmx handler": r"\shx-on[:-]",
    "script address": r"javascript:",
    "script without nonce": r"<script\b(?![^>]*(?:\bnonce=|application/json))",
    "third party": r"<(?:script|link|img|iframe|source|video)\b[^>]*(?:src|href)=.?(?:https?:)?//",
}


# An e-mail is no page of ours: it brings its few styles along.
E_MAIL = "templates/common/mail.html"


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_templates_obey_the_strict_policy(rule):
    pages = [path for path in TEMPLATES if path.suffix == ".html"]
    if rule == "style element":
        pages = [path for path in pages if name(path) != E_MAIL]
    assert pages
    broken = [
        f"{name(path)}: {found.group(0)[:80]}"
        for path in pages
        for found in re.finditer(FORBIDDEN[rule], path.read_text("utf-8"), re.IGNORECASE)
    ]
    assert broken == []


def words_of_template(text: str) -> list[str]:
    """What its gettext tags say."""
    found = re.findall(r"""{%\s*(?:translate|trans)\s+"([^"]*)\"""", text)
    found += re.findall(r"""{%\s*(?:translate|trans)\s+'([^']*)'""", text)
    found += re.findall(
        r"{%\s*blocktrans(?:late)?\b[^%]*%}(.*?){%\s*endblocktrans", text, re.DOTALL
    )
    return found


def words_of_module(text: str) -> list[str]:
    return re.findall(r"""\b(?:_|n?gettext(?:_lazy)?)\(\s*f?"((?:[^"\\]|\\.)*)\"""", text)


def french() -> list[tuple[str, str]]:
    """(where, what) of all that gettext shows."""
    found = [(name(p), w) for p in TEMPLATES for w in words_of_template(p.read_text("utf-8"))]
    found += [(name(p), w) for p in SOURCES for w in words_of_module(p.read_text("utf-8"))]
    return found


ENGLISH = re.compile(
    r"\b(?:the|and|your|you|please|click|submit|save|delete|cancel|with|has been|invalid)\b",
    re.IGNORECASE,
)
# Plain space where French sets a non-breaking one, and the typewriter's apostrophe.
TYPOGRAPHY = re.compile(
    r"\w['][a-zàâéèêëîïôùûüœ]|[ ][:;?!»]|«[ ]|\w[;?!»](?=\s|$)|[.][.][.]|\u00a0[ \u00a0]|[ ]\u00a0"
)


def test_what_people_read_is_french():
    texts = french()
    assert len(texts) > 100
    assert [(where, text) for where, text in texts if ENGLISH.search(text)] == []


def test_french_is_set_with_its_own_signs():
    broken = []
    for where, text in french():
        # An HTML attribute or a variable's filter is not a sentence.
        sentence = re.sub(r"<[^>]*>|{{.*?}}|https?:\S+", "x", text).replace("\\u00a0", "\u00a0")
        sentence = sentence.replace("&nbsp;", "\u00a0")
        if found := TYPOGRAPHY.search(sentence):
            broken.append(f"{where}: …{sentence[max(0, found.start() - 20) : found.end() + 10]}…")
    assert broken == []


def test_dates_are_said_by_our_own_words():
    """« 1er juin »: by `common.dates`, and in templates by the `date` that it gives them."""
    django = re.compile(r"utils\.formats import .*date_|formats\.date_|defaultfilters import date")
    ours = ROOT / "platform/common/dates.py"
    users = [name(path) for path in SOURCES if django.search(path.read_text("utf-8"))]
    assert users == [name(ours)]
