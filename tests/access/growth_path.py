"""More of what the guided path, silences and sites show."""

from collections.abc import Callable

from experiments.drafts.models import Draft, DraftIndicator, DraftPartner
from tests.factories import make_partner


def grow_path(world, name: Callable[[], str]) -> None:
    """One more draft of the member, one more of what each screen lists."""
    mine = world.mine.experimentation
    Draft.objects.create(
        group=world.group, owner=mine.owner, author=world.people["member"], title=name()
    )
    DraftPartner.objects.create(draft=world.path.draft, organisation=make_partner(), role=name())
    DraftIndicator.objects.create(draft=world.path.draft, name=name())
