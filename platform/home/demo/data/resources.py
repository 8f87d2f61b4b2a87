"""The network's resources that its public pages present: their facts, in our own sentences. The
resources' authors and speakers are not named."""

from datetime import date

from groups.library.enums import Kind, Origin
from home.demo.data import sources as s
from home.demo.schema import Shelved

RESOURCES = (
    Shelved(
        key="quebec",
        title="L'approche québécoise de la revitalisation urbaine intégrée - conférence en ligne",
        kind=Kind.CONFERENCE,
        on=date(2021, 11, 17),
        exact=True,
        summary="""Comment un quartier de Gatineau se transforme avec ses habitants, et ce que la
        politique de la ville pourrait en retenir.""",
        body="""La démarche du Vieux-Gatineau est lancée en février 2014. Elle réunit comité de vie
        de quartier, gens d'affaires, services de santé et ville, en trois chantiers : social et
        culturel, économique et commercial, environnement et aménagement. Son plan d'action de 2016
        porte 113 actions sur dix ans.""",
        keywords=("politique de la ville", "coopération"),
        place="Gatineau, Québec",
        source=s.QUEBEC,
    ),
    Shelved(
        key="lettre",
        title="Newsletter RTES - Politique de la ville & ESS, octobre 2021",
        kind=Kind.NEWSLETTER,
        on=date(2021, 10, 1),
        private=True,
        summary="""Retour sur les pratiques culinaires informelles, une fiche sur un centre de
        santé, un appel pour les Manufactures de proximité, un entretien sur les groupements
        d'achats VRAC.""",
        keywords=("politique de la ville",),
        source=s.LETTER,
    ),
    Shelved(
        key="sante",
        title="Fiche Déniché pour vous n° 101 : Centre de santé des 3 cités",
        kind=Kind.DISCOVERY,
        number=101,
        on=date(2021, 10, 1),
        summary="""À Poitiers, un centre de santé associatif et communautaire, ouvert en 2015 dans
        un quartier prioritaire : accès aux soins, éducation des patients, prévention.""",
        keywords=("politique de la ville",),
        orgs=("sante-3-cites",),
        source=s.HEALTH,
    ),
    Shelved(
        key="populaires",
        title="Économies populaires : vulnérabilités et ressources - conférence en ligne",
        kind=Kind.CONFERENCE,
        on=date(2021, 9, 1),
        summary="""Ce que le rapport 2020 de l'Observatoire national de la politique de la ville dit
        des ressources des quartiers, et comment dépasser l'opposition entre travail formel et
        informel.""",
        keywords=("économie informelle", "politique de la ville"),
        orgs=("anct", "rncrpv"),
        source=s.POPULAR,
    ),
    Shelved(
        key="culinaires",
        title="Pratiques culinaires informelles : deux retours d'expériences de formalisation",
        kind=Kind.CONFERENCE,
        on=date(2021, 9, 1),
        summary="""Une Flashcoop à Angers et une recherche-action à Grigny : deux façons
        d'accompagner des cuisinières, et le rôle de la collectivité dans chacune.""",
        keywords=("économie informelle", "alimentation"),
        orgs=("cdp49", "grdr", "mamas"),
        source=s.CULINARY,
    ),
    Shelved(
        key="pls",
        title="Étude : ESS, territoires ruraux & urbains",
        kind=Kind.STUDY,
        on=date(2021, 6, 1),
        summary="""Trente-sept pages, coéditées avec Pour la Solidarité, sur ce que l'ESS apporte à
        la cohésion dans les territoires et entre eux.""",
        keywords=("ruralité", "coopération"),
        orgs=("pls",),
        source=s.PLS,
    ),
    Shelved(
        key="migracoop",
        title="Fiche Déniché pour vous n° 97 : Migracoop",
        kind=Kind.DISCOVERY,
        number=97,
        on=date(2021, 5, 1),
        summary="""Depuis 2019, un programme pour des entrepreneurs migrants : les mettre en réseau
        par secteur, essayer d'autres accompagnements, ouvrir des passerelles vers l'ESS.""",
        keywords=("économie informelle", "entrepreneuriat collectif"),
        place="75000 PARIS",
        zone="Paris, Île-de-France",
        website="http://www.meltingcoop.fr/?page_id=2",
        orgs=("meltingcoop", "reveil"),
        source=s.MIGRACOOP,
    ),
    Shelved(
        key="fragiles",
        title="Étude ANCT « L'ESS : une chance pour les territoires fragiles »",
        kind=Kind.STUDY,
        origin=Origin.OTHER,
        summary="""Six leviers des décideurs publics locaux : finances, contributions en nature,
        commande publique, accompagnement, promotion, animation de dynamiques collectives.""",
        keywords=("leviers d'action",),
        orgs=("anct",),
        to_check=True,
        source=s.FRAGILE,
    ),
    Shelved(
        key="mecanique",
        title="Mécanique de rue : retour sur une recherche-action - conférence en ligne",
        kind=Kind.CONFERENCE,
        on=date(2021, 3, 1),
        attendance=60,
        summary="""Ce qu'une enquête menée dans deux quartiers de Stains apprend de la mécanique de
        rue, et comment elle a changé le regard des collectivités.""",
        body="""Cinquante mécaniciens et cent familles ont répondu. Six familles sur dix y font
        réparer leur voiture ; sept personnes sur dix disent que l'activité ne les dérange pas.""",
        keywords=("économie informelle", "mobilité"),
        orgs=("aress", "lavue", "apes"),
        source=s.MECHANICS,
    ),
    Shelved(
        key="contrats",
        title="Webinaire ESS & ruralités : contractualiser entre collectivités et acteurs",
        kind=Kind.CONFERENCE,
        on=date(2021, 2, 18),
        exact=True,
        summary="""Subvention, délégation de service public, marché : ce que chacun permet, et deux
        expériences de territoires.""",
        keywords=("ruralité", "leviers d'action"),
        orgs=("avise", "fncuma", "familles-rurales"),
        source=s.CONTRACTS,
    ),
    Shelved(
        key="mode-emploi",
        title="Mode d'emploi ESS & ruralités",
        kind=Kind.KIT,
        on=date(2020, 9, 1),
        summary="""Trente-deux pages pour comprendre et soutenir l'innovation sociale dans les
        territoires ruraux, publiées à l'occasion du Forum des ruralités engagées.""",
        keywords=("ruralité",),
        orgs=("avise",),
        source=s.USER_GUIDE,
    ),
    Shelved(
        key="debat",
        title="Pratiques informelles : mise en débat par Résovilles",
        kind=Kind.ARTICLE,
        origin=Origin.OTHER,
        summary="""L'économie informelle des quartiers, entre entraide et activité : la reconnaître
        sans plaquer de modèle, avec les habitants et les médiateurs.""",
        keywords=("économie informelle",),
        orgs=("resovilles", "pole-s"),
        to_check=True,
        source=s.DEBATE,
    ),
    Shelved(
        key="cooperation",
        title="Cinq formes de coopération adaptées aux besoins des territoires ruraux",
        kind=Kind.KIT,
        on=date(2020, 9, 1),
        summary="""Réseaux d'acteurs, coopératives d'activité et d'emploi, groupements d'employeurs,
        marques de Pays, SCIC : une fiche pour chacune.""",
        keywords=("ruralité", "coopération"),
        orgs=("avise",),
        source=s.COOPERATION,
    ),
    Shelved(
        key="leviers",
        title="Quatre leviers d'action pour renforcer l'ESS dans les territoires ruraux",
        kind=Kind.KIT,
        on=date(2020, 9, 1),
        summary="""Ingénierie d'accompagnement, financement, mobilisation des habitants, appui à
        l'installation : ce que peuvent les décideurs locaux.""",
        keywords=("ruralité", "leviers d'action"),
        orgs=("avise",),
        source=s.LEVERS,
    ),
    Shelved(
        key="ecosysteme",
        title="Webinaire ESS & ruralités : l'écosystème d'accompagnement et de financement",
        kind=Kind.CONFERENCE,
        on=date(2020, 9, 10),
        exact=True,
        attendance=170,
        about=True,
        summary="""Qui accompagne et qui finance les projets en milieu rural, et ce que la
        collectivité peut améliorer.""",
        keywords=("ruralité",),
        orgs=("avise", "france-active", "generateur"),
        source=s.ECOSYSTEM,
    ),
    Shelved(
        key="contractualisation",
        title="Développement rural et contractualisation : quelle place pour l'ESS ?",
        kind=Kind.STUDY,
        summary="""Un état de l'art des outils de contractualisation, puis quatre outils regardés de
        près sur trois territoires.""",
        keywords=("ruralité",),
        orgs=("avise",),
        to_check=True,
        source=s.CONTRACT_STUDY,
    ),
    Shelved(
        key="gare",
        title="Fiche Déniché pour vous n° 87 : Collectif GARE",
        kind=Kind.DISCOVERY,
        number=87,
        on=date(2020, 5, 1),
        summary="""Depuis 2012, dans une ancienne gare de Haute-Marne, des associations, des
        entreprises individuelles et des collectivités partagent un même lieu.""",
        keywords=("ruralité", "lieux partagés"),
        place="52160 VAILLANT",
        zone="Haute-Marne",
        website="https://collectifgare.wordpress.com/2016/11/22/qui-sommes-nous/",
        orgs=("gare",),
        source=s.GARE,
    ),
    Shelved(
        key="panorama",
        title="Panorama de projets d'ESS dans les territoires ruraux",
        kind=Kind.KIT,
        on=date(2020, 5, 1),
        summary="""Une centaine d'initiatives, de l'alimentation durable à la transition
        énergétique, en sept thèmes.""",
        keywords=("ruralité",),
        orgs=("avise",),
        source=s.PANORAMA,
    ),
    Shelved(
        key="reperess",
        title="RepèrESS « Développer l'ESS dans les quartiers politique de la ville »",
        kind=Kind.REPERESS,
        on=date(2020, 2, 1),
        summary="""Quatre-vingt-quatorze pages : dix leviers, dix-huit fiches d'initiatives, des
        témoignages et un répertoire.""",
        keywords=("politique de la ville", "leviers d'action"),
        orgs=("anct",),
        source=s.REPERESS,
    ),
)
# Suggested by an agent of a territory that does not exist; nobody has decided yet.
SUGGESTED = Shelved(
    key="exemple-guide",
    title="Guide d'Exempleville pour prêter un local",
    kind=Kind.KIT,
    summary="Ce que la ville d'Exempleville demande et offre à qui veut essayer une activité.",
    keywords=("locaux",),
    source=s.FICTION,
)
SUGGESTED_BY = "agent.exempleville"
