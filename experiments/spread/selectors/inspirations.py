"""Links between experimentations, and what a link may name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, Case, OuterRef, Q, QuerySet, Subquery, When
from django.http import Http404
from django.shortcuts import get_object_or_404

from common.text import whole_number
from common.unions import rows_of
from experiments.models import Experimentation
from experiments.permissions import parts_across_groups
from experiments.selectors import get_experimentation
from experiments.sheets.models import ExperienceSheet
from experiments.sheets.selectors import get_published
from experiments.spread.models import Inspiration
from experiments.spread.permissions import can_say_inspired
from experiments.spread.selectors.pools import latest
from organisations.models import Organisation

MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Source:
    """What one may be inspired by, as it is read: an experimentation, or a published sheet without
    its experimentation. `trial` is what the link holds, never shown where `sheet` is given."""

    trial: Experimentation
    sheet: ExperienceSheet | None = None

    @property
    def value(self) -> str:
        """What names it in a form."""
        return f"fiche-{self.sheet.pk}" if self.sheet else f"experimentation-{self.trial.pk}"

    @property
    def title(self) -> str:
        return self.sheet.published.content["title"] if self.sheet else self.trial.title

    @property
    def owner(self) -> str:
        return self.sheet.published.content["owner"] if self.sheet else self.trial.owner.name


def visible_links(user, *, among: Iterable[int] | None = None) -> QuerySet:
    """Every link of which `user` may read both ends, with what names them; `among` as for
    `visible_to`."""
    related = ["inspired__owner", "source__owner", "sheet__published"]
    # A tree has dozens, and reads none of these.
    long = [
        f"{end}__{name}"
        for end in ("inspired", "source")
        for name in ("objective", "hypothesis", "modalities", "owner__description")
    ]
    return Inspiration.objects.visible_to(user, among=among).select_related(*related).defer(*long)


def get_own_link(user, trial: Experimentation, pk: int) -> Inspiration:
    """A link that this experimentation says of itself, and that `user` may read, or 404."""
    return get_object_or_404(visible_links(user).filter(inspired=trial), pk=pk)


def managed_trial(user, pk: int) -> Experimentation:
    """An experimentation of which `user` may say what inspired it, or 404. One query."""
    trial, access = get_experimentation(user, pk)
    if not can_say_inspired(access):
        raise Http404
    return trial


def source_named(user, value: str) -> Source | None:
    """What a form names, if `user` may read it: `experimentation-12`, or `fiche-5`. One query."""
    kind, _dash, number = value.partition("-")
    pk = whole_number(number)
    if pk is None or kind not in {"experimentation", "fiche"}:
        return None
    try:
        if kind == "fiche":
            sheet = get_published(pk)
            return Source(sheet.experimentation, sheet)
        return Source(get_experimentation(user, pk)[0])
    except Http404:
        return None


def _frequent(condition: Q) -> Case:
    """The same condition, of which a database supposes that every other row meets it. It takes
    words inside a text for rare, and would look for a frequent one in all there is, where reading
    the latest first soon finds enough."""
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def sources_found(user, words: str, *, but: Experimentation) -> list[Source]:
    """What `user` may read and name as a source of `but`, by the words of a title or of a
    collectivité; the latest without words. Three queries."""
    sheets = (
        ExperienceSheet.objects.published()
        .select_related("published", "experimentation__owner")
        .exclude(experimentation=but)
    )
    # Asked of each row: joined, every collectivité of the country would be read.
    owner = Organisation.objects.filter(pk=OuterRef("owner")).order_by()
    parts = [
        rows.exclude(pk=but.pk).alias(of=Subquery(owner.values("name")))
        for rows in parts_across_groups(user, apart=False)
    ]
    for word in words.split()[:6]:
        named = Q(title__icontains=word) | Q(summary__icontains=word) | Q(of__icontains=word)
        parts = [rows.filter(_frequent(named)) for rows in parts]
        said = "published__content"
        sheets = sheets.filter(
            Q(**{f"{said}__title__icontains": word}) | Q(**{f"{said}__owner__icontains": word})
        )
    read = list(sheets.order_by("-pk")[: MOST_FOUND // 3])
    pks = [
        pk for _part, pk in rows_of([latest(rows, MOST_FOUND).values_list("pk") for rows in parts])
    ]
    trials = Experimentation.objects.filter(pk__in=pks).select_related("owner")
    found = [Source(each) for each in latest(trials, MOST_FOUND - len(read))]
    return found + [Source(each.experimentation, each) for each in read]
