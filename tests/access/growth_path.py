"""More of what the guided path, silences, sites and suggested words show."""

from collections.abc import Callable

from django.utils import timezone

from experiments.drafts.models import Draft, DraftIndicator, DraftPartner
from experiments.silence.models import Question
from experiments.sites.models import Site
from experiments.vocabularies.models import Suggestion
from tests.factories import make_partner


def grow_path(world, name: Callable[[], str]) -> None:
    """One more draft of the member, one more of what each screen lists."""
    mine = world.mine.experimentation
    Draft.objects.create(
        group=world.group, owner=mine.owner, author=world.people["member"], title=name()
    )
    DraftPartner.objects.create(draft=world.path.draft, organisation=make_partner(), role=name())
    for trial in (mine, world.neighbour.experimentation):
        person = world.people["facilitator"]
        Question.objects.create(
            experimentation=trial, answer="continue", answered_at=timezone.now(), answered_by=person
        )
        Site.objects.create(
            experimentation=trial, name=name(), audience="public", commune=mine.owner
        )
        # Still open, of what the member carries.
        Question.objects.create(experimentation=trial)
    DraftIndicator.objects.create(draft=world.path.draft, name=name())
    Suggestion.objects.create(kind="lever", label=name(), author=world.people["member"])
