"""Writes the words of the network and what bears them in the demonstration."""

from experiments.vocabularies.first_words import FIRST_WORDS, FirstWord
from experiments.vocabularies.models import Term
from home.demo.data.words import NOTES, TRIALS
from home.demo.loader import Loader
from home.demo.prose import fr


def load_words(loader: Loader) -> None:
    """Make each unless it was made before; what people did to it since stays."""
    for word in FIRST_WORDS:
        term, new = loader.registry.once(f"word:{word.key}", lambda each=word: _make(each))
        if new:
            _put(loader, word, term)


def _make(word: FirstWord) -> Term:
    label = fr(word.label)
    there = Term.objects.known().filter(kind=word.kind, label=label).first()
    return there or Term.objects.create(
        kind=word.kind, label=label, description=fr(word.description), source=fr(word.source)
    )


def _put(loader: Loader, word: FirstWord, term: Term) -> None:
    keys = [f"trial:{key}" for key in TRIALS.get(word.key, ())]
    keys += [f"note:{trial}:{at}" for trial, at in NOTES.get(word.key, ())]
    for key in keys:
        row = loader.registry.get(key) if loader.registry.knows(key) else None
        if row is not None:
            row.terms.add(term)
