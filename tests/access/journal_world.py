"""What the world of the table and its growth hold of the words of the network."""

from experiments.vocabularies.enums import TermKind
from experiments.vocabularies.models import Term


def tag(row, name: str) -> None:
    """A lever and an obstacle on a note or an experimentation, and one more of each kind."""
    for kind in TermKind:
        row.terms.add(Term.objects.create(kind=kind, label=f"{kind.label} {name}"))
        Term.objects.create(kind=kind, label=f"{kind.label} {name} de plus")
