"""Writes what is being prepared in the demonstration: drafts of experimentations."""

from experiments.drafts.models import Draft, DraftIndicator, DraftPartner
from home.demo.data.paths import DRAFTS
from home.demo.loader import Loader
from home.demo.prose import fr
from home.demo.schema import Prepared


def load_paths(loader: Loader) -> None:
    """Make them, unless they were made before."""
    for data in DRAFTS:
        if data.group in loader.spaces:
            loader.registry.once(f"draft:{data.key}", lambda data=data: _make(loader, data))


def _make(loader: Loader, data: Prepared) -> Draft:
    author = loader.people[data.author]
    draft = Draft.objects.create(
        group_id=loader.spaces[data.group].group_id,
        owner=loader.organisations[data.owner],
        author=author,
        edited_by=author,
        step=data.step,
        title=fr(data.title),
        activity=data.activity,
        neighbourhood=fr(data.neighbourhood),
        objective=fr(data.objective),
    )
    for partner in data.partners:
        DraftPartner.objects.create(
            draft=draft,
            organisation=loader.organisations[partner.org],
            role=fr(partner.role),
            contribution=fr(partner.contribution),
            contribution_kinds=list(partner.kinds),
        )
    for name, unit, direction in data.indicators:
        DraftIndicator.objects.create(
            draft=draft, name=fr(name), unit=fr(unit), direction=direction
        )
    return draft
