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

from groups.library.parsing.squeezed import Squeezed

_SHORT = r"[^\n]{1,80}?"


def _category(name: str) -> str:
    return rf"(?:(?<!\w)Catégorie\s*:?\s*(?P<{name}>{_SHORT})??\s*)?"


def _private(name: str) -> str:
    return rf"(?<!\w)Ressource\s+privée\s*:?\s*(?P<{name}>Oui|Non)?(?!\w)\s*"


# Each field may be missing, but for one; labels may follow one another on a line.
BLOCK = re.compile(
    rf"{_category('category')}(?<!\w)Type\s+de\s+ressource\s*:?\s*(?P<type>{_SHORT})??\s*"
    rf"(?=Ressource\s+privée|Résumé(?!\w)|\n|\Z)(?:{_private('private')})?(?:Résumé(?!\w))?"
    rf"|{_category('category_alone')}{_private('private_alone')}(?:Résumé(?!\w))?"
)
# Characters by which a text is recognised, the surest first.
_LENGTHS = (60, 40, 25)
# Two lines are the same, but for a word.
_ALIKE = 0.85
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
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
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
        places = [found.start() for found in re.finditer(re.escape(head), span.text)]
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
        if len(line) > _LENGTHS[-1] and SequenceMatcher(None, line, other).ratio() > _ALIKE:
            return index
    return None


def _plain(line: str) -> str:
    return Squeezed(line).text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
