"""The documentation says what the code does."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from groups.enums import GuestLevel, Role, SpaceKind
from groups.permissions import Access

DOCS = settings.ROOT / "docs"
ABILITIES = {
    "enter": "can_read",
    "owner": "can_see_owner",
    "discuss": "can_discuss",
    "contribute": "can_contribute",
    "manage": "can_manage",
    "moderate": "can_moderate",
}
PERSONAS = {
    "visitor, account without role": {},
    "guest, reader": {"guest_level": GuestLevel.READER},
    "guest, commenter": {"guest_level": GuestLevel.COMMENTER},
    "guest, contributor": {"guest_level": GuestLevel.CONTRIBUTOR},
    "observer": {"role": Role.OBSERVER},
    "member": {"role": Role.MEMBER},
    "member, of another collectivité": {"role": Role.MEMBER},
    "member, carrying": {"role": Role.MEMBER, "carries": True},
    "facilitator": {"role": Role.FACILITATOR},
    "network administrator": {"is_administrator": True},
}
TITLES = {
    SpaceKind.GROUP: "### The group's own space",
    SpaceKind.EXPERIMENTATION: "### An experimentation's space",
}


def table(kind: str) -> dict[str, dict[str, bool]]:
    """Who may do what in a space of this kind, as docs/permissions.md has it."""
    text = (DOCS / "permissions.md").read_text(encoding="utf-8").split(TITLES[kind])[1]
    block = text.strip().split("\n\n")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block]
    head = rows[0][1:]
    return {
        row[0]: dict(zip(head, (cell == "yes" for cell in row[1:]), strict=True))
        for row in rows[2:]
    }


@pytest.mark.parametrize("kind", list(SpaceKind))
@pytest.mark.parametrize("writable", [True, False])
def test_the_table_of_permissions_is_what_the_code_answers(kind, writable):
    written = table(kind)
    assert len(written) >= 8
    for who, abilities in written.items():
        access = Access(space_id=1, group_id=1, kind=kind, writable=writable, **PERSONAS[who])
        real = {name: getattr(access, attribute) for name, attribute in ABILITIES.items()}
        if not writable:
            abilities = {  # noqa: PLW2901
                name: may and name in {"enter", "owner"} for name, may in abilities.items()
            }
        assert real == abilities, who


def test_every_setting_that_is_read_is_documented():
    documented = set(
        re.findall(r"`([A-Z][A-Z_]+)`", (DOCS / "operations.md").read_text(encoding="utf-8"))
    )
    read = set()
    for path in (settings.ROOT / "platform").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        read |= set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', text))
        read |= set(re.findall(r'os\.environ\.(?:get|setdefault)\("([A-Z_]+)"', text))
    assert len(read) > 15
    assert read - documented == {"PYTEST_XDIST_WORKER"}


def test_links_between_documents_lead_somewhere():
    pages = [settings.ROOT / "README.md", *DOCS.rglob("*.md")]
    assert len(pages) > 8
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)", text):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name} → {target}"
        for number in re.findall(r"adr/(\d{4})", text):
            assert list((DOCS / "adr").glob(f"{number}-*.md")), f"{page.name} → adr/{number}"


def test_what_the_code_refers_to_is_written():
    for top in ("platform", "groups", "discussions", "experiments", "static", "script", "tests"):
        for path in (settings.ROOT / top).rglob("*"):
            if path.suffix in {".py", ".js", ".css", ""} and path.is_file():
                for target in re.findall(r"docs/[\w/-]+\.md", path.read_text(encoding="utf-8")):
                    assert (settings.ROOT / target).exists(), f"{path.name} → {target}"


def test_every_document_is_in_the_index():
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for page in DOCS.glob("*.md"):
        assert page.name == "README.md" or f"]({page.name})" in index, page.name


def test_the_documentation_stands_alone():
    """No path of a machine, nothing outside the repository."""
    for page in [settings.ROOT / "README.md", settings.ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")]:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"\.\./\.\./|(?<!\w)/(?:home|root|tmp|work)/|shared/", text), page.name


def test_every_script_the_readme_names_exists():
    text = (settings.ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b((?:script|deploy)/[\w.]+)", text))
    assert {"script/server", "script/test", "deploy/secrets.sh"} <= named
    for path in named:
        assert (settings.ROOT / path).exists(), path
        if not Path(path).suffix or path.endswith(".sh"):
            assert (settings.ROOT / path).stat().st_mode & 0o111, path


def test_the_licence_is_the_whole_text():
    lines = (settings.ROOT / "LICENSE").read_text(encoding="utf-8").splitlines()
    assert lines[0].strip() == "GNU AFFERO GENERAL PUBLIC LICENSE"
    assert len(lines) == 661
    assert lines[-1] == "<https://www.gnu.org/licenses/>."
