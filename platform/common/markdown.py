"""The Markdown that people may write, as HTML without script or remote content."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_MARKDOWN = (
    MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True})
    .enable(["emphasis", "link", "autolink", "list", "blockquote", "backticks", "fence", "newline"])
    .enable(["escape", "entity", "strikethrough", "balance_pairs", "fragments_join"])
)
_TAGS = {"p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre"}


@lru_cache(maxsize=512)
def render(text: str) -> SafeString:
    """Paragraphs, emphasis, lists, quotations, code and http(s)/mailto links; all else is text.

    Depends on nothing but `text`: the latest ones are kept, as a journal shows twenty at once.
    """
    html = nh3.clean(
        _MARKDOWN.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(html)  # noqa: S308 - cleaned on the line above
