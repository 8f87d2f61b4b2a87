"""What the guided path, silences and sites add to the world."""

from dataclasses import dataclass

from experiments.drafts.models import Draft, DraftIndicator, DraftPartner
from experiments.silence.models import Question
from tests.factories import make_partner


@dataclass
class PathParts:
    # Prepared by the member: hers and her colleagues'.
    draft: Draft


def path_parts(group, mine, member, words: set[str], canary) -> PathParts:
    """Of the room `mine`; `words` gets those that the member alone reads."""
    title, objective, role, indicator = (
        canary("preparee", kind) for kind in ("titre", "objectif", "partenariat", "indicateur")
    )
    words |= {title, objective, role, indicator}
    draft = Draft.objects.create(
        group=group,
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
    return PathParts(draft)
