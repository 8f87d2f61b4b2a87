"""Writes drafts of experimentations, their places, and a question that waits."""

from experiments.drafts.models import Draft, DraftIndicator, DraftPartner
from experiments.models import Experimentation
from experiments.silence.models import Question
from experiments.sites.models import Site
from home.demo.data.paths import DRAFTS, PLACES, SILENT
from home.demo.loader import Loader
from home.demo.prose import fr
from home.demo.schema import Prepared, Where


def load_paths(loader: Loader) -> None:
    """Make them, unless they were made before."""
    for data in DRAFTS:
        if data.group in loader.spaces:
            loader.registry.once(f"draft:{data.key}", lambda data=data: _make(loader, data))
    for key in SILENT:
        if trial := _trial(loader, key):
            loader.registry.once(
                f"question:{key}",
                lambda trial=trial: Question.objects.create(experimentation=trial),
            )
    for index, data in enumerate(PLACES):
        if trial := _trial(loader, data.trial):
            loader.registry.once(
                f"site:{index}", lambda data=data, trial=trial: _site(loader, data, trial)
            )


def _trial(loader: Loader, key: str) -> Experimentation | None:
    key = f"trial:{key}"
    return loader.registry.get(key) if loader.registry.knows(key) else None


def _site(loader: Loader, data: Where, trial: Experimentation) -> Site:
    return Site.objects.create(
        experimentation=trial,
        name=fr(data.name),
        place=fr(data.place),
        commune=loader.organisations[data.commune],
        audience=data.audience,
        author=trial.created_by,
    )


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
