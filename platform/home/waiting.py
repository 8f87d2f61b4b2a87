"""What waits for a person in her experimentations, whatever its kind, in one query."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from experiments.drafts.models import erased_soon
from experiments.drafts.permissions import drafts_open_to
from experiments.selectors import my_actions
from experiments.silence.selectors import my_questions
from experiments.vocabularies.selectors import waiting_suggestions
from groups.enums import Role
from groups.querysets import OwnPlaces

QUESTION, DRAFT, ACTION, WORD = 0, 1, 2, 3
ACTIONS_SHOWN = 6
WORDS_SHOWN = 3
MOST = 40
# After every day that an action is due on.
NO_DAY = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits: a question about an experimentation, a draft, a word that a member
    suggested, an action.

    `parent` is the id of its experimentation, `beside` that one's title; of a draft, `beside` is
    the name of its group, `slug` its address and `owner` its collectivité. `state` is what was
    answered to a question.
    """

    kind: int
    pk: int
    title: str
    parent: int
    beside: str
    slug: str
    owner: str
    state: str
    due_on: date | None
    started_on: date | None
    at: datetime | None

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def erased_soon(self) -> date | None:
        """Of a draft, the day when it is erased, if that day is near."""
        return erased_soon(self.at)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Each kind in its order: the oldest question, the latest draft, the oldest word, the most
    urgent action."""

    questions: list[Line]
    drafts: list[Line]
    words: list[Line]
    actions: list[Line]


def _lines(rows: QuerySet, kind: int, **columns) -> QuerySet:
    """The columns of Line, those that are not told empty."""
    nothing = {
        "title": Value(""),
        "parent": Value(0),
        "beside": Value(""),
        "slug": Value(""),
        "owner": Value(""),
        "state": Value(""),
        "due_on": Cast(Value(None), DateField()),
        "started_on": Cast(Value(None), DateField()),
        "at": Cast(Value(None), DateTimeField()),
    }
    told = {"kind": Value(kind), "pk": F("pk"), **nothing, **columns}
    named = {f"line_{name}": value for name, value in told.items()}
    return rows.order_by().annotate(**named).values_list(*named)


def words_to_decide(places: OwnPlaces) -> QuerySet:
    """The words that wait for those who keep them, who need not be asked for: whoever facilitates
    one of her own places, and administrators."""
    rows = waiting_suggestions()
    keeps = places.user.is_superuser or Role.FACILITATOR in places.roles.values()
    return rows if keeps else rows.none()


def waiting(places: OwnPlaces) -> Waiting:
    """What waits for a person in her own places. One query."""
    questions = _lines(
        my_questions(places.user),
        QUESTION,
        title=F("experimentation__title"),
        parent=F("experimentation_id"),
        state=F("answer"),
        at=F("asked_at"),
    )
    drafts = _lines(
        drafts_open_to(places.user),
        DRAFT,
        title=F("title"),
        beside=F("group__name"),
        slug=F("group__slug"),
        owner=F("owner__name"),
        at=F("updated_at"),
    )
    actions = _lines(
        my_actions(places),
        ACTION,
        title=F("title"),
        parent=F("experimentation_id"),
        beside=F("experimentation__title"),
        due_on=Coalesce(F("due_on"), Value(NO_DAY), output_field=DateField()),
        started_on=F("started_on"),
    )
    words = _lines(words_to_decide(places), WORD, title=F("label"), at=F("created_at"))
    rows = questions.union(drafts, actions, words, all=True)
    found = [_read(row) for row in rows.order_by("line_kind", "line_due_on", "line_pk")[:MOST]]
    kinds = {
        kind: [line for line in found if line.kind == kind]
        for kind in (QUESTION, DRAFT, ACTION, WORD)
    }
    return Waiting(
        questions=sorted(kinds[QUESTION], key=lambda line: line.at),
        drafts=sorted(kinds[DRAFT], key=lambda line: line.at, reverse=True),
        words=kinds[WORD][:WORDS_SHOWN],
        actions=kinds[ACTION][:ACTIONS_SHOWN],
    )


def _read(row: tuple) -> Line:
    line = Line(*row)
    if line.due_on == NO_DAY:
        return Line(*row[:8], None, *row[9:])
    return line
