"""What of a journal one asks to read: its address, its words, and the rows it keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from common.dates import date_format
from common.forms import DateField
from common.text import whole_number
from experiments.enums import EntryKind
from experiments.models import JournalPicture
from experiments.vocabularies.models import Term
from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What of the journal is asked for; nothing asked is all of it."""

    kind: str = ""
    term: int | None = None
    organisation: int | None = None
    since: date | None = None
    until: date | None = None
    pictured: bool = False
    # Days as they were typed, of fields that hold none: {name: text}.
    unread: dict[str, str] = field(default_factory=dict)

    @property
    def is_narrow(self) -> bool:
        """Whether more than the kind is asked."""
        return replace(self, kind="", unread={}) != JournalFilter()

    @property
    def is_all(self) -> bool:
        return not self.kind and not self.is_narrow

    def apply(self, entries: QuerySet) -> QuerySet:
        """Of these notes, those that are asked for."""
        if self.kind:
            entries = entries.filter(kind=self.kind)
        if self.term is not None:
            tagged = entries.model.terms.through.objects.filter(
                journalentry=OuterRef("pk"), term=self.term
            )
            entries = entries.filter(Exists(tagged))
        if self.organisation is not None:
            entries = entries.filter(organisation=self.organisation)
        if self.since is not None:
            entries = entries.filter(occurred_on__gte=self.since)
        if self.until is not None:
            entries = entries.filter(occurred_on__lte=self.until)
        if self.pictured:
            entries = entries.filter(Exists(JournalPicture.objects.filter(entry=OuterRef("pk"))))
        return entries

    def asked(self, **instead: str) -> str:
        """The query of an address that asks for the same, but for `instead` ("": no more)."""
        parts = {
            "nature": self.kind,
            "mot": self.term or "",
            "structure": self.organisation or "",
            "du": self.since or "",
            "au": self.until or "",
            "photos": "1" if self.pictured else "",
        } | instead
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def query(self) -> str:
        return self.asked()

    def said(self, terms: Iterable[Term], organisations: Iterable[Organisation]) -> list[str]:
        """What is asked for, in words; what none of the choices given explains is « autre »."""
        words = []
        if self.kind:
            words.append(str(EntryKind(self.kind).label))
        if self.term is not None:
            words.append(next((t.label for t in terms if t.pk == self.term), _("Autre mot")))
        if self.organisation is not None:
            names = (each.name for each in organisations if each.pk == self.organisation)
            words.append(next(names, _("Autre structure")))
        if self.since:
            words.append(_("depuis le %(day)s") % {"day": date_format(self.since, "j F Y")})
        if self.until:
            words.append(_("jusqu’au %(day)s") % {"day": date_format(self.until, "j F Y")})
        if self.pictured:
            words.append(_("avec photos"))
        return words


def read_filter(asked: Mapping[str, str]) -> JournalFilter:
    """What the query of an address asks for. What makes no sense asks for nothing; days that are
    none are told beside their field (`unread`)."""
    kind = asked.get("nature", "")
    since, until, unread = None, None, {}
    for name in ("du", "au"):
        typed = asked.get(name, "").strip()[:40]
        day = _day(typed)
        if typed and day is None:
            unread[name] = typed
        elif name == "du":
            since = day
        else:
            until = day
    return JournalFilter(
        kind=kind if kind in EntryKind.values else "",
        term=whole_number(asked.get("mot", "")),
        organisation=whole_number(asked.get("structure", "")),
        since=since,
        until=until,
        pictured=asked.get("photos", "") == "1",
        unread=unread,
    )


def _day(typed: str) -> date | None:
    try:
        return DateField().to_python(typed)
    except ValidationError:
        return None
