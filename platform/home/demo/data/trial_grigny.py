"""Les Mamas de Grigny, as presented in September 2021, in our own sentences."""

from datetime import date

from common.models import Audience, Precision
from experiments.enums import Activity, EntryKind, Stage
from groups.enums import GuestLevel
from home.demo.data import sources as s
from home.demo.schema import (
    Guest,
    Money,
    Note,
    Paper,
    Partner,
    Post,
    Reached,
    Talk,
    Todo,
    Trial,
)

MONTH, YEAR = Precision.MONTH, Precision.YEAR
MARCH_2021, SEPTEMBER_2021 = date(2021, 3, 1), date(2021, 9, 1)


GRIGNY = Trial(
    key="grigny-mamas",
    group="economie-informelle",
    audience=Audience.PUBLIC,
    owner="grigny",
    title="Les Mamas de Grigny",
    summary="""De la vente à la sauvette sur le parvis de la gare à un traiteur solidaire, et
    demain peut-être un restaurant de quartier.""",
    stage=Stage.FORMALISATION,
    author="agent.grigny",
    activity=Activity.FOOD,
    neighbourhood="Quartier de la gare",
    objective="""
    Mieux connaître ce qui freine les cuisinières et ce sur quoi elles peuvent s'appuyer pour
    s'insérer par le travail, et leur donner une autre place dans l'espace public.

    Les accompagner vers l'emploi par une activité déclarée, qui rapporte un revenu et relève de
    l'économie solidaire.

    Faire naître une offre de repas de proximité, utile aux habitant·es, et redonner de l'activité
    au quartier de la gare.
    """,
    hypothesis="""
    Réprimer la vente de rue ne la règle pas. Partir de ce que ces femmes savent faire, avec une
    association qui les accompagne, peut leur offrir de meilleures conditions de travail.
    """,
    modalities="""
    Deux axes conduits par le GRDR à la demande de la ville : l'accompagnement social et
    professionnel d'un groupe de femmes immigrées en situation précaire, et une recherche-action qui
    cherche à changer le regard porté sur elles et à tirer de l'expérience un modèle.

    La ville apporte une volonté politique, un financement, la commande de repas de son CCAS, un
    travail avec les services de la préfecture sur les situations administratives, et la recherche
    d'un local.
    """,
    source=s.CULINARY,
    stages=(
        Reached(
            stage=Stage.TRIAL,
            on=MARCH_2021,
            precision=MONTH,
            note="Le traiteur solidaire ouvre.",
        ),
        Reached(
            stage=Stage.FORMALISATION,
            on=SEPTEMBER_2021,
            precision=MONTH,
            note="Le GRDR et ses partenaires cherchent le statut qui convient (état présenté).",
        ),
    ),
    partners=(
        Partner(
            org="grdr",
            role="Conduit le projet",
            contribution="""Accompagnement des cuisinières, y compris sur leur situation
            administrative""",
        ),
        Partner(org="mamas", role="Cuisinières", contribution="Production des repas"),
        Partner(org="reveil", role="Couveuse", contribution="Cadre pour tester l'activité"),
        Partner(
            org="ccas-grigny",
            role="Commande publique",
            contribution="Commande des repas et les distribue aux personnes vulnérables",
        ),
        Partner(org="grand-paris-sud", role="Partenaire du projet"),
        Partner(org="formation-grigny", role="Partenaire du projet"),
        Partner(
            org="paris-diderot",
            role="Recherche-action",
            contribution="Coordination par une géographe de l'université",
        ),
    ),
    money=(
        Money(funder="grigny", note="Soutien au projet du GRDR", source=s.CULINARY),
        Money(funder="anct", note="Insertion par l'activité économique", source=s.CULINARY),
        Money(funder="essonne", note="Insertion par l'activité économique", source=s.CULINARY),
        Money(funder="paris-habitat", note="Recherche-action", source=s.CULINARY),
        Money(
            funder="dian",
            note="Accompagnement des personnes primo-arrivantes",
            source=s.CULINARY,
        ),
        Money(funder="raja", note="Accompagnement", source=s.CULINARY),
    ),
    todos=(
        Todo(
            title="Trouver avec la ville le local du restaurant solidaire",
            responsible="Ville de Grigny et GRDR",
            assignee="agent.grigny",
        ),
        Todo(title="Arrêter le statut qui structurera l'activité", responsible="GRDR"),
        Todo(
            title="Répondre à des appels à projets pour équiper la cuisine",
            responsible="Ville de Grigny",
            assignee="agent.grigny",
        ),
    ),
    notes=(
        Note(
            kind=EntryKind.OBSERVATION,
            author="agent.grigny",
            noted_days=44,
            on=SEPTEMBER_2021,
            precision=MONTH,
            text="""Depuis quelques années, on vend à la sauvette sur le parvis de la gare : des
            plats préparés par des femmes d'un certain âge, des cigarettes proposées surtout par de
            jeunes hommes sans titre de séjour. Une partie de la population s'en agace. (Constat
            présenté en septembre 2021.)""",
            source=s.CULINARY,
        ),
        Note(
            kind=EntryKind.DECISION,
            author="agent.grigny",
            noted_days=43,
            on=SEPTEMBER_2021,
            precision=MONTH,
            text="""La répression n'a rien réglé et la ville n'avait pas les outils pour répondre
            autrement : elle a demandé l'appui du GRDR pour que ces femmes exercent dans de
            meilleures conditions. (Décision antérieure à mars 2021, date non connue.)""",
            source=s.CULINARY,
        ),
        Note(
            kind=EntryKind.RESULT,
            author="agent.grigny",
            noted_days=40,
            on=MARCH_2021,
            precision=MONTH,
            text="""Un traiteur solidaire ouvre. Les cuisinières y travaillent deux demi-journées
            par semaine et préparent les repas que le CCAS distribue.""",
            source=s.CULINARY,
        ),
        Note(
            kind=EntryKind.OBSERVATION,
            author="invite.grigny",
            noted_days=33,
            on=SEPTEMBER_2021,
            precision=MONTH,
            text="""65 femmes rencontrées, 15 qui se sont impliquées. À ce jour, le groupe réunit 10
            cuisinières, et 3 personnes en observation.""",
            source=s.CULINARY,
        ),
        Note(
            kind=EntryKind.RESULT,
            author="agent.grigny",
            noted_days=21,
            on=SEPTEMBER_2021,
            precision=MONTH,
            text="""800 repas distribués par le CCAS depuis mars 2021. Passer par la commande
            publique a placé les cuisinières en situation de prestataires et leur a apporté tout de
            suite une rémunération.""",
            source=s.CULINARY,
        ),
        Note(
            kind=EntryKind.ACTION,
            author="invite.grigny",
            noted_days=16,
            on=SEPTEMBER_2021,
            precision=MONTH,
            text="""Formations suivies par les cuisinières : hygiène (HACCP), cuisine et pâtisserie,
            comptabilité, communication, informatique. Le but : qu'elles gèrent elles-mêmes leur
            association.""",
            source=s.CULINARY,
        ),
        Note(
            kind=EntryKind.DIFFICULTY,
            author="agent.grigny",
            noted_days=9,
            on=SEPTEMBER_2021,
            precision=MONTH,
            text="""Le local du restaurant solidaire n'est pas encore trouvé. Il doit offrir un lieu
            de travail plus digne sans faire disparaître les cuisinières du regard des passants.""",
            source=s.CULINARY,
        ),
        Note(
            kind=EntryKind.DIFFICULTY,
            author="invite.grigny",
            noted_days=6,
            on=SEPTEMBER_2021,
            precision=MONTH,
            text="""Le statut reste à choisir. Il faut qu'il tienne sur le plan administratif comme
            financier, et qu'il assure à chacune un revenu régulier.""",
            source=s.CULINARY,
        ),
    ),
    talks=(
        Talk(
            key="grigny-statut",
            title="Quel statut pour l'activité des Mamas ?",
            source=s.CULINARY,
            posts=(
                Post(
                    author="agent.grigny",
                    days=19,
                    at="09:40",
                    text="""Je propose de rassembler ici ce que nous attendons du statut : un revenu
                    régulier pour chacune, une gestion que les cuisinières assurent elles-mêmes, et
                    une structure qui tient sur le plan administratif et financier.""",
                ),
                Post(
                    author="invite.grigny",
                    days=19,
                    at="14:12",
                    text="""J'ajoute la question des **situations administratives** : nous
                    accompagnons les cuisinières sur ce point en parallèle.""",
                ),
                Post(
                    author="agent.grigny",
                    days=18,
                    at="10:05",
                    text="""Oui. De notre côté, le travail avec les services de la préfecture
                    continue.""",
                ),
                Post(
                    author="animation",
                    days=12,
                    at="11:30",
                    text="""Le troisième thème du groupe porte justement sur les formes et les
                    outils de formalisation : ce que vous écrivez ici peut y nourrir la discussion,
                    si vous en êtes d'accord.""",
                ),
                Post(
                    author="invite.grigny",
                    days=6,
                    at="16:48",
                    text="""D'accord pour nous. Rappelons-y le rôle de Réveil : l'association
                    fonctionne comme une couveuse, où l'activité se teste.""",
                ),
            ),
        ),
    ),
    papers=(
        Paper(
            key="grigny-conference",
            title="Conférence en ligne « Pratiques culinaires informelles »",
            description="""L'expérience de Grigny et celle d'Angers y ont été présentées en
            septembre 2021 devant 60 personnes. L'enregistrement est sur le site du RTES.""",
            author="agent.grigny",
            days=30,
            url="https://www.rtes.fr/",
            source=s.CULINARY,
        ),
        Paper(
            key="grigny-chiffres",
            title="Les Mamas de Grigny en chiffres",
            description="Les nombres cités dans le journal, avec leur date.",
            author="agent.grigny",
            days=20,
            filename="mamas-de-grigny-chiffres.csv",
            content_type="text/csv",
            content=(
                "Indicateur;Valeur;État au\n"
                "Femmes rencontrées;65;septembre 2021\n"
                "Femmes impliquées;15;septembre 2021\n"
                "Cuisinières;10;septembre 2021\n"
                "Personnes en observation;3;septembre 2021\n"
                "Repas distribués depuis mars 2021;800;septembre 2021\n"
            ),
            source=s.CULINARY,
        ),
    ),
    guests=(
        Guest(account="invite.grigny", level=GuestLevel.CONTRIBUTOR, invited_by="agent.grigny"),
    ),
)
