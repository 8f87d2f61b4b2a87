"""One world for a whole module: the tests put back what they change."""

import pytest
from django.db import transaction
from django.http import HttpResponseNotFound
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.access.world import World, build_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> World:
    """The world, read by every test of the module; whoever writes does so in a savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def quick_answers():
    """Thousands of requests: 404 without its page, no copy of what each template was given."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("config.urls.handler404", lambda request, exception: HttpResponseNotFound())
        patch.setattr("django.test.client.store_rendered_templates", lambda *args, **given: None)
        yield


@pytest.fixture(scope="module")
def clients(world, quick_answers) -> dict[str, Client]:
    """A signed-in client for each person, and one for a visitor."""
    # Each request would write down her visit anew, since tests put back what they change.
    User.objects.update(last_visit_at=timezone.now())
    signed_in = {"visitor": Client()}
    for name, person in world.people.items():
        signed_in[name] = Client()
        signed_in[name].force_login(person)
    return signed_in
