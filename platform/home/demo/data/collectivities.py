"""The collectivités that the sources name, and the network itself.

Each is matched by its official code (two communes are called Grigny) and named as in the
reference data. `member` is set only where a source says that it belongs to the network.
"""

from home.demo.data import sources as s
from home.demo.schema import Org
from organisations.enums import Kind, Level

COLLECTIVITY = Kind.COLLECTIVITY


def _commune(key, name, code, **more) -> Org:
    return Org(key=key, name=name, kind=COLLECTIVITY, level=Level.COMMUNE, code=code, **more)


def _epci(key, name, siren, department, **more) -> Org:
    return Org(
        key=key,
        name=name,
        kind=COLLECTIVITY,
        level=Level.EPCI,
        code=siren,
        department=department,
        **more,
    )


def _ept(key, name, siren, department, **more) -> Org:
    return Org(
        key=key,
        name=name,
        kind=COLLECTIVITY,
        level=Level.EPT,
        code=siren,
        department=department,
        **more,
    )


def _department(key, name, code, **more) -> Org:
    return Org(
        key=key,
        name=name,
        kind=COLLECTIVITY,
        level=Level.DEPARTMENT,
        code=code,
        department=code,
        **more,
    )


NETWORK = Org(
    key="rtes",
    name="RTES",
    kind=Kind.NETWORK,
    description="""Réseau des collectivités Territoriales pour une Économie Solidaire : il anime les
    chantiers de travail.""",
    source=s.CHANTIER,
    website="https://www.rtes.fr",
)


COLLECTIVITIES = (
    _commune("grigny", "Grigny", "91286", department="91"),
    _commune("stains", "Stains", "93072", department="93"),
    _commune("saint-denis", "Saint-Denis", "93066", department="93"),
    _commune("angers", "Angers", "49007", department="49"),
    _commune("nantes", "Nantes", "44109", department="44", member=True),
    _commune("rennes", "Rennes", "35238", department="35"),
    _commune("toulouse", "Toulouse", "31555", department="31"),
    _commune("poitiers", "Poitiers", "86194", department="86"),
    _ept("plaine-commune", "Plaine Commune", "200057867", "93"),
    _ept("gosb", "Grand-Orly Seine Bièvre", "200058014", "94"),
    _epci("angers-lm", "Angers Loire Métropole", "244900015", "49"),
    _epci(
        "grand-paris-sud",
        "Communauté d'agglomération Grand Paris Sud Seine Essonne Sénart",
        "200059228",
        "91",
    ),
    _epci("toulouse-m", "Toulouse Métropole", "243100518", "31", member=True),
    _epci("nantes-m", "Nantes Métropole", "244400404", "44", member=True),
    _epci("rennes-m", "Rennes Métropole", "243500139", "35", member=True),
    _epci("strasbourg", "Eurométropole de Strasbourg", "246700488", "67", member=True),
    _epci(
        "ccavm",
        "Communauté de communes d'Auberive Vingeanne et Montsaugeonnais",
        "200027308",
        "52",
    ),
    _department("essonne", "Essonne", "91"),
    _department("ille-et-vilaine", "Ille-et-Vilaine", "35"),
    _department("meurthe", "Meurthe-et-Moselle", "54"),
)
