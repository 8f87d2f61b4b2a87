"""Writes the words of the network and what bears them, and what notes rest on."""

from experiments.models import JournalEntry
from experiments.vocabularies.first_words import FIRST_WORDS, FirstWord
from experiments.vocabularies.models import Term
from home.demo.data.words import NOTES, PAPERS, TRIALS
from home.demo.loader import Loader
from home.demo.prose import fr


def load_words(loader: Loader) -> None:
    """Make each unless it was made before; what people did to it since stays."""
    for word in FIRST_WORDS:
        term, new = loader.registry.once(f"word:{word.key}", lambda each=word: _make(each))
        if new:
            _put(loader, word, term)


def load_papers_of_notes(loader: Loader) -> None:
    """Tie each note to its documents, unless it was done before: what people untied stays so."""
    for (trial, at), papers in PAPERS.items():
        note = _row(loader, f"note:{trial}:{at}")
        if note is not None:
            loader.registry.once(
                f"papers:{trial}:{at}", lambda n=note, p=papers: _tie(loader, n, p)
            )


def _tie(loader: Loader, note: JournalEntry, papers: tuple[str, ...]) -> JournalEntry:
    documents = [_row(loader, f"document:{key}") for key in papers]
    note.documents.add(*(each for each in documents if each is not None))
    return note


def _row(loader: Loader, key: str):
    return loader.registry.get(key) if loader.registry.knows(key) else None


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
        row = _row(loader, key)
        if row is not None:
            row.terms.add(term)
