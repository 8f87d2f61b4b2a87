"""Finding a message of a thread by its words: docs/adr/0011-search-in-a-thread.md.

What a visible message says is kept folded (`MessageText`), under a word that stands for its thread.
A full-text index of the database serves it, made by migration 0007; a message that leaves sight
leaves it too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

import nh3
from django.db import connection
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.text import fold
from discussions.enums import MessageState
from discussions.models import Message, MessageText, Thread

LONGEST_QUERY = 120
MOST_WORDS = 8
PAGE_SIZE = 20
# Characters of an excerpt before its first marked word, and in all.
BEFORE, EXCERPT = 60, 240
_WORD = re.compile(r"[^\W_]+")
_FOUND = {
    # Sorted by an expression: in the order of its key PostgreSQL might read the whole table.
    "postgresql": """
        SELECT message_id FROM discussions_messagetext
        WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s) AND message_id < %s
        ORDER BY message_id + 0 DESC LIMIT %s
    """,
    "sqlite": """
        SELECT rowid FROM discussions_messagewords
        WHERE discussions_messagewords MATCH %s AND rowid < %s
        ORDER BY rowid DESC LIMIT %s
    """,
}
_NEWEST = 2**62


@lru_cache(maxsize=512)
def _plain(html: str) -> str:
    """The text of a message without its tags, on one line."""
    return " ".join(unescape(nh3.clean(html.replace("<", " <"), tags=set())).split())


def _thread_word(thread_id: int) -> str:
    # No one types it by chance; if she does, the thread is still asked for by its number.
    return f"zqfil{thread_id}"


def searched_words(thread_id: int, html: str) -> str:
    """What a visible message of a thread is found by."""
    return f"{_thread_word(thread_id)} {fold(_plain(html))}"


def _text_of(message: Message) -> MessageText:
    words = searched_words(message.thread_id, message.html)
    return MessageText(message=message, words=words)


def texts_of(messages: Iterable[Message]) -> Iterator[MessageText]:
    """What those of `messages` that are visible are found by, to be inserted at once."""
    return (_text_of(message) for message in messages if message.is_visible)


def keep(message: Message) -> None:
    """A message was posted, or changed: from now on it is found as it stands. One query."""
    if not message.is_visible:
        MessageText.objects.filter(pk=message.pk).delete()
        return
    MessageText.objects.bulk_create(
        [_text_of(message)],
        update_conflicts=True,
        unique_fields=["message"],
        update_fields=["words"],
    )


def words_of(query: str) -> list[str]:
    """The words to look for: folded, without single letters (« l’atelier ») beside others."""
    words = list(dict.fromkeys(fold(query[:LONGEST_QUERY]).split()))[:MOST_WORDS]
    return [word for word in words if len(word) > 1] or words


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that has all the words, and where it says them."""

    message: Message
    excerpt: SafeString


@dataclass(frozen=True, slots=True)
class Found:
    """The latest messages that have all the words, and the key to go on before (None: no more)."""

    hits: list[Hit]
    before: int | None


def search(thread: Thread, query: str, *, before: int | None = None) -> Found:
    """Messages of `thread` that hold the beginning of every word of `query`, latest first.

    Accents, case and a plural « s » do not matter. Two queries; none without a word.
    """
    words = words_of(query)
    if not words:
        return Found([], None)
    keys = _keys(_match(thread.pk, words), before or _NEWEST)
    messages = (
        Message.objects.filter(pk__in=keys[:PAGE_SIZE], thread=thread, state=MessageState.VISIBLE)
        .select_related("author", "organisation")
        .order_by("-position")
    )
    hits = [Hit(message, excerpt(_plain(message.html), words)) for message in messages]
    return Found(hits, keys[PAGE_SIZE - 1] if len(keys) > PAGE_SIZE else None)


def _keys(match: str, before: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_FOUND[connection.vendor], [match, before, PAGE_SIZE + 1])
        return [key for (key,) in cursor.fetchall()]


def _forms(word: str) -> tuple[str, str | None]:
    """What begins so; and for a plural, its singular."""
    return word, word[:-1] if len(word) > 3 and word[-1] in "sx" else None


def _match(thread_id: int, words: list[str]) -> str:
    """The question in the language of the database. `words` hold letters and digits only."""
    parts = [_thread_word(thread_id)]
    postgresql = connection.vendor == "postgresql"
    for word in words:
        begins, singular = _forms(word)
        part = f"{begins}:*" if postgresql else f'"{begins}"*'
        if singular:
            part = f"({part} | {singular})" if postgresql else f'({part} OR "{singular}")'
        parts.append(part)
    return (" & " if postgresql else " AND ").join(parts)


def _says(piece: str, words: list[str]) -> bool:
    return any(
        part.startswith(begins) or part == singular
        for part in fold(piece).split()
        for begins, singular in map(_forms, words)
    )


def excerpt(text: str, words: list[str]) -> SafeString:
    """The part of `text` around its first marked word, every word that was looked for marked."""
    marked = [each.span() for each in _WORD.finditer(text) if _says(each.group(), words)]
    start = max(0, marked[0][0] - BEFORE) if marked else 0
    if start:
        # Not in the middle of a word.
        start = text.find(" ", start, marked[0][0]) + 1 or start
    end = len(text)
    if end > start + EXCERPT:
        end = max(text.rfind(" ", start, start + EXCERPT), start + EXCERPT // 2)
    parts, at = ["…" if start else ""], start
    for first, last in marked:
        if last <= end:
            parts += [text[at:first], format_html("<mark>{}</mark>", text[first:last])]
            at = last
    parts += [text[at:end], "…" if end < len(text) else ""]
    return format_html_join("", "{}", ((part,) for part in parts))
