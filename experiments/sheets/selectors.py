"""Reads of sheets: each page with a fixed number of queries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Case, Exists, OuterRef, QuerySet, When
from django.http import Http404
from django.shortcuts import get_object_or_404

from common.models import Audience
from experiments.indicators.models import Indicator
from experiments.models import Experimentation, JournalEntry, JournalPicture, Partnership
from experiments.selectors import get_experimentation
from experiments.sheets.content import keywords_of, sections_of, written_date
from experiments.sheets.enums import Decision, Origin
from experiments.sheets.models import ExperienceSheet, SheetContact, SheetVersion, Signature
from experiments.sheets.permissions import can_read_draft, can_sign, referents_of
from experiments.sites.models import Site
from groups.models import Space
from groups.moderation.enums import Withheld
from groups.permissions import Access
from groups.services.invitations import hashed

# What the editor offers to choose from.
MOST_NOTES = 100
OFFERED_PICTURES = 24


@dataclass(frozen=True, slots=True)
class Shown:
    """A content made ready for a page: `sections` with the notes that this reader may read,
    `pictures` with where to fetch them, `figures` with the indicators that she may open, and the
    `places` of the experimentation that she sees."""

    content: dict
    keywords: list[str]
    date: str
    sections: list[dict]
    pictures: list[dict]
    figures: list[dict]
    places: list[Site]

    @property
    def is_of_the_network(self) -> bool:
        return self.content["origin"] == Origin.NETWORK


def pictures_in(content: dict, experimentation_pk: int) -> QuerySet:
    """The pictures of a content that may still be shown: nobody has removed their note, taken it
    out of sight or kept it between the carriers since."""
    return JournalPicture.objects.filter(
        pk__in=[each["picture"] for each in content["pictures"]],
        entry__experimentation=experimentation_pk,
        entry__removed_at=None,
        entry__withheld=Withheld.NO,
    ).exclude(entry__audience=Audience.OWNER)


def shown(
    content: dict, experimentation_pk: int, *, user, picture_url: Callable[[int], str]
) -> Shown:
    """What `user` (None: anybody) finds in a content. Four queries at most."""
    sections = sections_of(content)
    asked = {pk for section in sections for pk in section["entry_ids"]}
    notes = {}
    if asked:
        rows = JournalEntry.objects.filter(experimentation=experimentation_pk, pk__in=asked)
        notes = rows.visible_to(user).in_bulk()
    for section in sections:
        section["notes"] = [notes[pk] for pk in section["entry_ids"] if pk in notes]
    found = {}
    if content["pictures"]:
        found = {each.pk: each for each in pictures_in(content, experimentation_pk)}
    pictures = [
        {"picture": found[pk], "url": picture_url(pk), "alt": each["alt"]}
        for each in content["pictures"]
        if (pk := each["picture"]) in found
    ]
    return Shown(
        content,
        keywords_of(content),
        written_date(content),
        sections,
        pictures,
        _figures(content, experimentation_pk, user),
        list(places_of([experimentation_pk], user)),
    )


def _figures(content: dict, experimentation_pk: int, user) -> list[dict]:
    said = content.get("figures", [])
    if not said:
        return []
    visible = Indicator.objects.visible_to(user).filter(pk=OuterRef("pk"))
    told = indicators_told([each["indicator"] for each in said])
    rows = told.filter(experimentation=experimentation_pk)
    found = rows.annotate(opens=Exists(visible)).in_bulk()
    return [
        {"words": each["words"], "indicator": indicator if indicator.opens else None}
        for each in said
        if (indicator := found.get(each["indicator"]))
    ]


def indicators_told(pks: Iterable[int]) -> QuerySet:
    """Those of these indicators whose figure a sheet may still tell: nobody has taken them out of
    sight, or kept them between the carriers, since."""
    return Indicator.objects.filter(pk__in=pks).exclude(audience=Audience.OWNER)


def places_of(experimentations: list[int], user) -> QuerySet:
    """The places of these experimentations that `user` (None: anybody) sees. One query."""
    rows = Site.objects.filter(experimentation__in=experimentations).visible_to(user)
    return rows.select_related("commune").order_by("experimentation", "name", "pk")


def inner_contacts(sheet: ExperienceSheet, user) -> list[SheetContact]:
    """Whom to ask that the sheet tells those who enter the space, and nobody else. Two queries at
    most; none for a visitor."""
    if not user.is_authenticated:
        return []
    found = list(sheet.contacts.filter(audience=Audience.SPACE))
    enters = Space.objects.visible_to(user).filter(experimentation=sheet.experimentation_id)
    return found if found and enters.exists() else []


def sheet_of(experimentation: Experimentation) -> ExperienceSheet | None:
    """Its sheet, with what is published of it. One query."""
    sheet = (
        ExperienceSheet.objects.select_related("published")
        .filter(experimentation=experimentation)
        .first()
    )
    if sheet is not None:
        sheet.experimentation = experimentation
    return sheet


def get_draft(user, pk: int) -> tuple[Experimentation, Access, ExperienceSheet]:
    """The sheet of an experimentation for who reads it before it is published, or 404."""
    experimentation, access = get_experimentation(user, pk)
    sheet = sheet_of(experimentation) if can_read_draft(access) else None
    if sheet is None:
        raise Http404
    return experimentation, access, sheet


def get_published(pk: int) -> ExperienceSheet:
    """A sheet that anybody may read, or 404. One query."""
    rows = ExperienceSheet.objects.published()
    related = rows.select_related("published", "experimentation__owner")
    return get_object_or_404(related, pk=pk)


def published_sheets() -> QuerySet:
    """All that anybody may read, the last published first. One query."""
    rows = ExperienceSheet.objects.published()
    related = rows.select_related("published", "experimentation__owner")
    return related.order_by("-published__published_at", "-pk")


def versions_of(sheet: ExperienceSheet) -> QuerySet:
    return sheet.versions.select_related("author").order_by("-number")


def signatures_of(version: SheetVersion) -> QuerySet:
    """What was asked and answered about a version, the owner first."""
    return version.signatures.select_related("organisation")


def signers_of(version: SheetVersion) -> QuerySet:
    """Those who agreed to a version, for its readers."""
    return signatures_of(version).filter(decision=Decision.AGREED)


def has_referent(sheet: ExperienceSheet) -> bool:
    """Whether somebody may sign for the owner today."""
    return referents_of(sheet.experimentation.owner).exists()


def find_signature(token: str) -> Signature | None:
    """What the link of an e-mail asks, whatever became of it."""
    return _asked().filter(token_hash=hashed(token), is_owner=False).first()


def get_signature(user, pk: int) -> Signature:
    """What is asked of `user` by her account, or 404."""
    signature = get_object_or_404(_asked(), pk=pk)
    if not can_sign(user, signature):
        raise Http404
    return signature


def _asked() -> QuerySet:
    path = "version__sheet__experimentation"
    return Signature.objects.select_related(
        "organisation", f"{path}__owner", f"{path}__space__group"
    )


def offered_notes(experimentation: Experimentation, access: Access, chosen: set[int]) -> list:
    """The notes of the journal to choose from: the latest, and those chosen already. One query."""
    rows = JournalEntry.objects.filter(experimentation=experimentation).seen_with(access)
    return _offered(rows, chosen, MOST_NOTES, ("occurred_on", "pk"))


def offered_pictures(experimentation: Experimentation, access: Access, chosen: set[int]) -> list:
    """The pictures to choose from: never those of a note kept between the carriers. One query."""
    entries = JournalEntry.objects.filter(experimentation=experimentation).seen_with(access)
    entries = entries.exclude(audience=Audience.OWNER)
    return _offered(
        JournalPicture.objects.filter(entry__in=entries), chosen, OFFERED_PICTURES, ("pk",)
    )


def _offered(rows: QuerySet, chosen: set[int], most: int, by: tuple[str, ...]) -> list:
    """The last of `rows` in the order of `by`: `most` of them, and all the chosen ones."""
    is_chosen = Case(When(pk__in=chosen, then=0), default=1)
    found = rows.order_by(is_chosen, *(f"-{each}" for each in by))[: most + len(chosen)]
    return sorted(found, key=attrgetter(*by), reverse=True)


def possible_signatories(experimentation: Experimentation) -> QuerySet:
    """The partners that may be asked to sign; the owner is asked anyway, and one that carries the
    experimentation with it, a partner before, speaks through it."""
    return (
        Partnership.objects.filter(experimentation=experimentation)
        .exclude(organisation__carried_spaces__space=experimentation.space_id)
        .select_related("organisation")
        .order_by("pk")
    )
