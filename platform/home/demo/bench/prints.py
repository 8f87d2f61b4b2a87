"""What printing costs: a sheet of two pages with pictures, a booklet of a hundred such sheets, and
a group's experimentations as spreadsheets."""

import io
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageFilter

from common.models import Audience
from common.spreadsheets import WORKBOOKS
from experiments.booklets.models import Booklet
from experiments.booklets.pdf import printed as printed_booklet
from experiments.enums import Activity
from experiments.exports.tables import Export, tables_of
from experiments.models import Experimentation, JournalEntry, JournalPicture
from experiments.sheets.enums import Section
from experiments.sheets.models import ExperienceSheet
from experiments.sheets.pdf import printed
from experiments.sheets.selectors import published_sheets
from experiments.sheets.services import publish, save_sheet
from experiments.vocabularies.enums import TermKind
from experiments.vocabularies.models import Term
from groups.enums import SpaceKind
from groups.models import Carrier, Space, WorkingGroup
from groups.selectors import get_page
from home.demo.bench.samples import Samples
from organisations.enums import Kind
from organisations.models import Organisation

SHEETS, PICTURES = 100, 2
SIDE = 1_600
PARAGRAPH = (
    "À Exempleville, douze couturières travaillaient chez elles\u00a0: l’atelier partagé a reçu "
    "12\u202f636\u00a0€ et 1\u202f250 personnes, l’œuvre d’une année. La ville prête le local le "
    "mardi et le jeudi, une association tient la caisse, et le marché du samedi fait le reste.\n\n"
)


@dataclass(frozen=True)
class Print:
    """Times in seconds, passed (median, 95th centile) and worked; what came out."""

    what: str
    median: float
    p95: float
    cpu: float
    size: int


@contextmanager
def _shelf(group: WorkingGroup, count: int) -> Iterator[list[ExperienceSheet]]:
    """`count` published sheets of two pages, with pictures, gone afterwards."""
    file = io.BytesIO()
    # As much detail as a photograph.
    noise = Image.effect_noise((SIDE, SIDE * 3 // 4), 60).convert("RGB")
    noise.filter(ImageFilter.GaussianBlur(2)).save(file, "WEBP", quality=80)
    stored = JournalPicture()
    with transaction.atomic():
        owner = Organisation.objects.filter(kind=Kind.COLLECTIVITY).first()
        stored.image.save("x", ContentFile(file.getvalue()), save=False)
        try:
            made = [_sheet(group, owner, stored.image.name, number) for number in range(count)]
            yield list(published_sheets().filter(pk__in=made))
        finally:
            stored.image.delete(save=False)
            transaction.set_rollback(True)


def _sheet(group: WorkingGroup, owner: Organisation, picture: str, number: int) -> int:
    space = Space.objects.create(group=group, kind=SpaceKind.EXPERIMENTATION)
    Carrier.objects.create(space=space, organisation=owner, is_lead=True)
    activity = list(Activity)[number % len(Activity)]
    trial = Experimentation.objects.create(
        space=space,
        owner=owner,
        title=f"Essai {number}",
        activity=activity,
        audience=Audience.PUBLIC,
    )
    entry = JournalEntry.objects.create(
        experimentation=trial,
        space=space,
        kind="action",
        text="x",
        occurred_on=date(2026, 3, 1),
        audience=Audience.PUBLIC,
    )
    terms = Term.objects.offered()
    trial.terms.set(terms.filter(kind=TermKind.LEVER)[number % 5 :][:2])
    entry.terms.set(terms.filter(kind=TermKind.OBSTACLE)[number % 5 :][:2])
    pictures = [
        JournalPicture.objects.create(
            entry=entry, image=picture, thumbnail=picture, width=SIDE, height=SIDE * 3 // 4
        )
        for _ in range(PICTURES)
    ]
    sheet = save_sheet(
        experimentation=trial,
        editor=None,
        words={
            "title": f"Fiche {number}",
            "place": "Exempleville",
            "keywords": f"couture, atelier {number % 10}",
            **dict.fromkeys([section.value for section in Section][:6], PARAGRAPH),
        },
        dated=date(2026, 3, 1),
        precision="month",
        pictures={each: f"L’atelier, vue {place}" for place, each in enumerate(pictures, 1)},
        origin="network",
        source="Monde de mesure",
    )
    publish(sheet=sheet, by=None)
    return sheet.pk


def _timed(what: str, make: Callable[[], bytes], rounds: int) -> Print:
    times, worked = [], []
    content = make()
    for _ in range(rounds):
        started, used = time.perf_counter(), time.process_time()
        content = make()
        times.append(time.perf_counter() - started)
        worked.append(time.process_time() - used)
    p95 = sorted(times)[max(0, round(0.95 * len(times)) - 1)]
    return Print(what, statistics.median(times), p95, statistics.median(worked), len(content))


def measure(samples: Samples, *, rounds: int, count: int) -> list[Print]:
    """A sheet `rounds` times, a booklet of `count` sheets once after a first one, the tables of the
    largest group as who facilitates it."""
    user = samples.people["animateur·rice"]
    group, access = get_page(user, samples.values["groupes/<slug>/"]["slug"])
    with _shelf(group, count) as sheets:
        booklet = Booklet(group=group, title="Recueil de mesure", introduction=PARAGRAPH)
        found = [
            _timed("une fiche de deux pages, deux photos", lambda: printed(sheets[0]), rounds),
            _timed(
                f"un recueil de {count} de ces fiches",
                lambda: printed_booklet(booklet, sheets, lambda done: None),
                1,
            ),
        ]
    export = Export(user, group, access)
    for extension, write in WORKBOOKS.items():
        what = f"les expérimentations d’un groupe, {extension.upper()}"
        found.append(_timed(what, lambda w=write: w("x", tables_of(export)).content, 1))
    return found
