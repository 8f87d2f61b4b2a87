"""A published sheet as a tagged PDF (PDF/UA-1), made by typst.

Everything that people wrote goes to the template as JSON, never as source: nothing of it is read
as typst. Fonts are those that the typst wheel embeds.
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
from experiments.sheets.models import ExperienceSheet
from experiments.sheets.pdf.blocks import blocks_of
from experiments.sheets.selectors import Shown, shown, signers_of

TEMPLATE = Path(__file__).with_name("sheet.typ")
# 8 cm wide on paper, at 250 dots per inch.
PICTURE_SIDE = 800


def printed(sheet: ExperienceSheet) -> bytes:
    """The published version, as anybody reads it. Four queries."""
    content = shown(sheet.published.content, sheet.experimentation_id, user=None, picture_url=str)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        data = _data(sheet, content) | {"pictures": _pictures(content, root)}
        return typst.compile(
            TEMPLATE.read_bytes(),
            root=root,
            format="pdf",
            sys_inputs={"data": json.dumps(data)},
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )


def _data(sheet: ExperienceSheet, content: Shown) -> dict:
    said = content.content
    facts = [
        (_("Collectivité"), ", ".join(said["carriers"])),
        (_("Lieu"), said["place"]),
        (_("Date"), content.date),
        (_("Mots-clés"), ", ".join(content.keywords)),
        (_("Partenaires signataires"), ", ".join(said["signatories"])),
    ]
    return {
        "kind": _("Fiche retour d’expérience"),
        "title": said["title"],
        "author": said["owner"],
        "facts": [list(fact) for fact in facts if fact[1]],
        "sections": [
            {"label": str(each["label"]), "blocks": blocks_of(each["text"])}
            for each in content.sections
        ],
        "pictures_title": _("Photos"),
        "origin_title": _("D’où vient cette fiche"),
        "origin": _origin(sheet, content),
        "address": absolute(reverse("sheet", args=[sheet.pk])),
        "page": _("Page"),
    }


def _origin(sheet: ExperienceSheet, content: Shown) -> list[str]:
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
    return lines


def _pictures(content: Shown, root: Path) -> list[dict]:
    """The pictures as small JPEG files in `root`, the only folder that typst may read."""
    made = []
    for number, each in enumerate(content.pictures):
        image = each["picture"].image
        try:
            with image.storage.open(image.name, "rb") as stored, Image.open(stored) as picture:
                small = picture.convert("RGB")
        except OSError:
            # Gone or unreadable: the text stays worth printing.
            continue
        small.thumbnail((PICTURE_SIDE, PICTURE_SIDE), Image.Resampling.LANCZOS)
        name = f"{number}.jpg"
        small.save(root / name, "JPEG", quality=80, optimize=True)
        made.append({"file": name, "alt": each["alt"]})
    return made
