"""The Markdown that people may write, as HTML without script or remote content."""

import re
from functools import lru_cache
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# People whom a text may name, each with what stands for her: (name, ids).
Names = tuple[tuple[str, str], ...]

_TAGS = {"p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre", "span"}


@lru_cache(maxsize=256)
def _pattern(names: Names) -> re.Pattern:
    # Longest first: « @Ville de Grigny » is not « @Ville ».
    known = sorted((re.escape(name) for name, _ids in names), key=len, reverse=True)
    return re.compile(rf"(?<![\w@])@({'|'.join(known)})(?!\w)", re.IGNORECASE)


def named(text: str, names: Names) -> Names:
    """Those of `names` that `text` calls by « @ » and their name."""
    if not names or "@" not in text:
        return ()
    called = {match[1].casefold() for match in _pattern(names).finditer(text)}
    return tuple((name, ids) for name, ids in names if name.casefold() in called)


def _call(state: StateCore) -> None:
    """Parts the names of `env` from the words around them; code stays as it is."""
    names: Names = state.env.get("names", ())
    if not names:
        return
    ids = {name.casefold(): ids for name, ids in names}
    for block in state.tokens:
        if block.type != "inline" or "@" not in block.content:
            continue
        parts: list[Token] = []
        for token in block.children or []:
            at = 0
            if token.type == "text":
                for match in _pattern(names).finditer(token.content):
                    parts.append(Token("text", "", 0, content=token.content[at : match.start()]))
                    meta = {"ids": ids[match[1].casefold()]}
                    parts.append(Token("name", "", 0, content=match[0], meta=meta))
                    at = match.end()
                token.content = token.content[at:]
            parts.append(token)
        block.children = parts


def _draw_name(_renderer, tokens, index, _options, _env) -> str:
    token = tokens[index]
    ids = escape(token.meta["ids"])
    return f'<span class="mention" data-person="{ids}">{escape(token.content)}</span>'


_MARKDOWN = (
    MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True})
    .enable(["emphasis", "link", "autolink", "list", "blockquote", "backticks", "fence", "newline"])
    .enable(["escape", "entity", "strikethrough", "balance_pairs", "fragments_join"])
)
_MARKDOWN.core.ruler.push("names", _call)
_MARKDOWN.add_render_rule("name", _draw_name)


@lru_cache(maxsize=512)
def render(text: str, names: Names = ()) -> SafeString:
    """Paragraphs, emphasis, lists, quotations, code and http(s)/mailto links; all else is text.
    « @ » before one of `names` makes it a mention, marked with what stands for the person.

    Depends on nothing but its arguments: the latest ones are kept, as a journal shows
    twenty at once.
    """
    html = nh3.clean(
        _MARKDOWN.render(text, {"names": names}),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "span": {"class", "data-person"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(html)  # noqa: S308 - cleaned on the line above
