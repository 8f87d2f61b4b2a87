"""Settings come from variables or from files, and production lacks none of them."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment


def test_a_file_stands_for_a_variable_without_its_last_line_break(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("  a b\n", encoding="utf-8")
    env = Environment({"SECRET_KEY_FILE": str(secret), "SECRET_KEY": "other"})
    assert env("SECRET_KEY") == "  a b"


def test_addresses_may_come_from_files_too(tmp_path):
    address = tmp_path / "database"
    address.write_text("postgres://someone:pass@db:5433/chantiers\n", encoding="utf-8")
    database = Environment({"DATABASE_URL_FILE": str(address)}).db_url("DATABASE_URL")
    assert (database["NAME"], database["PORT"]) == ("chantiers", 5433)


def test_an_unreadable_file_is_named(tmp_path):
    env = Environment({"SECRET_KEY_FILE": str(tmp_path / "absent")})
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE désigne un fichier illisible"):
        env("SECRET_KEY")


def test_all_that_is_missing_is_said_at_once(tmp_path):
    given = tmp_path / "given"
    given.write_text("value", encoding="utf-8")
    env = Environment({"GIVEN_FILE": str(given), "BLANK": " ", "PRESENT": "x"})
    with pytest.raises(ImproperlyConfigured, match=r": BLANK, ABSENT\. "):
        env.require("GIVEN", "BLANK", "PRESENT", "ABSENT")
