"""Remake the compact reference data from the package @etalab/decoupage-administratif."""

import gzip
import io
import json
import re
from collections import defaultdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from organisations.enums import Level
from organisations.reference import PLACES, TERRITORIES

# Département, région and overseas collectivity are one authority and its only « commune » here.
ALONE = {"977", "978"}
# No authority of its own: the State administers it, nobody lives there.
WITHOUT_AUTHORITY = {"989"}
FORMS = {
    "CC": "Communauté de communes",
    "CA": "Communauté d’agglomération",
    "CU": "Communauté urbaine",
}
# These names say by themselves what they are: « Angers Loire Métropole », « Saint-Lô Agglo ».
SELF_EXPLAINED = re.compile(r"m[ée]tropole|agglo|communauté", re.IGNORECASE)


def tidy(name: str) -> str:
    """French typography for a name of the source."""
    name = re.sub(r"(?:''|\")(.+?)(?:''|\")", "«\u00a0\\1\u00a0»", name)
    name = re.sub(r"\s+-\s+", " – ", name.replace("'", "’"))
    return re.sub(r" {2,}", " ", name).strip().replace("Coeur", "Cœur").replace("coeur", "cœur")


def intercommunal_name(source: str) -> str:
    """« CC du Pays de Bitche » → « Communauté de communes du Pays de Bitche »."""
    short, _, rest = source.partition(" ")
    if short not in FORMS:
        return tidy(source)
    rest = tidy(rest)
    if rest[0].isupper() and SELF_EXPLAINED.search(rest):
        return rest
    return f"{FORMS[short]} {rest}"


class Command(BaseCommand):
    help = "Refait le fichier des territoires depuis le paquet @etalab/decoupage-administratif."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="dossier du paquet décompressé")
        parser.add_argument("--year", type=int, required=True, help="millésime des données")

    def handle(self, *, folder: Path, year: int, **options):
        def read(name: str) -> list[dict]:
            path = folder / "data" / f"{name}.json"
            if not path.exists():
                raise CommandError(f"{path} est introuvable.")
            return json.loads(path.read_text(encoding="utf-8"))

        communes = {
            row["code"]: row
            for row in read("communes")
            if row["type"] == "commune-actuelle" and row.get("population") is not None
        }
        departments = [r for r in read("departements") if r["code"] not in WITHOUT_AUTHORITY]
        regions = [r for r in read("regions") if r["zone"] != "com"]
        rows = [
            *self.places(communes.values(), departments, regions),
            *self.communes(communes.values()),
            *self.intercommunal(communes, read("epci"), Level.EPCI),
            *self.intercommunal(communes, read("ept"), Level.EPT),
        ]
        rows.sort(key=lambda row: (row[0], row[1]))
        text = "".join("\t".join(row) + "\n" for row in rows)
        packed = io.BytesIO()
        # No date and no name in the file: the same data always gives the same bytes.
        with gzip.GzipFile(fileobj=packed, mode="wb", filename="", compresslevel=9, mtime=0) as out:
            out.write(text.encode())
        TERRITORIES.write_bytes(packed.getvalue())
        places = {
            "year": year,
            "departments": {r["code"]: tidy(r["nom"]) for r in departments},
            "regions": {r["code"]: tidy(r["nom"]) for r in regions},
        }
        PLACES.write_text(json.dumps(places, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        self.stdout.write(f"{len(rows)} territoires, {len(packed.getvalue()) // 1000} ko.")

    def communes(self, communes):
        for row in communes:
            if row["departement"] not in ALONE:
                yield (
                    Level.COMMUNE.value,
                    row["code"],
                    tidy(row["nom"]),
                    "",
                    row.get("siren", ""),
                    " ".join(row.get("codesPostaux", ())),
                    str(row["population"]),
                    row["departement"],
                    row["region"] if row["zone"] != "com" else "",
                )

    def places(self, communes, departments, regions):
        by_department = defaultdict(int)
        by_region = defaultdict(int)
        postcodes = defaultdict(list)
        for row in communes:
            by_department[row["departement"]] += row["population"]
            by_region[row["region"]] += row["population"]
            postcodes[row["departement"]] += row.get("codesPostaux", ())
        for row in departments:
            code, overseas = row["code"], row["zone"] == "com"
            yield (
                (Level.OVERSEAS if overseas else Level.DEPARTMENT).value,
                code,
                tidy(row["nom"]),
                "",
                "",
                " ".join(postcodes[code]) if code in ALONE else "",
                str(by_department[code] or ""),
                code,
                "" if overseas else row["region"],
            )
        for row in regions:
            code = row["code"]
            yield (
                Level.REGION.value,
                code,
                tidy(row["nom"]),
                "",
                "",
                "",
                str(by_region[code]),
                "",
                code,
            )

    def intercommunal(self, communes, sources, level):
        for row in sources:
            weights = defaultdict(int)
            for member in row["membres"]:
                commune = communes.get(member["code"])
                if commune:
                    weights[commune["departement"], commune["region"]] += commune["population"]
            # An intercommunality astride départements is filed under the one where most live.
            department, region = max(weights, key=weights.get)
            name = intercommunal_name(row["nom"])
            yield (
                level.value,
                row["code"],
                name,
                row["nom"] if name != tidy(row["nom"]) else "",
                row["code"],
                "",
                str(row["populationMunicipale"]),
                department,
                region,
            )
