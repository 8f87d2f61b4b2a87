"""`script/server` with nothing but Python: it starts, stops, and says what is wrong."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest
from django.conf import settings

LONG = 120  # seconds: a first start loads everything


def environment(data_dir, port: int, **more) -> dict[str, str]:
    """A machine where nothing was set."""
    return {
        "PATH": f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}",  # noqa: PTH120
        "HOME": str(data_dir),
        "LC_ALL": "C.UTF-8",
        "PORT": str(port),
        "DATA_DIR": str(data_dir),
        **more,
    }


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def run(script: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(settings.ROOT / "script" / script)],
        capture_output=True,
        encoding="utf-8",
        timeout=LONG,
        check=False,
        **options,
    )


@contextmanager
def serving(data_dir, port: int, said: list[str]):
    """A server that answers; `said` then has its exit code's words and all it printed."""
    with subprocess.Popen(
        [str(settings.ROOT / "script" / "server")],
        env=environment(data_dir, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            said.append(process.communicate(timeout=20)[0])


def page(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.read().decode()


def test_a_first_start_loads_everything_and_a_second_loses_nothing(tmp_path, port):
    said: list[str] = []
    with serving(tmp_path, port, said) as process:
        assert '"status": "ok"' in page(port, "/readyz")
        assert "Courriels de démonstration" in page(port, "/courriels-de-demonstration/")
    assert process.returncode == 0, said
    text = "".join(said)
    assert f"http://localhost:{port}/" in text
    assert "animation@demo.example" in text
    assert "chantiers-demo" in text
    assert text.count("→") >= 3
    assert "Traceback" not in text

    database = (tmp_path / "chantiers.sqlite3").stat().st_ino
    said.clear()
    began = time.monotonic()
    with serving(tmp_path, port, said):
        lasted = time.monotonic() - began
    assert (tmp_path / "chantiers.sqlite3").stat().st_ino == database
    assert "→" not in "".join(said)
    # Promised under 3 s; twice that here, where other tests run beside this one.
    assert lasted < 6


def test_a_taken_port_is_said_before_anything_is_done(tmp_path, port):
    with socket.create_server(("127.0.0.1", port)):
        done = run("server", env=environment(tmp_path, port))
    assert done.returncode == 1
    assert f"Le port {port} est déjà pris" in done.stderr
    assert f"PORT={port + 1}" in done.stderr
    assert not (tmp_path / "chantiers.sqlite3").exists()


@pytest.mark.parametrize(("value", "words"), [("huit", "un nombre"), ("70000", "entre 1 et 65535")])
def test_a_port_that_is_none_is_refused(tmp_path, value, words):
    done = run("server", env=environment(tmp_path, 1, PORT=value))
    assert done.returncode == 1
    assert words in done.stderr


def test_a_data_folder_that_cannot_be_made_is_said(tmp_path, port):
    (tmp_path / "file").touch()
    done = run("server", env=environment(tmp_path / "file" / "data", port))
    assert done.returncode == 1
    assert "ne peut pas être créé" in done.stderr


def test_a_python_too_old_is_said(tmp_path):
    """In a copy without its environment, where every Python fails the version test."""
    shutil.copytree(settings.ROOT / "script", tmp_path / "script")
    for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        shutil.copy(settings.ROOT / name, tmp_path)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "env", "cat", "cksum", "dirname", "grep"):
        (tools / name).symlink_to(shutil.which(name))
    old = tools / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    done = subprocess.run(
        [str(tmp_path / "script" / "setup")],
        env={"PATH": str(tools), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=LONG,
        check=False,
    )
    assert done.returncode == 1
    assert "Python 3.11 ou plus récent est nécessaire" in done.stderr


@pytest.fixture
def bare(tmp_path):
    """A copy of `script/test` with neither browser nor services at hand, and pytest's part played
    by an echo; returns what it says with these variables."""
    (tmp_path / "script").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "env", "cat", "dirname", "id", "sh"):
        (tools / name).symlink_to(shutil.which(name))
    for name, text in {
        "script/setup": "exit 0",
        "script/check": "exit 0",
        ".venv/bin/python": f'[ "$1" = - ] && exec {sys.executable} "$@"\necho "pytest: $*"',
    }.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    shutil.copy(settings.ROOT / "script" / "test", tmp_path / "script")

    def play(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [str(tmp_path / "script" / "test"), *arguments],
            env={
                "PATH": str(tools),
                "LC_ALL": "C.UTF-8",
                "DATABASE_URL": "postgres://postgres@127.0.0.1:1/chantiers",
                "REDIS_URL": "redis://127.0.0.1:1/0",
                **variables,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=LONG,
            check=False,
        )

    return play


def test_what_could_not_be_run_is_said_last(bare):
    done = bare()
    assert done.returncode == 0
    assert done.stdout.count("pytest:") == 1
    assert "not browser and not workers" in done.stdout
    browser, services = done.stdout.splitlines()[-2:]
    assert browser.startswith("Tests de navigateur NON JOUÉS")
    assert services.startswith("Tests sur PostgreSQL et Redis NON JOUÉS : PostgreSQL ne répond pas")
    assert "Redis ne répond pas" in services


def test_in_continuous_integration_what_lacks_is_a_failure(bare):
    done = bare(CI="true")
    assert done.returncode == 1
    assert "NON JOUÉS" in done.stdout
    assert "pytest:" not in done.stdout
    done = bare(CI="true", CHROMIUM=shutil.which("true"))
    assert done.returncode == 1
    assert "PostgreSQL et Redis NON JOUÉS" in done.stdout


def test_arguments_make_one_run_of_their_own(bare):
    done = bare("tests/groups", "-k", "invitation")
    assert done.stdout.splitlines() == ["pytest: -m pytest tests/groups -k invitation"]
