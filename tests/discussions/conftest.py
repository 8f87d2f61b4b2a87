"""A group, its thread and its people."""

from dataclasses import dataclass

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.db import connection, connections

from accounts.models import User
from discussions import services
from discussions.models import Thread
from groups.enums import Role
from groups.models import Space, WorkingGroup
from tests import factories
from tests.chromium import chromium
from tests.discussions.cluster import Cluster
from tests.discussions.sockets import sign_in
from tests.servers import Worker


@dataclass
class Scene:
    """A running group with a facilitator, a member and one thread of one message."""

    group: WorkingGroup
    space: Space
    facilitator: User
    member: User
    thread: Thread


def make_scene() -> Scene:
    group = factories.make_group("Économie informelle")
    space = factories.group_space(group)
    facilitator = factories.join(group, Role.FACILITATOR)
    member = factories.join(group)
    thread = services.create_thread(
        space=space, author=facilitator, title="Formes et outils", body="Quelles formes ?"
    )
    return Scene(group, space, facilitator, member, thread)


@pytest.fixture
def scene(db) -> Scene:
    return make_scene()


@pytest.fixture
async def _no_connection_left():
    """The thread that serves asynchronous tests keeps no connection to a database that goes."""
    yield
    await sync_to_async(connections.close_all)()


@pytest.fixture
def live_scene(transactional_db, _no_connection_left) -> Scene:
    return make_scene()


@pytest.fixture(scope="module")
def process(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        worker = Worker()
        try:
            yield worker
        finally:
            worker.kill()


@pytest.fixture
def server(live_scene, process):
    """A server process that runs; a test may kill it."""
    if not process.runs:
        process.start()
    return process


@pytest.fixture(scope="module")
async def chromium_of_module():
    async with chromium() as running:
        yield running


@pytest.fixture
async def browser(chromium_of_module):
    """A browser without a page; what a test opens in it is closed after it."""
    yield chromium_of_module
    for context in chromium_of_module.contexts:
        await context.close()


@pytest.fixture(scope="package")
def processes(django_db_setup, django_db_blocker):
    """One cluster for all the tests that break it."""
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.fail("These tests need PostgreSQL: set DATABASE_URL (script/test does).")
        cluster = Cluster()
        try:
            cluster.heal()
            yield cluster
        finally:
            cluster.stop()


@pytest.fixture
def cluster(live_scene, processes) -> Cluster:
    """The processes, all of them running."""
    processes.heal()
    # This process takes part too: what its services announce travels by the same Redis.
    kept = channel_layers.set(
        "default", RedisPubSubChannelLayer(hosts=[processes.redis.url], prefix="cluster")
    )
    yield processes
    channel_layers.set("default", kept)


@pytest.fixture
def member(live_scene) -> str:
    """Her session."""
    return sign_in(live_scene.member)


@pytest.fixture
def facilitator(live_scene) -> str:
    """Her session."""
    return sign_in(live_scene.facilitator)


@pytest.fixture
def address(live_scene) -> str:
    return f"/discussions/{live_scene.thread.pk}/"
