"""Links that several people add at once."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import close_old_connections, connection

from experiments.spread.models import Inspiration
from experiments.spread.services import add_inspiration
from tests.spread.world import make_scene, make_trial


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_links_added_at_once_never_close_a_circle():
    """Four in a ring: no two neighbours of the links have all their experimentations in common."""
    scene = make_scene()
    ring = [make_trial(scene, f"Ronde {index}") for index in range(4)]
    ready, refused = threading.Barrier(4), []

    def say(index: int) -> None:
        try:
            ready.wait()
            add_inspiration(
                inspired=ring[index], by=scene.agent, source=ring[(index + 1) % len(ring)]
            )
        except ValidationError:
            refused.append(index)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=say, args=[index]) for index in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(refused) == 1
    assert Inspiration.objects.count() == 3
