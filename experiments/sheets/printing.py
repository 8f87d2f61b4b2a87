"""A published sheet as an accessible PDF (PDF/UA-1), by typst.

What people wrote is handed over as data, never as source; pictures are copies of our own files in a
folder that holds nothing else. The font, Libertinus Serif, is in the typst package.
"""

import json
import tempfile
from pathlib import Path

import typst
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from PIL import Image

from common.mail import absolute
from common.markdown import tree
from experiments.sheets.content import sections_of
from experiments.sheets.enums import Origin
from experiments.sheets.models import ExperienceSheet
from experiments.sheets.selectors import shown, signed_by

SOURCE = Path(__file__).parent / "sheet.typ"
# Enough for 12 cm of paper at 200 dots an inch.
SIDE = 960


def printed(sheet: ExperienceSheet) -> bytes:
    """The PDF of the published version. Three queries."""
    version = sheet.published
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / SOURCE.name).write_bytes(SOURCE.read_bytes())
        found = shown(version.content, None, picture_url=lambda pk: "")
        pictures = [
            {"path": _copied(each["row"], root), "alt": each["alt"]} for each in found.pictures
        ]
        data = _data(sheet, version, found, pictures)
        return typst.compile(
            str(root / SOURCE.name),
            root=str(root),
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )


def _copied(picture, root: Path) -> str:
    """A picture as JPEG, small enough to be sent, without anything but its points."""
    with picture.image.open("rb") as file, Image.open(file) as image:
        copy = image.convert("RGB")
    copy.thumbnail((SIDE, SIDE))
    name = f"{picture.pk}.jpg"
    copy.save(root / name, "JPEG", quality=80)
    return name


def _data(sheet, version, found, pictures: list[dict]) -> dict:
    content = version.content
    about = [", ".join(content["carriers"]), content["place"], found.date, content["keywords"]]
    signatures = list(signed_by(version))
    lists = []
    if signatures:
        lists.append(
            {
                "label": _("Fiche signée par"),
                "items": [
                    f"{each.organisation.name}, {_day(each.decided_at)}" for each in signatures
                ],
            }
        )
    sources = [absolute(reverse("sheet", args=[sheet.pk]))]
    if content["source"]:
        sources.insert(0, content["source"])
    lists.append({"label": _("Sources"), "items": sources})
    notice = ""
    if content["origin"] == Origin.NETWORK:
        notice = _(
            "Reprise des pages publiques du réseau, avec leur source. Aucune signature n’a été "
            "demandée."
        )
    return {
        "title": content["title"],
        "author": content["owner"],
        "keywords": [word.strip() for word in content["keywords"].split(",") if word.strip()],
        "about": " · ".join(part for part in about if part),
        "notice": notice,
        "footer": _("Fiche retour d’expérience, publiée le %(day)s")
        % {"day": _day(version.published_at)},
        "sections": [
            {"label": str(each["label"]), "blocks": tree(each["text"])}
            for each in sections_of(content)
        ],
        "pictures": pictures,
        "labels": {"pictures": _("Photos")},
        "lists": lists,
    }


def _day(moment) -> str:
    return date_format(localtime(moment), "j F Y")
