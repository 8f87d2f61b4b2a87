"""Lists of threads and badges: what is new for one person, in a fixed number of queries."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from common.registry import space_home, space_relations
from discussions.enums import Attention, MessageState, ThreadKind
from discussions.models import Mention, Message, ReadMarker, Thread
from groups.models import Space
from groups.permissions import Access

THREADS_PER_PAGE = 30
# More threads with news than anybody reads: the badges stop counting there.
MOST_BADGES = 300

# Somebody else than its author wrote in it, and can be read.
_ANSWERS = Message.objects.filter(thread=OuterRef("pk"), state=MessageState.VISIBLE).exclude(
    author=OuterRef("author")
)
_ALONE = Q(last_position__lte=1) | Q(author__isnull=False) & ~Exists(_ANSWERS)

_STATES = {
    "non-lus": (_("Non lus"), Q(unread__gt=0)),
    "nomme": (_("Où je suis nommé·e"), Q(unread__gt=0, is_named=True)),
    "suivis": (_("Suivis"), Q(attention=Attention.FOLLOWED)),
    "miens": (_("Ouverts par moi"), Q(is_mine=True)),
    "sans-reponse": (_("Sans réponse"), _ALONE & Q(resolved_at=None)),
}


def _with_last_voice(threads: QuerySet) -> QuerySet:
    last = Message.objects.filter(thread=OuterRef("pk"), position=OuterRef("last_position"))
    return threads.select_related("author").annotate(
        last_author_name=Subquery(last.values("author__name")[:1])
    )


def _for_reader(user, threads: QuerySet) -> QuerySet:
    """`threads` with her `attention`, what is `unread` by her, and whether that names her
    (`is_named`); a muted one has nothing new."""
    marker = ReadMarker.objects.filter(thread=OuterRef("pk"), user=user)
    attention = Coalesce(Subquery(marker.values("attention")[:1]), Value(""))
    read = Coalesce(Subquery(marker.values("position")[:1]), 0)
    names = Mention.objects.filter(
        user=user,
        message__thread=OuterRef("pk"),
        message__position__gt=OuterRef("read_until"),
        message__state=MessageState.VISIBLE,
    )
    return threads.annotate(
        attention=attention,
        read_until=read,
        is_mine=ExpressionWrapper(Q(author=user), output_field=BooleanField()),
    ).annotate(
        unread=Case(
            When(attention=Attention.MUTED, then=0),
            When(last_position__gt=F("read_until"), then=F("last_position") - F("read_until")),
            default=0,
            output_field=IntegerField(),
        ),
        is_named=Exists(names),
    )


def threads_of(access: Access) -> QuerySet:
    """The threads of the space of `access`, pinned ones then the latest first, with the last voice.

    One query, with nothing more to ask per row.
    """
    threads = Thread.objects.filter(space=access.space_id).seen_with(access)
    return _with_last_voice(threads).order_by("-is_pinned", "-last_message_at", "-pk")


def _news_first(threads: QuerySet) -> QuerySet:
    news = Case(When(unread__gt=0, then=1), default=0)
    return threads.order_by("-is_pinned", news.desc(), "-last_message_at", "-pk")


def threads_for(user, access: Access) -> QuerySet:
    """`threads_of(access)`, those with something new for its person, `user`, before the others."""
    return _news_first(_for_reader(user, threads_of(access)))


def my_threads(user) -> QuerySet:
    """The threads of all the places that are a person's own, what is new for her first, with their
    space. One query."""
    own = _with_last_voice(Thread.objects.in_own_places(user))
    spaces = [f"space__{relation}" for relation in space_relations]
    return _news_first(_for_reader(user, own.select_related(*spaces)))


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """What a list of threads is narrowed to by its address; nonsense asks for everything."""

    state: str
    kind: str

    states = [(name, label) for name, (label, _rule) in _STATES.items()]
    kinds = ThreadKind.choices

    @classmethod
    def asked(cls, query) -> "ThreadFilter":
        """By the query of an address, `etat` and `type`."""
        state, kind = query.get("etat", ""), query.get("type", "")
        return cls(state if state in _STATES else "", kind if kind in ThreadKind.values else "")

    def __bool__(self) -> bool:
        return bool(self.state or self.kind)

    def apply(self, threads: QuerySet) -> QuerySet:
        """Those of `threads` (as `threads_for` or `my_threads` gives them) that are asked for."""
        if self.state:
            threads = threads.filter(_STATES[self.state][1])
        return threads.filter(kind=self.kind) if self.kind else threads

    @property
    def query(self) -> str:
        """The present choice, to which a page number is added."""
        return urlencode({"etat": self.state, "type": self.kind}) + "&" if self else ""


def badges_of(user) -> dict:
    """What is new for a person, as her pages count it: the threads with news (a muted one has
    none), and the pages of their spaces, {space: address}. Two queries."""
    news = _for_reader(user, Thread.objects.in_own_places(user)).filter(unread__gt=0)
    rows = list(
        news.order_by("-last_message_at").values_list(
            "pk", "space", "last_position", "read_until", "attention"
        )[:MOST_BADGES]
    )
    spaces = Space.objects.select_related(*space_relations).in_bulk({row[1] for row in rows})
    return {
        "threads": [
            {
                "id": pk,
                "space": space_id,
                "position": position,
                "read": read,
                "followed": attention == Attention.FOLLOWED,
            }
            for pk, space_id, position, read, attention in rows
        ],
        "spaces": {pk: space_home(space)[1] for pk, space in spaces.items()},
    }


def threads_seen(space: Space, access: Access, asked: dict) -> dict:
    """A page of the threads of `space`, in the view of what a guest sees: nothing of how far she
    has read. Two queries."""
    pages = Paginator(threads_of(access), THREADS_PER_PAGE)
    return {"threads": pages.get_page(asked.get("page"))}


def threads_counted(user, group, access: Access) -> QuerySet:
    """The threads of the group's own space, for the number on its tab."""
    return Thread.objects.filter(space=access.space_id).seen_with(access)


def group_panel(user, group, access) -> dict | None:
    """The latest threads, for the group's own page; nothing for who only reads its presentation."""
    if access is None or not access.can_read:
        return None
    return {"group": group, "threads": threads_for(user, access)[:4]}


def titles_of(user, targets: list[str]) -> dict[str, str]:
    """The titles of these threads, of those that `user` may read. One query."""
    rows = Thread.objects.visible_to(user).filter(pk__in=targets)
    return {str(pk): title for pk, title in rows.values_list("pk", "title")}
