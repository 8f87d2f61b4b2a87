"""A published sheet as a PDF that is tagged (PDF/UA-1) and archivable (PDF/A-2a), made by typst.

Everything that people wrote goes to the template as JSON, never as source: nothing of it is read
as typst. Fonts are those that the typst wheel embeds.
"""

import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import typst
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from PIL import Image

from common.dates import date_format
from common.mail import absolute
from experiments.sheets.models import ExperienceSheet
from experiments.sheets.pdf.blocks import blocks_of
from experiments.sheets.pdf.legible import INSTEAD, STANDARDS, legible
from experiments.sheets.pdf.place import map_of
from experiments.sheets.selectors import Shown, shown, signers_of
from experiments.sites.models import Site

TEMPLATE = Path(__file__).with_name("sheet.typ")
# What templates import; the only file of ours that they may read.
PARTS = Path(__file__).with_name("parts.typ")
# 8 cm wide on paper, at 250 dots per inch.
PICTURE_SIDE = 800


def printed(sheet: ExperienceSheet) -> bytes:
    """The published version, as anybody reads it. Four queries."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        return compiled(TEMPLATE, root, sys_inputs={"data": json.dumps(printable(sheet, root))})


def printable(sheet: ExperienceSheet, root: Path, *, prefix: str = "") -> dict:
    """What parts.typ draws of the published version, its pictures put into the folder `root` under
    names that begin with `prefix`. Four queries."""
    content = shown(sheet.published.content, sheet.experimentation_id, user=None, picture_url=str)
    drawn = _map(sheet, content, root)
    return _legible(
        _data(sheet, content, has_map=drawn is not None)
        | {"pictures": _pictures(content, root, prefix), "map": drawn}
    )


def _legible(data: dict) -> dict:
    """The same without what no font prints, which it says at its end."""
    written = json.dumps(data, ensure_ascii=False)
    kept = legible(written)
    if kept == written:
        return data
    data = json.loads(kept)
    data["origin"].append(
        _("Le signe %(sign)s remplace ce que l’impression ne sait pas dessiner.")
        % {"sign": INSTEAD}
    )
    return data


def _map(sheet: ExperienceSheet, content: Shown, root: Path) -> dict | None:
    """Where its public places are, else its owner, as a picture in `root`: one file for each set of
    départements."""
    places = [each.commune for each in content.places if each.commune]
    made = map_of(places) or map_of([sheet.experimentation.owner])
    if made is None:
        return None
    (root / made["name"]).write_text(made["svg"], encoding="utf-8")
    return {"file": made["name"], "alt": made["alt"], "caption": made["caption"]}


def compiled(template: Path, root: Path, **inputs) -> bytes:
    """The PDF of a template, which reads nothing but what is in `root` and parts.typ."""
    shutil.copy(PARTS, root)
    return typst.compile(
        template.read_bytes(),
        root=root,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=STANDARDS,
        **inputs,
    )


def _data(sheet: ExperienceSheet, content: Shown, *, has_map: bool) -> dict:
    said = content.content
    facts = [
        (_("Collectivité"), ", ".join(said["carriers"])),
        (_("Lieu"), said["place"]),
        (_("Lieux de l’expérimentation"), ", ".join(map(_named, content.places))),
        (_("Date"), content.date),
        (_("Mots-clés"), ", ".join(content.keywords)),
        (_("Partenaires signataires"), ", ".join(said["signatories"])),
    ]
    return {
        "kind": _("Fiche retour d’expérience n°\u00a0%(number)s") % {"number": sheet.pk},
        "title": said["title"],
        "author": said["owner"],
        "facts": [list(fact) for fact in facts if fact[1]],
        "sections": [
            {"label": str(each["label"]), "blocks": blocks_of(each["text"])}
            for each in content.sections
        ],
        "figures_title": _("Les chiffres"),
        "figures": [each["words"] for each in content.figures],
        "pictures_title": _("Photos"),
        "contacts_title": _("À qui s’adresser"),
        "contacts": [[each["function"], each["reach"]] for each in said.get("contacts", [])],
        "origin_title": _("D’où vient cette fiche"),
        "origin": _origin(sheet, content, has_map=has_map),
        "address": absolute(reverse("sheet", args=[sheet.pk])),
        "page": _("Page"),
    }


def _named(place: Site) -> str:
    return f"{place.name} ({place.commune.name})" if place.commune else place.name


def _origin(sheet: ExperienceSheet, content: Shown, *, has_map: bool) -> list[str]:
    """Who signed it, or what it is taken from; and the public notes it rests on."""
    version = sheet.published
    day = date_format(localtime(version.published_at), "j F Y")
    lines = [_("Publiée le %(day)s, version %(number)s.") % {"day": day, "number": version.number}]
    if content.is_of_the_network:
        lines.append(
            _(
                "Reprise des pages publiques du réseau\u00a0: personne ne l’a signée. "
                "Source\u00a0: %(source)s."
            )
            % {"source": content.content["source"]}
        )
    lines += [
        _("Signée par %(name)s le %(day)s.")
        % {"name": each.organisation.name, "day": date_format(localtime(each.decided_at), "j F Y")}
        for each in signers_of(version)
    ]
    for section in content.sections:
        if section["notes"]:
            days = ", ".join(date_format(note.occurred_on, "j F Y") for note in section["notes"])
            lines.append(
                _(
                    "«\u00a0%(section)s\u00a0» s’appuie sur des notes publiques du "
                    "journal\u00a0: %(days)s."
                )
                % {"section": section["label"], "days": days}
            )
    if has_map:
        lines.append(_("Contours de la carte\u00a0: MapSVG, par svg-maps (CC BY 4.0), simplifiés."))
    return lines


def _pictures(content: Shown, root: Path, prefix: str) -> list[dict]:
    """The pictures as small JPEG files in `root`, the only folder that typst may read."""
    names = [f"{prefix}{number}.jpg" for number in range(len(content.pictures))]
    fields = [each["picture"].image for each in content.pictures]
    # Pillow lets other threads work meanwhile.
    with ThreadPoolExecutor() as pool:
        made = list(pool.map(_shrunk, fields, [root / name for name in names]))
    return [
        {"file": name, "alt": each["alt"]}
        for name, each, is_made in zip(names, content.pictures, made, strict=True)
        if is_made
    ]


def _shrunk(image: FieldFile, path: Path) -> bool:
    """Write a picture as small as it is printed; False where it is gone or unreadable: the text
    stays worth printing."""
    try:
        with image.storage.open(image.name, "rb") as stored, Image.open(stored) as picture:
            small = picture.convert("RGB")
    except OSError:
        return False
    # Halved first, as often as may be: a tenth of the time, and paper does not tell.
    small.thumbnail((PICTURE_SIDE, PICTURE_SIDE), Image.Resampling.LANCZOS, reducing_gap=1.0)
    small.save(path, "JPEG", quality=80)
    return True
