"""What the frame of every page links to. Higher apps add their destinations in `apps.py: ready()`.

Lower apps never name higher ones: `base.html` draws what is found here.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Destination:
    """A place of the site. `url()` is called when drawn; `visitors`: also shown to who is not
    signed in; `personal`: the person's own, beside « mon travail », with the live total of what is
    new for her; `bar`: also in the phone's bottom bar; `shown(user)` may ask one query, only for
    what is not for everybody (None: always shown)."""

    key: str
    order: int
    label: str
    icon: str
    url: Callable[[], str]
    visitors: bool = False
    personal: bool = False
    bar: bool = False
    shown: Callable | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One line of a section: a group or an experimentation that is the person's own. `note_url`:
    where she may write in its journal, if she may; `as_guest`: others choose who reads what they
    write, she does not."""

    label: str
    url: str
    initials: str = ""
    hue: str = "green"
    note_url: str = ""
    as_guest: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of the rail under a heading: `links(user)` costs one query, and gives [] to hide it."""

    key: str
    order: int
    label: str
    links: Callable


destinations: list[Destination] = []
sections: list[Section] = []


class Navigation:
    """The frame's links for one request; each part is computed when a template first asks."""

    def __init__(self, user, path: str):
        self._user = user
        self._path = path
        self._shown: list[dict] | None = None
        self._drawn: list[dict] | None = None

    def _signed_in(self) -> bool:
        return self._user is not None and self._user.is_authenticated

    def _current(self, url: str) -> str:
        """The value of aria-current: `page` here, `true` for a page below, empty elsewhere."""
        if self._path == url:
            return "page"
        return "true" if url != "/" and self._path.startswith(url) else ""

    def _destinations(self) -> list[dict]:
        if self._shown is None:
            signed_in = self._signed_in()
            self._shown = [
                {"item": item, "url": url, "current": self._current(url)}
                for item in destinations
                if (signed_in or item.visitors) and (item.shown is None or item.shown(self._user))
                for url in [item.url()]
            ]
        return self._shown

    def places(self) -> list[dict]:
        """Every destination open to this person that is not her own."""
        return [row for row in self._destinations() if not row["item"].personal]

    def personal(self) -> list[dict]:
        """Those that are hers."""
        return [row for row in self._destinations() if row["item"].personal]

    def bar(self) -> list[dict]:
        """Those of the phone's bottom bar: three at most, so that they stay legible at 320 px."""
        return [row for row in self._destinations() if row["item"].bar][:3]

    def note_url(self) -> str:
        """Where to write in a journal at once: the first of the person's own that lets her."""
        rows = [row for section in self.sections() for row in section["rows"]]
        return next((row["link"].note_url for row in rows if row["link"].note_url), "")

    def sections(self) -> list[dict]:
        """The person's own groups and experimentations, section by section."""
        if self._drawn is None:
            self._drawn = []
            for section in sections if self._signed_in() else []:
                links = section.links(self._user)
                if links:
                    rows = [{"link": link, "current": self._current(link.url)} for link in links]
                    self._drawn.append({"label": section.label, "rows": rows})
        return self._drawn
