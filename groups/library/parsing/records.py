"""Parts a dump into its resources.

In a dump every resource is: its title, its body, the block of its fields (`Catégorie`, `Type de
ressource`, `Ressource privée`, `Résumé`), its summary; then comes the next title, with nothing in
between. A summary repeats its body, whole or its beginning, with small differences. So the words
between two blocks are: the summary of the one before, the title, the body; the body is found by the
summary that repeats it further on, the end of the summary by the body that it repeats.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from groups.library.parsing.squeezed import Squeezed

# Bounded, and beginning with a sign: no text makes the search long.
_SHORT = r"\S[^\n]{0,79}?"
_GAP = r"\s{0,4}"
_COLON = rf"{_GAP}(?::{_GAP})?"


def _category(name: str) -> str:
    return rf"(?:(?<!\w)Catégorie{_COLON}(?P<{name}>{_SHORT})??{_GAP})?"


def _private(name: str) -> str:
    return rf"(?<!\w)Ressource\sprivée{_COLON}(?P<{name}>Oui|Non)?(?!\w){_GAP}"


# Each field may be missing, but for one; labels may follow one another on a line.
BLOCK = re.compile(
    rf"{_category('category')}(?<!\w)Type\sde\sressource{_COLON}(?P<type>{_SHORT})??{_GAP}"
    rf"(?=Ressource\sprivée|Résumé(?!\w)|\n|\Z)(?:{_private('private')})?(?:Résumé(?!\w))?"
    rf"|{_category('category_alone')}{_private('private_alone')}(?:Résumé(?!\w))?"
)
# Characters by which a text is recognised, the surest first.
_LENGTHS = (60, 40, 25)
# Two lines are the same, but for a word.
_ALIKE = 0.85
# Longer lines are too long to be compared letter by letter.
_LONGEST_COMPARED = 1000
# The same words more often than that are nobody's beginning.
_MOST_PLACES = 40
# A title is never longer.
LONGEST_TITLE = 300


@dataclass(slots=True)
class Record:
    """One resource as it stands in the dump: `sure` where its title was framed on both sides."""

    title: str = ""
    body: str = ""
    summary: str = ""
    category: str = ""
    type: str = ""
    private: str = ""
    sure: bool = True


def part(text: str) -> list[Record]:
    """The resources of a dump, in order. What stands before the first title (the name of the
    site) belongs to none."""
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", text))
    blocks = list(BLOCK.finditer(text))
    edges = [0, *(block.end() for block in blocks)]
    ends = [*(block.start() for block in blocks), len(text)]
    spans = [text[start:end] for start, end in zip(edges, ends, strict=True)]
    records = [_fields(block) for block in blocks]
    for index, record in enumerate(records):
        before = records[index - 1] if index else None
        _frame(spans[index], spans[index + 1], record, before)
    if records:
        records[-1].summary = spans[-1].strip()
    return records


def _fields(block: re.Match) -> Record:
    found = {name: (value or "").strip() for name, value in block.groupdict().items()}
    return Record(
        category=found["category"] or found["category_alone"],
        type=found["type"],
        private=found["private"] or found["private_alone"],
    )


def _frame(span: str, following: str, record: Record, before: Record | None) -> None:
    """Read the title and body of `record`, and the summary of the one before it, out of `span`."""
    squeezed = Squeezed(span)
    cut = _end_of_summary(span, squeezed, before) if before else None
    start = _start_of_body(squeezed, Squeezed(following), cut)
    if start is None:
        _without_body(span, squeezed, cut, record, before)
        # What follows may repeat it with a word changed from the start.
        record.sure |= bool(record.body) and _same_first_line(record.body, following)
        return
    record.body = span[squeezed.back(start) :].strip()
    head = span[: squeezed.back(start)]
    if cut is not None:
        summary, rest = head[: squeezed.after(cut)], head[squeezed.after(cut) :].strip()
        lines = _lines(rest)
        if len(lines) == 1 and len(rest) <= LONGEST_TITLE:
            record.title = rest
            before.summary = summary.strip()
            return
    _last_line(head, record, before)
    # What stands before the first title can only be told from it by the line.
    told = cut is not None if before else "\n" in head.strip()
    record.sure = told and bool(record.title)


def _without_body(span, squeezed, cut, record: Record, before: Record | None) -> None:
    """Nothing after repeats what stands here: the resource has no body, or no summary."""
    if cut is None:
        # A summary alone before it, or the name of the site.
        _last_line(span, record, before)
        record.sure = False
        return
    before.summary = span[: squeezed.after(cut)].strip()
    title, _line, body = span[squeezed.after(cut) :].strip().partition("\n")
    record.title, record.body = title.strip(), body.strip()
    record.sure = bool(record.title) and not record.body


def _last_line(head: str, record: Record, before: Record | None) -> None:
    """The title is the last line of `head`; the rest is the summary of the one before."""
    rest = head.rstrip()
    above, _line, title = rest.rpartition("\n")
    record.title = title.strip()
    if before is not None:
        before.summary = above.strip()


def _start_of_body(span: Squeezed, following: Squeezed, cut: int | None) -> int | None:
    """Where the words that begin what follows the block stand in `span`, from `cut` on if it is
    known. A summary may quote another resource: the place from which all is repeated is the right
    one, else the first after the summary, else the last."""
    for length in _LENGTHS:
        head = following.text[:length].strip()
        if len(following) < _LENGTHS[-1]:
            return _short_body(span, head)
        found = re.finditer(re.escape(head), span.text)
        places = [each.start() for each in islice(found, _MOST_PLACES)]
        places = [place for place in places if place >= (cut or 0)] or places
        if places:
            whole = (each for each in places if following.text.startswith(span.text[each:]))
            return next(whole, places[-1] if cut is None else places[0])
    return None


def _short_body(span: Squeezed, head: str) -> int | None:
    """A body of a few words is all that ends the span."""
    if head and span.text.endswith(f" {head}"):
        return len(span) - len(head)
    return None


def _end_of_summary(span: str, squeezed: Squeezed, before: Record) -> int | None:
    """Where the summary that begins `span` ends, known by the body that it repeats; 0 if there is
    no summary; None if it cannot be told."""
    body = Squeezed(before.body).text
    if not body:
        return None
    if squeezed.text.startswith(body):
        return len(body)
    repeated = _repeated_lines(span, before.body)
    if repeated:
        return len(Squeezed(span[:repeated]))
    for length in _LENGTHS:
        tail = body[-length:]
        found = squeezed.text.find(tail) if len(tail) == length else -1
        if found >= 0:
            return found + length
    return 0 if not _begins_alike(squeezed.text, body) else None


def _begins_alike(one: str, other: str) -> bool:
    return one[: _LENGTHS[-1]] == other[: _LENGTHS[-1]]


def _repeated_lines(span: str, body: str) -> int:
    """Where the first lines of `span` stop being lines of `body`, in order."""
    theirs = [_plain(line) for line in _lines(body)]
    end = place = reached = 0
    for line in span.split("\n"):
        place += len(line) + 1
        plain = _plain(line)
        if not plain:
            continue
        found = _like(plain, theirs, reached)
        if found is None:
            break
        reached, end = found + 1, min(place, len(span))
    return end


def _like(line: str, lines: list[str], start: int) -> int | None:
    for index in range(start, len(lines)):
        if lines[index] == line:
            return index
    # A corrected line stands where it stood.
    for index in range(start, min(start + 3, len(lines))):
        other = lines[index]
        longer = abs(len(line) - len(other)) / len(line)
        if len(line) > _LENGTHS[0] and line[:30] == other[:30] and longer < 1 - _ALIKE:
            return index
        comparable = _LENGTHS[-1] < len(line) < _LONGEST_COMPARED > len(other)
        if comparable and SequenceMatcher(None, line, other).ratio() > _ALIKE:
            return index
    return None


def _same_first_line(body: str, following: str) -> bool:
    first = [_plain(line) for line in _lines(following)[:1]]
    return bool(first) and _like(_plain(_lines(body)[0]), first, 0) is not None


def _plain(line: str) -> str:
    return Squeezed(line).text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
