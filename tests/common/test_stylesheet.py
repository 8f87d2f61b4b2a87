"""All our CSS in one answer, and what may be in it."""

import gzip
import re

import pytest
from django.conf import settings
from django.urls import reverse

from common import styles

pytestmark = pytest.mark.django_db


def rules(path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


def test_the_address_found_in_a_page_gives_the_css_and_may_be_kept_for_ever(client):
    page = client.get(reverse("account_login")).content.decode()
    address = re.search(r'<link rel="stylesheet" href="([^"]+)"', page)[1]
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert "@layer tokens, base, layout, components, utilities" in answer.content.decode()


def test_it_is_compressed_for_whoever_accepts_it(client):
    digest, content, _compressed = styles.stylesheet()
    answer = client.get(reverse("stylesheet", args=[digest]), headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.content) == content
    assert len(answer.content) < 16_000


def test_an_old_address_is_not_answered_with_new_rules(client):
    assert client.get(reverse("stylesheet", args=["0123456789abcdef"])).status_code == 404


def test_the_kit_comes_first_and_each_app_s_file_is_found(tmp_path, settings):
    folder = tmp_path / "static" / "css"
    folder.mkdir(parents=True)
    for name in [*styles.KIT, "groups.css", "experiments.css"]:
        (folder / name).write_text(f"/* {name} */")
    settings.ROOT = tmp_path
    names = [path.name for path in styles.sources()]
    assert names == [*styles.KIT, "experiments.css", "groups.css"]


@pytest.mark.parametrize("path", styles.sources(), ids=lambda path: path.name)
def test_every_rule_is_in_a_layer_and_none_shouts(path):
    text = rules(path)
    assert "!important" not in text
    assert "url(" not in text
    assert "@import" not in text
    depth, outside = 0, ""
    for char in text:
        depth += {"{": 1, "}": -1}.get(char, 0)
        outside += char if depth == 0 and char != "}" else ""
    assert depth == 0
    assert re.sub(r"@layer [\w, ]+;?", "", outside).strip() == ""


def test_colours_are_only_named_in_the_tokens():
    for path in styles.sources():
        if path.name != "tokens.css":
            # Black has no theme: a mask lets through there, and paper takes ink.
            text = rules(path).replace("#000", "")
            assert not re.search(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", text), path.name


def test_no_script_of_ours_needs_more_than_its_budget():
    folder = settings.ROOT / "static" / "js"
    weight = sum(
        len(gzip.compress((folder / name).read_bytes(), 9)) for name in ["app.js", "drafts.js"]
    )
    assert weight < 8_000
