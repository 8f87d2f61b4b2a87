"""The Flashcoop of Belle-Beille, as presented in September 2021, in our own sentences.

Where only the presentation of a fact is dated, the note says so.
"""

from datetime import date

from common.models import Audience, Precision
from experiments.enums import Activity, EntryKind, Stage
from home.demo.data import sources as s
from home.demo.schema import (
    Money,
    Note,
    Partner,
    Post,
    Reached,
    Talk,
    Trial,
)

MONTH, YEAR = Precision.MONTH, Precision.YEAR
MARCH_2021, SEPTEMBER_2021 = date(2021, 3, 1), date(2021, 9, 1)


ANGERS = Trial(
    key="angers-flashcoop",
    group="economie-informelle",
    audience=Audience.PUBLIC,
    owner="angers-lm",
    title="Flashcoop Mam Cookies",
    summary="""Huit femmes, sept jours, une coopérative éphémère de biscuits : vivre toutes les
    étapes d'une création d'activité.""",
    stage=Stage.TRIAL,
    author="agent.angers",
    activity=Activity.FOOD,
    neighbourhood="Belle-Beille (Angers)",
    objective="""
    Proposer à des femmes qui cuisinent déjà pour leur quartier une étape dans un parcours plus
    long, adapté à chacune. Qu'elles en sortent avec une entreprise n'était pas le but.
    """,
    hypothesis="""
    Les coopératives du réseau Coopérer pour entreprendre l'ont constaté : 80 % des personnes
    qu'elles accompagnent cherchent un emploi, et 25 à 30 % d'entre elles en retrouvent un. Le
    chemin de la création d'activité fait donc progresser par lui-même ; autant le mettre au service
    de l'insertion.
    """,
    modalities="""
    Sept jours en présence, en groupe : définir l'offre et la marque, produire, vendre, tenir les
    comptes, faire le bilan. La CAE CDP49 accompagne, aussi sur la sécurité au travail et l'hygiène.
    Les participantes rencontrent pendant ces jours les structures qui pourront les suivre après.

    Angers Loire Métropole a aidé à choisir le quartier, mis la CAE en relation avec les acteurs
    locaux, siégé au comité de pilotage, prêté les locaux et financé l'action, en confiance et sans
    injonction.
    """,
    source=s.CULINARY,
    created_days=48,
    stages=(
        Reached(
            stage=Stage.TRIAL,
            on=SEPTEMBER_2021,
            precision=MONTH,
            note="Date à laquelle l'essai a été présenté ; celle de la Flashcoop n'est pas connue.",
        ),
    ),
    partners=(
        Partner(
            org="cdp49",
            role="Conduit la Flashcoop",
            contribution="Accompagnement sur toutes les étapes, sécurité et hygiène",
        ),
        Partner(
            org="cpe",
            role="Réseau d'où vient le format",
            contribution="Essai mené au même moment sur dix territoires, avec le soutien de la BPI",
        ),
        Partner(org="fabrique", role="Cadre de l'expérimentation"),
    ),
    money=(
        Money(
            funder="angers-lm",
            amount=6000,
            note="Budget de l'action, sur dix jours",
            source=s.CULINARY,
        ),
    ),
    todos=(),
    notes=(
        Note(
            kind=EntryKind.ACTION,
            author="agent.angers",
            noted_days=39,
            on=date(2021, 1, 1),
            precision=YEAR,
            text="""Le quartier Belle-Beille est retenu avec la CAE ; la collectivité la met en
            relation avec des structures d'insertion et des associations du quartier. (Année de la
            présentation ; la date exacte n'est pas connue.)""",
            source=s.CULINARY,
        ),
        Note(
            kind=EntryKind.OBSERVATION,
            author="agent.angers",
            noted_days=36,
            on=SEPTEMBER_2021,
            precision=MONTH,
            text="""Le groupe : 8 femmes de 25 à 55 ans qui cuisinaient déjà de façon informelle
            dans le quartier. Leur production : des biscuits, sous la marque Mam Cookies. (Rapporté
            en septembre 2021.)""",
            source=s.CULINARY,
        ),
        Note(
            kind=EntryKind.RESULT,
            author="agent.angers",
            noted_days=14,
            on=SEPTEMBER_2021,
            precision=MONTH,
            text="Deux participantes ont créé leur activité. (Rapporté en septembre 2021.)",
            source=s.CULINARY,
        ),
        Note(
            kind=EntryKind.RESULT,
            author="agent.angers",
            noted_days=4,
            on=SEPTEMBER_2021,
            precision=MONTH,
            text="""Et après : une formation aux normes d'hygiène menée à son terme, un permis de
            conduire obtenu, un essai de gâteaux au sein de la CAE, deux personnes suivies par le
            relais pour l'emploi. (Rapporté en septembre 2021.)""",
            source=s.CULINARY,
        ),
    ),
    talks=(
        Talk(
            key="angers-suite",
            title="Une étape d'un parcours plus long : comment garder le fil ?",
            source=s.CULINARY,
            posts=(
                Post(
                    author="agent.angers",
                    days=15,
                    at="10:20",
                    text="""La Flashcoop devait être une étape, pas une fin. Les structures
                    rencontrées pendant les sept jours ont pris le relais de façons très
                    différentes : formation, permis, essai à la CAE, relais pour l'emploi.""",
                ),
                Post(
                    author="animation",
                    days=14,
                    at="09:15",
                    text="""Ce que je retiens pour les autres collectivités : le résultat se lit
                    personne par personne, et pas seulement en nombre d'entreprises créées.""",
                ),
            ),
        ),
    ),
)
