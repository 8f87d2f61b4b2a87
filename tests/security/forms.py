"""Forms as a browser finds them in a page: where they go, and what they hold before one types."""

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit


@dataclass
class FoundForm:
    """One `<form method="post">`: its address and its fields with their present values."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    # What each field offers to choose from, and the type of each field that one types in.
    choices: dict[str, list[str]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    # Buttons that send the same fields somewhere else.
    other_actions: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[dict] = []
        # Of buttons that stand outside their form, which holds nothing but the token.
        self.loose: list[str] = []
        self.form: dict | None = None
        self.area = self.select = None

    def _add(self, name: str | None, value: str | None) -> None:
        if self.form is not None and name:
            held = self.form["form"].fields.setdefault(name, [])
            if value is not None:
                held.append(value)

    def _offer(self, name: str | None, value: str | None) -> None:
        if self.form is not None and name and value:
            self.form["form"].choices.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            found = FoundForm(given.get("action") or "")
            self.form = {"form": found, "method": (given.get("method") or "get").lower()}
            self.forms.append(self.form)
        elif tag == "input":
            self._input(given)
        elif tag == "button" and given.get("formaction"):
            if self.form is not None:
                self.form["form"].other_actions.append(given["formaction"])
            else:
                self.loose.append(given["formaction"])
        elif tag == "button":
            self._add(given.get("name"), given.get("value") or "")
            self._offer(given.get("name"), given.get("value"))
        elif tag == "textarea":
            self.area = given.get("name")
            self._add(self.area, "")
            self._type(self.area, "textarea")
        elif tag == "select":
            self.select = given.get("name")
            self._add(self.select, None)
        elif tag == "option" and self.select:
            self._offer(self.select, given.get("value"))
            if "selected" in given:
                self._add(self.select, given.get("value", ""))

    def _type(self, name: str | None, kind: str) -> None:
        if self.form is not None and name:
            self.form["form"].types[name] = kind

    def _input(self, given) -> None:
        kind = given.get("type", "text")
        if kind == "file":
            if self.form is not None:
                self.form["form"].files.append(given["name"])
        elif kind in {"checkbox", "radio"}:
            self._add(given.get("name"), given.get("value", "on") if "checked" in given else None)
            self._offer(given.get("name"), given.get("value", "on"))
        else:
            self._add(given.get("name"), given.get("value") or "")
            self._type(given.get("name"), kind)

    def handle_data(self, data):
        if self.area and self.form is not None:
            self.form["form"].fields[self.area][-1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None


def posted_forms(page_url: str, html: str) -> list[FoundForm]:
    """The forms of a page that are posted, with absolute paths."""
    reader = _Reader()
    reader.feed(html)
    found = []
    for each in reader.forms:
        form = each["form"]
        if each["method"] == "post" and (form.action or not form.other_actions):
            found.append(form)
        found += [replace(form, action=other, other_actions=[]) for other in form.other_actions]
    choices = {"role": ["observer"], "status": ["mirror"]}
    found += [FoundForm(action, choices) for action in dict.fromkeys(reader.loose)]
    for form in found:
        form.action = urlsplit(urljoin(f"http://testserver{page_url}", form.action)).path
    return found
