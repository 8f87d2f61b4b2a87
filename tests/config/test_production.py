"""Production refuses to start without its secrets, in demonstration mode, or with its accounts."""

import os
import subprocess
import sys

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.core.checks import Error
from django.db import DatabaseError, connection

from config import asgi, checks
from tests.factories import make_user

COMPLETE = {
    "SECRET_KEY": "q8Zr2-nXv7Lk0Jp4Wm6Ty1Bd9Hc3Gf5Rs_aEuOiAxVzPqMlKjNhBgDyC",
    "ALLOWED_HOSTS": "chantiers.example",
    "SITE_URL": "https://chantiers.example",
    "DATABASE_URL": "postgres://chantiers:x@127.0.0.1:1/chantiers",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://chantiers:x@smtp.example:587",
    "DEFAULT_FROM_EMAIL": "chantiers@chantiers.example",
}


def load(data_dir, **changes) -> subprocess.CompletedProcess:
    """Load production settings in a process of its own; None takes a variable away."""
    given = {**COMPLETE, "DATA_DIR": str(data_dir), **changes}
    environment = {name: value for name, value in given.items() if value is not None}
    environment |= {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.prod",
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        [sys.executable, "-c", "from django.conf import settings as s; print(s.DEBUG, s.DEMO)"],
        cwd=settings.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_production_loads_when_everything_is_given(tmp_path):
    done = load(tmp_path)
    assert (done.stdout.strip(), done.stderr) == ("False False", "")


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_no_setting_has_a_default_in_production(tmp_path, name):
    done = load(tmp_path, **{name: None})
    assert done.returncode != 0
    assert f"Réglages absents de l’environnement : {name}." in done.stderr


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": "development-only-key-that-production-refuses"}, "au moins 50 caractères"),
        ({"SECRET_KEY": "x" * 80}, "au moins 50 caractères"),
        ({"DEMO": "1"}, "mode démonstration (DEMO) est refusé"),
        ({"ALLOWED_HOSTS": "*"}, "sans « * »"),
        ({"SITE_URL": "http://chantiers.example"}, "en https://"),
        ({"EMAIL_URL": "filemail:///tmp"}, "serveur SMTP"),
    ],
)
def test_production_refuses_what_is_unsafe(tmp_path, changes, words):
    done = load(tmp_path, **changes)
    assert done.returncode != 0
    assert words in done.stderr


async def started() -> dict:
    """What the application answers when a server starts it."""
    server = ApplicationCommunicator(asgi.application, {"type": "lifespan"})
    await server.send_input({"type": "lifespan.startup"})
    answer = await server.receive_output()
    if answer["type"] == "lifespan.startup.complete":
        await server.send_input({"type": "lifespan.shutdown"})
        assert await server.receive_output() == {"type": "lifespan.shutdown.complete"}
    await server.wait()
    return answer


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("production", "email", "active", "refused"),
    [
        (True, "admin@demo.example", True, True),
        (True, "Admin@Demo.Example", True, True),
        (True, "admin@demo.example", False, False),
        (True, "someone@notdemo.example", True, False),
        (False, "admin@demo.example", True, False),
    ],
)
def test_the_server_does_not_start_on_demonstration_accounts(
    settings, production, email, active, refused
):
    make_user(email=email, is_active=active)
    settings.PRODUCTION = production
    answer = async_to_sync(started)()
    assert (answer["type"] == "lifespan.startup.failed") is refused
    if refused:
        assert "1 compte(s) de démonstration" in answer["message"]


@pytest.mark.django_db
def test_the_database_check_says_the_same():
    make_user(email="admin@demo.example")
    [error] = checks.no_demonstration_accounts(None, ["default"])
    assert isinstance(error, Error)
    assert "compte(s) de démonstration" in error.msg
    assert checks.no_demonstration_accounts(None, None) == []


@pytest.mark.services
@pytest.mark.django_db
def test_the_database_check_lets_an_empty_database_be_migrated(monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    make_user(email="admin@demo.example")
    assert checks.no_demonstration_accounts(None, ["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_the_server_does_not_start_without_its_database(settings, monkeypatch):
    def refuse():
        raise DatabaseError("no answer")

    settings.PRODUCTION = True
    monkeypatch.setattr(checks, "demonstration_problem", refuse)
    answer = async_to_sync(started)()
    assert answer["type"] == "lifespan.startup.failed"
    assert "ne répond pas" in answer["message"]
