"""More of what the library shows."""

from collections.abc import Callable

from groups.library.enums import State
from groups.library.importing import read_lines
from groups.library.models import ResourceFile
from groups.library.services import add_resource, edit_resource, suggest_resource
from tests.factories import make_collectivity


def grow_library(world, name: Callable[[], str]) -> None:
    """One more resource of each kind of reader, and of what the page of one holds."""
    parts, people = world.library, world.people
    for private in (False, True):
        add_resource(
            by=people["facilitator"],
            title=name(),
            kind="study",
            is_private=private,
            keywords=[name(), name()],
            organisations=[make_collectivity()],
        )
    suggest_resource(by=people["member"], title=name(), kind="kit", keywords=[name()])
    words = [each.label for each in parts.resource.keywords.all()]
    cities = [*parts.resource.organisations.all(), make_collectivity()]
    edit_resource(
        resource=parts.resource,
        by=people["facilitator"],
        title=name(),
        keywords=[*words, name()],
        organisations=cities,
    )
    ResourceFile.objects.create(resource=parts.resource, url=f"https://exemple.test/{name()}")
    assert parts.resource.state == State.ACCEPTED
    dump = f"{name()}\nType de ressource\nAutres\nRessource privée\nNon\nRésumé\n"
    parts.draft.lines += read_lines(dump)
    parts.draft.save()
