"""Street mechanics in Stains, as presented in March 2021, in our own sentences."""

from datetime import date

from common.models import Audience, Precision
from experiments.enums import Activity, EntryKind, Stage
from home.demo.data import sources as s
from home.demo.schema import (
    Note,
    Partner,
    Post,
    Reached,
    Talk,
    Todo,
    Trial,
)

MONTH, YEAR = Precision.MONTH, Precision.YEAR
MARCH_2021, SEPTEMBER_2021 = date(2021, 3, 1), date(2021, 9, 1)


STAINS = Trial(
    key="stains-mecanique",
    group="economie-informelle",
    audience=Audience.PUBLIC,
    owner="stains",
    co_carriers=("plaine-commune",),
    title="Mécanique de rue : du problème à la ressource",
    summary="""Une recherche-action a changé le regard sur les mécaniciens de rue ; la ville
    réfléchit à une plateforme de mobilité où ceux qui le souhaitent auraient leur place.""",
    stage=Stage.CODESIGN,
    author="agent.stains",
    activity=Activity.MECHANICS,
    neighbourhood="Deux quartiers de Stains",
    objective="""
    Comprendre la mécanique de rue avant d'y répondre, puis offrir aux mécaniciens une sortie vers
    une activité déclarée qui supprime les nuisances et garde le service rendu.
    """,
    hypothesis="""
    Les savoir-faire des mécaniciens de rue peuvent être reconnus et formalisés. Eux-mêmes et les
    acteurs locaux y sont plutôt favorables.
    """,
    modalities="""
    Stains et Plaine Commune, lauréates en 2015-2016 du programme d'investissements d'avenir « ville
    durable et solidaire », se sont associées à l'université Paris 8, au laboratoire LAVUE et à
    l'ARESS : sept chercheur·es, plusieurs mois d'observation, des questionnaires auprès de 50
    mécaniciens et de 100 familles, une trentaine d'entretiens individuels et des entretiens
    collectifs. D'autres études ont suivi à Plaine Commune.
    """,
    source=s.MECHANICS,
    created_days=46,
    stages=(
        Reached(
            stage=Stage.DIAGNOSIS,
            on=date(2016, 1, 1),
            precision=YEAR,
            note="Recherche-action dans deux quartiers de Stains.",
        ),
        Reached(
            stage=Stage.CODESIGN,
            on=MARCH_2021,
            precision=MONTH,
            note="La ville réfléchit à une plateforme de mobilité multiservices (état présenté).",
        ),
    ),
    partners=(
        Partner(org="paris8", role="Recherche-action"),
        Partner(org="lavue", role="Recherche-action"),
        Partner(
            org="aress",
            role="Recherche-action",
            contribution="Enquête à Stains, puis étude à Saint-Denis",
        ),
        Partner(org="apes", role="A commandé une étude à Plaine Commune"),
    ),
    todos=(
        Todo(
            title="Préciser les services de la plateforme de mobilité",
            responsible="Ville de Stains",
            assignee="agent.stains",
        ),
        Todo(title="Travailler la validation des acquis de l'expérience"),
        Todo(title="Étudier un garage solidaire ou des micro-ateliers sous forme coopérative"),
    ),
    notes=(
        Note(
            kind=EntryKind.ACTION,
            author="agent.stains",
            noted_days=42,
            on=date(2016, 1, 1),
            precision=YEAR,
            text="""Enquête dans deux quartiers : questionnaires auprès de 50 mécaniciens et 100
            familles, une trentaine d'entretiens individuels, des entretiens collectifs.""",
            source=s.MECHANICS,
        ),
        Note(
            kind=EntryKind.OBSERVATION,
            author="agent.stains",
            noted_days=41,
            on=date(2016, 1, 1),
            precision=YEAR,
            text="""6 familles sur 10 font réparer leur voiture dans la rue, et 70 % des personnes
            interrogées disent que cette activité ne les dérange pas.""",
            source=s.MECHANICS,
        ),
        Note(
            kind=EntryKind.OBSERVATION,
            author="agent.stains",
            noted_days=34,
            on=MARCH_2021,
            precision=MONTH,
            text="""Une mécanique « clinique » : on ouvre le moteur et on change la pièce en cause,
            là où bien des garages changent le moteur. Le prix est un forfait. Certaines personnes
            font 200 km pour en profiter.""",
            source=s.MECHANICS,
        ),
        Note(
            kind=EntryKind.DIFFICULTY,
            author="agent.stains",
            noted_days=27,
            on=MARCH_2021,
            precision=MONTH,
            text="""Les nuisances sont réelles : sols pollués, gêne visuelle, places de
            stationnement occupées. Les neuf villes de Plaine Commune reçoivent régulièrement des
            plaintes.""",
            source=s.MECHANICS,
        ),
        Note(
            kind=EntryKind.RESULT,
            author="agent.stains",
            noted_days=18,
            on=MARCH_2021,
            precision=MONTH,
            text="""Les mots ont changé : on ne dit plus mécanique « sauvage » mais mécanique de
            rue. Les études n'y voient jamais d'activité criminelle, ce qui inquiétait les élu·es,
            et on cherche maintenant des réponses à moyen et long terme plutôt que des
            interdictions.""",
            source=s.MECHANICS,
        ),
        Note(
            kind=EntryKind.RESULT,
            author="agent.stains",
            noted_days=3,
            on=MARCH_2021,
            precision=MONTH,
            text="""Pistes travaillées avec une cinquantaine de mécaniciens : acquis de l'expérience
            et situations administratives, garage solidaire ou micro-ateliers en coopérative,
            formation, insertion par l'activité économique, self-garage, écomobilité, autopartage,
            conseil en mobilité.""",
            source=s.MECHANICS,
        ),
    ),
    talks=(
        Talk(
            key="stains-plateforme",
            title="La plateforme de mobilité : par quel service commencer ?",
            source=s.MECHANICS,
            posts=(
                Post(
                    author="agent.stains",
                    days=17,
                    at="11:02",
                    text="""Nous imaginons une plateforme multiservices :

                    - de la réparation clinique,
                    - des façons de se déplacer qui pèsent moins sur l'environnement,
                    - du conseil et de l'orientation.

                    Les mécaniciens de rue qui le souhaitent y auraient leur place.""",
                ),
                Post(
                    author="animation",
                    days=16,
                    at="15:37",
                    text="""Les mécaniciens parlaient surtout de maîtriser leur outil de travail :
                    garage solidaire en coopérative, ou micro-ateliers réunis en coopérative. Est-ce
                    que cela change l'ordre des services ?""",
                ),
                Post(
                    author="agent.stains",
                    days=10,
                    at="09:26",
                    text="""C'est la question. L'enquête montre un vrai besoin : une réparation à
                    moindre coût, et surtout une réparation qu'on ne trouve plus ailleurs.""",
                ),
            ),
        ),
    ),
)
