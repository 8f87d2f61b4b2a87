"""The Markdown that people may write, as data for the template of the PDF."""

from markdown_it.tree import SyntaxTreeNode

from common.markdown import parse

# Token → its name in sheet.typ.
_NAMES = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "quote",
    "strong": "strong",
    "em": "em",
    "s": "strike",
}
_SCHEMES = ("http://", "https://", "mailto:")


def blocks_of(text: str) -> list[dict]:
    """A tree of `{"t": kind, "c": children}` and `{"t": kind, "s": words}`."""
    return _children(SyntaxTreeNode(parse(text)))


def _children(node: SyntaxTreeNode) -> list[dict]:
    found = []
    for child in node.children:
        if child.type == "inline":
            found += _children(child)
        elif child.type in {"softbreak", "hardbreak"}:
            found.append({"t": "br"})
        elif child.type in {"fence", "code_block", "code_inline"}:
            found.append({"t": "code", "s": child.content.rstrip("\n")})
        elif child.type == "link":
            found.append(_link(child))
        elif child.type in _NAMES:
            found.append({"t": _NAMES[child.type], "c": _children(child)})
        elif child.content:
            found.append({"t": "text", "s": child.content})
    return found


def _link(node: SyntaxTreeNode) -> dict:
    """Where the address is not one that pages link to, its words alone."""
    address = str(node.attrs.get("href", ""))
    if not address.lower().startswith(_SCHEMES) or not node.children:
        return {"t": "p-part", "c": _children(node)}
    return {"t": "link", "href": address, "c": _children(node)}
