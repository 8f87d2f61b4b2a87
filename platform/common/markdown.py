"""The Markdown that people may write, as HTML without script or remote content."""

import re
from functools import lru_cache
from html import escape
from typing import NamedTuple

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token


class Name(NamedTuple):
    """What a text may name by « @ »: the `people` who bear it (their ids, parted by spaces), or
    the page at `url`, of the space `space`."""

    text: str
    people: str = ""
    url: str = ""
    space: int | None = None


Names = tuple[Name, ...]

_TAGS = {"p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre", "span"}


@lru_cache(maxsize=256)
def _pattern(names: Names) -> re.Pattern:
    # Longest first: « @Ville de Grigny » is not « @Ville ».
    known = sorted((re.escape(name.text) for name in names), key=len, reverse=True)
    return re.compile(rf"(?<![\w@])@({'|'.join(known)})(?!\w)", re.IGNORECASE)


def named(text: str, names: Names) -> Names:
    """Those of `names` that `text` calls by « @ » and their name."""
    if not names or "@" not in text:
        return ()
    called = {match[1].casefold() for match in _pattern(names).finditer(text)}
    return tuple(name for name in names if name.text.casefold() in called)


def _call(state: StateCore) -> None:
    """Parts the names of `env` from the words around them; code stays as it is."""
    names: Names = state.env.get("names", ())
    if not names:
        return
    # Of two that are written the same, the first.
    known = {name.text.casefold(): name for name in reversed(names)}
    for block in state.tokens:
        if block.type != "inline" or "@" not in block.content:
            continue
        parts: list[Token] = []
        for token in block.children or []:
            at = 0
            if token.type == "text":
                for match in _pattern(names).finditer(token.content):
                    parts.append(Token("text", "", 0, content=token.content[at : match.start()]))
                    meta = {"name": known[match[1].casefold()]}
                    parts.append(Token("name", "", 0, content=match[0], meta=meta))
                    at = match.end()
                token.content = token.content[at:]
            parts.append(token)
        block.children = parts


def _draw_name(_renderer, tokens, index, _options, _env) -> str:
    token = tokens[index]
    name, words = token.meta["name"], escape(token.content)
    if name.url:
        return f'<a class="mention" href="{escape(name.url)}">{words}</a>'
    return f'<span class="mention" data-person="{escape(name.people)}">{words}</span>'


_MARKDOWN = (
    MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True})
    .enable(["emphasis", "link", "autolink", "list", "blockquote", "backticks", "fence", "newline"])
    .enable(["escape", "entity", "strikethrough", "balance_pairs", "fragments_join"])
)
_MARKDOWN.core.ruler.push("names", _call)
_MARKDOWN.add_render_rule("name", _draw_name)


def parse(text: str) -> list[Token]:
    """What people wrote, as tokens, for what is not a page: their links are not checked yet."""
    return _MARKDOWN.parse(text, {})


@lru_cache(maxsize=512)
def render(text: str, names: Names = ()) -> SafeString:
    """Paragraphs, emphasis, lists, quotations, code and http(s)/mailto links; all else is text.
    « @ » before one of `names` makes it a mention: marked with who bears it, or a link to its page.

    Depends on nothing but its arguments: the latest ones are kept, as a journal shows
    twenty at once.
    """
    html = nh3.clean(
        _MARKDOWN.render(text, {"names": names}),
        tags=_TAGS,
        attributes={"a": {"href", "class"}, "ol": {"start"}, "span": {"class", "data-person"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(html)  # noqa: S308 - cleaned on the line above
