"""Shapes of the demonstration data.

References between rows are keys: `org` and `author` name an `Org.key` or an `Account.key`.
Real facts keep their real dates (`on`, with a precision); what people do on the platform (posting,
noting) is dated relatively to the day of loading (`days` ago), so that it never looks stale.
"""

from dataclasses import dataclass, field
from datetime import date

from common.models import Audience, Precision
from discussions.enums import ReactionKind, ThreadKind
from experiments.drafts.enums import Step
from experiments.enums import Activity, Contribution, EntryKind, Stage
from experiments.indicators.enums import Direction
from groups.enums import EngagementStatus, GroupState, GuestLevel, Hue, QuestionKind, Role
from organisations.enums import Kind, Level, PartnerType


@dataclass(frozen=True, kw_only=True)
class Org:
    """`code` is official (INSEE or SIREN), or starts with EX for a fictitious territory."""

    key: str
    name: str
    kind: Kind = Kind.PARTNER
    level: Level | str = ""
    code: str | None = None
    department: str = ""
    population: int | None = None
    partner_type: PartnerType | str = ""
    member: bool = False
    description: str = ""
    source: str = ""
    website: str = ""
    # Domains whose addresses confirm its people: of fictitious territories only.
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Account:
    """`key` is what stands before @demo.example."""

    key: str
    name: str
    org: str
    function: str
    is_referent: bool = False
    is_admin: bool = False


@dataclass(frozen=True, kw_only=True)
class Post:
    """A message; `answers` is the position of the one that it answers. `picture` is a motif, which
    `alt` describes. Names of accounts and titles of trials after an « @ » name them."""

    author: str
    text: str
    days: int
    at: str
    answers: int = 0
    # Who answers it in one sign, in this order.
    signs: tuple[tuple[str, ReactionKind], ...] = ()
    picture: str = ""
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A thread: its messages in order; the first author opens it. `answer` is the position of the
    one that answers its question."""

    key: str
    title: str
    posts: tuple[Post, ...]
    kind: ThreadKind = ThreadKind.EXCHANGE
    answer: int = 0
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document: either a link (`url`) or a small file that the loader makes from `content`."""

    key: str
    title: str
    author: str
    days: int
    description: str = ""
    url: str = ""
    filename: str = ""
    content_type: str = ""
    content: str = ""
    picture: str = ""
    source: str = ""


# In `Money.year`: the year of loading.
THIS_YEAR = 0


@dataclass(frozen=True, kw_only=True)
class Money:
    funder: str
    year: int | None = None
    amount: int | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Engaged:
    org: str
    commitment: str
    status: EngagementStatus = EngagementStatus.ENGAGED
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Belongs:
    account: str
    role: Role


@dataclass(frozen=True, kw_only=True)
class Question:
    kind: QuestionKind
    label: str
    help: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Call:
    """`closes_in` is days from loading, rolled forward while nobody touches the call."""

    key: str
    title: str
    text: str
    expected: str
    criteria: str = ""
    questions: tuple[Question, ...] = ()
    published: date | None = None
    published_days: int | None = None
    closed: date | None = None
    closes_in: int | None = None
    answers: tuple["Answer", ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answer:
    org: str
    author: str
    intention: str
    neighbourhood: str = ""
    partners: str = ""
    # What it says to each question of its call, in order; a number in plain digits.
    replies: tuple[str, ...] = ()
    days: int = 3


@dataclass(frozen=True, kw_only=True)
class Group:
    slug: str
    name: str
    initials: str
    hue: Hue
    state: GroupState
    summary: str
    presentation: str
    objectives: str
    calendar: str
    charter: str = ""
    source: str = ""
    engaged: tuple[Engaged, ...] = ()
    members: tuple[Belongs, ...] = ()
    calls: tuple[Call, ...] = ()
    money: tuple[Money, ...] = ()
    talks: tuple[Talk, ...] = ()
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A stage and when: a real date (`on`), or `days` before loading."""

    stage: Stage
    on: date | None = None
    days: int | None = None
    precision: Precision = Precision.DAY
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Partner:
    org: str
    role: str
    contribution: str = ""
    contact: str = ""
    kinds: tuple[Contribution, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Where:
    """A place of an experimentation; `commune` is the key of an Org."""

    trial: str
    name: str
    place: str = ""
    commune: str = ""
    audience: Audience = Audience.SPACE


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """An experimentation that is not opened yet; an indicator is a name, a unit, a direction."""

    key: str
    group: str
    owner: str
    author: str
    step: Step
    title: str
    activity: Activity | str = ""
    neighbourhood: str = ""
    objective: str = ""
    partners: tuple[Partner, ...] = ()
    indicators: tuple[tuple[str, str, Direction], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Todo:
    """Due, started or done in days from loading (negative: past); none: no date is known."""

    title: str
    responsible: str = ""
    assignee: str = ""
    due: int | None = None
    started: int | None = None
    done: int | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """An indicator of a fictitious territory: one value a month, the last for the month before
    loading; `target` is aimed at for the end of the year of loading. Values are text: « 12.5 »."""

    name: str
    values: tuple[str, ...]
    unit: str = ""
    direction: Direction = Direction.NEITHER
    baseline: str = ""
    target: str = ""
    audience: Audience = Audience.SPACE
    counted_from: str = ""


@dataclass(frozen=True, kw_only=True)
class Photo:
    """`motif` names a drawing of home.demo.pictures."""

    motif: str
    alt: str


@dataclass(frozen=True, kw_only=True)
class Note:
    kind: EntryKind
    author: str
    text: str
    noted_days: int
    on: date | None = None
    days: int | None = None
    precision: Precision = Precision.DAY
    audience: Audience = Audience.SPACE
    photos: tuple[Photo, ...] = ()
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Guest:
    account: str
    level: GuestLevel
    invited_by: str
    for_days: int = 365


@dataclass(frozen=True, kw_only=True)
class Trial:
    """An experimentation with everything that is noted about it."""

    key: str
    group: str
    owner: str
    title: str
    summary: str
    stage: Stage
    author: str
    objective: str
    modalities: str
    hypothesis: str = ""
    co_carriers: tuple[str, ...] = ()
    activity: Activity | str = ""
    neighbourhood: str = ""
    audience: Audience = Audience.SPACE
    source: str = ""
    created_days: int = 50
    stages: tuple[Reached, ...] = ()
    partners: tuple[Partner, ...] = ()
    money: tuple[Money, ...] = ()
    todos: tuple[Todo, ...] = ()
    figures: tuple[Figure, ...] = ()
    notes: tuple[Note, ...] = ()
    talks: tuple[Talk, ...] = ()
    papers: tuple[Paper, ...] = ()
    guests: tuple[Guest, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Inspired:
    """That the experimentation `trial` took up something of `source`, read in its published sheet
    if `by_sheet`; said `days` before loading."""

    trial: str
    source: str
    note: str
    author: str
    days: int
    by_sheet: bool = False


@dataclass(frozen=True, kw_only=True)
class Signer:
    """A partner that has signed, or that is still waited for."""

    org: str
    email: str
    waits: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The sheet of the experimentation `trial`: with a `source`, one of the network; otherwise
    signed by its owner and `signers`, and published unless somebody is waited for or it is yet
    `to_publish`. `notes` are the positions of the notes of its journal that each section rests on,
    `photos` those of the notes whose first picture it shows, with what that shows."""

    trial: str
    title: str
    sections: dict[str, str]
    keywords: str = ""
    place: str = ""
    on: date | None = None
    days: int | None = None
    source: str = ""
    author: str = ""
    notes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    photos: dict[int, str] = field(default_factory=dict)
    signers: tuple[Signer, ...] = ()
    published_days: int = 30
    to_publish: bool = False


@dataclass(frozen=True, kw_only=True)
class Shelved:
    """A resource of the library. `on` without `exact` is known by its month; `attendance` is
    `about` so many; `orgs` are the keys of the organisations that it is about."""

    key: str
    title: str
    kind: str
    summary: str
    source: str
    body: str = ""
    origin: str = "rtes"
    private: bool = False
    number: int | None = None
    on: date | None = None
    exact: bool = False
    attendance: int | None = None
    about: bool = False
    place: str = ""
    zone: str = ""
    website: str = ""
    to_check: bool = False
    keywords: tuple[str, ...] = ()
    orgs: tuple[str, ...] = ()
