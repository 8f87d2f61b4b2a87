"""What the guided path, silences and sites add to the world."""

from dataclasses import dataclass

from experiments.drafts.models import Draft, DraftIndicator, DraftPartner
from experiments.silence.models import Question
from experiments.sites.models import Site
from tests.factories import make_partner


@dataclass
class PathParts:
    # Prepared by the member: hers and her colleagues'.
    draft: Draft
    site: Site


def path_parts(rooms, member, words: set[str], canary) -> PathParts:
    """Of the rooms (mine, the neighbour's); `words` gets those that the member alone reads."""
    mine, neighbour = rooms
    title, objective, role, indicator = (
        canary("preparee", kind) for kind in ("titre", "objectif", "partenariat", "indicateur")
    )
    words |= {title, objective, role, indicator}
    draft = Draft.objects.create(
        group=mine.space.group,
        owner=mine.experimentation.owner,
        author=member,
        edited_by=member,
        title=title,
        objective=objective,
    )
    Question.objects.create(experimentation=mine.experimentation)
    DraftPartner.objects.create(
        draft=draft, organisation=make_partner("Partenaire pressenti"), role=role
    )
    DraftIndicator.objects.create(draft=draft, name=indicator)
    for room in (mine, neighbour):
        _sites(room, canary)
    return PathParts(draft, mine.experimentation.sites.get(audience="space"))


def _sites(room, canary) -> None:
    """A place of each audience."""
    for audience, words in (
        ("owner", room.owner_words),
        ("space", room.words),
        # A public place of an experimentation that is not public is for those who enter.
        ("public", room.public_words if room.public_entry else room.words),
    ):
        name, place = canary("lieu", audience), canary("adresse", audience)
        words |= {name, place}
        Site.objects.create(
            experimentation=room.experimentation,
            name=name,
            place=place,
            audience=audience,
            commune=room.experimentation.owner,
        )
