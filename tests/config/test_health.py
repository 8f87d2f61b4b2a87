"""/livez touches nothing; /readyz says what is there."""

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from common import health


def test_livez_touches_nothing(client, django_assert_num_queries):
    # No database mark on this test: a query would fail it.
    response = client.get("/livez", headers={"host": "10.1.2.3"})
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert not response.cookies


def test_health_answers_before_the_redirection_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/livez").status_code == 200


async def test_livez_answers_asynchronously_too(async_client):
    assert (await async_client.get("/livez")).json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_is_only_read(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.services
@pytest.mark.django_db
def test_readyz_is_ok_when_all_is_there(client, settings):
    response = client.get("/readyz")
    redis = "ok" if settings.REDIS_URL else "unused"
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "redis": redis}
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.services
@pytest.mark.django_db
def test_redis_down_is_only_degraded(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "degraded", "database": "ok", "redis": "unreachable"}


@pytest.mark.services
@pytest.mark.django_db
def test_a_migration_that_lacks_is_not_ready(client):
    recorder = MigrationRecorder(connection)
    for app, name in recorder.applied_migrations():
        if app == "groups":
            recorder.record_unapplied(app, name)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == "migrations missing"


def test_a_database_that_does_not_answer_is_not_ready(client, monkeypatch):
    def refuse(connection):
        raise DatabaseError("no answer")

    monkeypatch.setattr(health, "MigrationExecutor", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["status"] == "unavailable"
