"""The experimentations that the sources describe, in our own sentences.

Dates are those of the sources; where only the presentation of a fact is dated, the note says so.
"""

from datetime import date

from common.models import Precision
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
            contribution="Accompagnement des cuisinières, y compris sur leur situation administrative",
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
                    text="""Le troisième thème du groupe porte justement sur les formes et les outils
                    de formalisation : ce que vous écrivez ici peut y nourrir la discussion, si vous
                    en êtes d'accord.""",
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

ANGERS = Trial(
    key="angers-flashcoop",
    group="economie-informelle",
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
            noted_days=14,
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

STAINS = Trial(
    key="stains-mecanique",
    group="economie-informelle",
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
            text="""Les mots ont changé : on ne dit plus mécanique « sauvage » mais mécanique de rue.
            Les études n'y voient jamais d'activité criminelle, ce qui inquiétait les élu·es, et on
            cherche maintenant des réponses à moyen et long terme plutôt que des interdictions.""",
            source=s.MECHANICS,
        ),
        Note(
            kind=EntryKind.RESULT,
            author="agent.stains",
            noted_days=11,
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

TRIALS = (GRIGNY, ANGERS, STAINS, TOULOUSE)
