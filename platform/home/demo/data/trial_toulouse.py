"""The cross training day of Toulouse, in our own sentences."""

from datetime import date

from common.models import Precision
from experiments.enums import Activity, EntryKind, Stage
from home.demo.data import sources as s
from home.demo.schema import (
    Note,
    Partner,
    Reached,
    Todo,
    Trial,
)

MONTH, YEAR = Precision.MONTH, Precision.YEAR
MARCH_2021, SEPTEMBER_2021 = date(2021, 3, 1), date(2021, 9, 1)


TOULOUSE = Trial(
    key="toulouse-formation",
    group="politique-de-la-ville",
    owner="toulouse-m",
    title="Une journée de formation croisée ESS et politique de la ville",
    summary="""Réunir en un même lieu celles et ceux qui font l'ESS et la politique de la ville, et
    en tirer un programme type.""",
    stage=Stage.TRIAL,
    author="animation",
    activity=Activity.OTHER,
    neighbourhood="La Reynerie et Bellefontaine (Toulouse)",
    objective="""
    Faire se rencontrer les deux mondes, et construire avec eux un programme de journée et un
    bouquet de ressources que d'autres territoires pourront reprendre.
    """,
    modalities="""
    Paroles d'élu·es, visites de deux lieux de l'ESS installés en quartier prioritaire, débat
    mouvant, ateliers et apports courts. Programme construit avec tous les partenaires.
    """,
    source=s.CPO,
    created_days=41,
    stages=(Reached(stage=Stage.TRIAL, on=date(2022, 12, 7)),),
    partners=(
        Partner(org="rtes", role="Organise avec Toulouse Métropole"),
        Partner(
            org="imaginations", role="Partenaire", contribution="Visite du FIL, à Bellefontaine"
        ),
        Partner(org="abbal", role="Partenaire", contribution="Accueil et visite, à la Reynerie"),
        Partner(org="cress-occitanie", role="Partenaire"),
        Partner(org="ressources-territoires", role="Partenaire"),
        Partner(org="villes-territoires", role="Partenaire"),
    ),
    todos=(Todo(title="Décliner la journée dans d'autres territoires", responsible="RTES"),),
    notes=(
        Note(
            kind=EntryKind.ACTION,
            author="animation",
            noted_days=32,
            on=date(2022, 12, 7),
            text="""La journée se tient au Collectif Abbal. Le matin, les politiques locales
            présentées par des élu·es, puis deux visites ; l'après-midi, un débat mouvant sur les
            idées reçues et des ateliers : cadre de la politique de la ville, modèles économiques,
            conditions de réussite.""",
            source=s.CPO,
        ),
        Note(
            kind=EntryKind.RESULT,
            author="animation",
            noted_days=31,
            on=date(2022, 12, 7),
            text="""60 participant·es comptés au bilan, très satisfaits, comme les organisateurs. Un
            livret reprend pour chacun·e l'essentiel de la journée.""",
            source=s.CPO,
        ),
    ),
)
