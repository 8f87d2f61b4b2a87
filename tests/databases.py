"""One migrated database for all the processes of a run, each of which works in its own copy."""

import fcntl
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection


@contextmanager
def migrated_once(run: str, worker: str, blocker):
    """While this holds, Django makes the test database of `worker`, one of the processes of `run`,
    by copying the one that the first of them migrated: migrating takes as long as a hundred tests.
    """
    folder = Path(tempfile.gettempdir()) / f"chantiers-{run}"
    folder.mkdir(exist_ok=True)
    ready, ours = folder / "ready", folder / f"{worker}.copy"
    creation = connection.creation
    migrate = creation.create_test_db
    name = f"test_{connection.settings_dict['NAME']}_migrated"
    if connection.vendor == "sqlite":
        name = str(folder / "migrated.sqlite3")

    @contextmanager
    def alone():
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def use(database: str) -> None:
        connection.close()
        settings.DATABASES[connection.alias]["NAME"] = database
        connection.settings_dict["NAME"] = database

    def copy(verbosity=1, autoclobber=False, serialize=True, keepdb=False) -> str:
        with alone():
            ours.touch()
            if not ready.exists():
                with pytest.MonkeyPatch.context() as patch:
                    patch.setitem(connection.settings_dict["TEST"], "NAME", name)
                    migrate(verbosity, autoclobber=True, serialize=False)
                ready.touch()
            use(name)
            creation.clone_test_db(worker, verbosity=0, autoclobber=True)
        use(creation.get_test_db_clone_settings(worker)["NAME"])
        connection.ensure_connection()
        return connection.settings_dict["NAME"]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(creation, "create_test_db", copy)
        yield
    with alone(), blocker.unblock():
        ours.unlink(missing_ok=True)
        if ready.exists() and not list(folder.glob("*.copy")):
            ready.unlink()
            creation._destroy_test_db(name, verbosity=0)
            shutil.rmtree(folder)
