"""What a person finds on the network's resource pages, by file of the dumps: read by eye, line by
line. Facts only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Read:
    """One resource; `dated` is a day, a month or nothing, as the page says it."""

    title: str
    kind: str
    dated: str | None = None
    number: int | None = None
    is_rtes: bool = True
    is_private: bool = False
    keywords: tuple[str, ...] = ()
    place: str = ""
    zone: str = ""
    website: str = ""
    attendance: int | None = None

    def row(self) -> tuple:
        return (
            self.title,
            self.kind,
            self.number,
            self.dated,
            self.is_rtes,
            self.is_private,
            list(self.keywords),
            self.place,
            self.zone,
            self.website,
            self.attendance,
        )


_RURAL = [
    Read("Mode d'emploi ESS & ruralités - TRESSONS", "kit", "2020-09"),
    Read("Pratiques informelles - Mise en débat par Résovilles", "article", is_rtes=False),
    Read(
        "Fiches techniques TRESSONS : 5 formes de coopération adaptées aux besoins des "
        "territoires ruraux",
        "kit",
        "2020-09",
    ),
    Read(
        "Fiches techniques TRESSONS : 4 leviers d'actions pour renforcer l'ESS dans les "
        "territoires ruraux",
        "kit",
        "2020-09",
    ),
    Read(
        "WEBINAIRE ESS & RURALITÉS - CONNAÎTRE L'ÉCOSYSTÈME D'ACCOMPAGNEMENT ET DE FINANCEMENT",
        "conference",
        "2020-09-10",
        attendance=170,
    ),
    Read(
        '"Pratiques de mobilisation des programmes de développement rural et des outils de '
        "contractualisation en faveur de l'ESS\"",
        "study",
    ),
    Read(
        "Fiche Déniché pour vous n°87 : Collectif GARE",
        "dpv",
        "2020-05",
        number=87,
        keywords=("ruralité", "lieux partagés"),
        place="52160 VAILLANT",
        zone="Haute-Marne",
        website="https://collectifgare.wordpress.com/2016/11/22/qui-sommes-nous/",
    ),
    Read("Panorama de projets d'ESS dans les territoires ruraux - TRESSONS", "kit", "2020-05"),
    Read(
        'RepèrESS "Développer l\'ESS dans les quartiers politique de la ville"',
        "reperess",
        "2020-02",
    ),
]
_CITY = [
    Read(
        "L'approche québécoise de la revitalisation urbaine intégrée - conférence en ligne "
        "novembre 2021",
        "conference",
        "2021-11-17",
    ),
    Read("Newsletter RTES - POLITIQUE DE LA VILLE", "newsletter", "2021-10", is_private=True),
    Read(
        "Fiche Déniché pour vous n°101 : Centre de santé des 3 cités",
        "dpv",
        "2021-10",
        number=101,
        keywords=("politique de la ville",),
    ),
    Read(
        "Economies populaires : vulnérabilités et ressources - conférence en ligne septembre 2021",
        "conference",
        "2021-09",
    ),
    Read("Pratiques culinaires informelles - retours d'expériences de formalisation", "conference"),
    Read("Étude PLS/RTES : ESS, territoires ruraux & urbains", "study", "2021-06"),
    Read(
        "Fiche Déniché pour Vous n°97 : Migracoop",
        "dpv",
        "2021-05",
        number=97,
        keywords=("économie informelle", "entrepreneuriat collectif"),
        place="75000 PARIS",
        zone="Paris, Île-de-France",
        website="http://www.meltingcoop.fr/?page_id=2",
    ),
    Read('Étude ANCT "L\'ESS : une chance pour les territoires fragiles"', "study", is_rtes=False),
    Read(
        "Mécanique de rue : retour sur une recherche-action - conférence en ligne mars 2021",
        "conference",
        "2021-03",
        attendance=60,
    ),
    Read(
        "Webinaire ESS & ruralités : Les relations contractuelles entre collectivités et acteurs - "
        "février 2021",
        "conference",
        "2021-02-18",
    ),
]
SEEDS = {"002": _RURAL, "004": _CITY}
