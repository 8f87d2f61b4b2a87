"""The organisations that the sources name, and the fictitious ones.

A collectivité is matched by its official code (two communes are called Grigny); names are those of
the reference data. `member` is set only where a source says that it belongs to the network. Each
description says no more than its source does.
"""

from home.demo.data import sources as s
from home.demo.schema import Org
from organisations.enums import Kind, Level
from organisations.enums import PartnerType as P

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


def _partner(key, name, partner_type, description, source, website="") -> Org:
    return Org(
        key=key,
        name=name,
        partner_type=partner_type,
        description=description,
        source=source,
        website=website,
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

PARTNERS = (
    # Grigny
    _partner(
        "grdr",
        "GRDR",
        P.SUPPORT,
        "Association qui accompagne des personnes migrantes dans leur projet de vie.",
        s.LETTER,
    ),
    _partner(
        "mamas",
        "Les Mamas de Grigny",
        P.RESIDENTS,
        "Cuisinières de Grigny, réunies autour d'un traiteur solidaire ouvert en mars 2021.",
        s.CULINARY,
    ),
    _partner(
        "reveil",
        "Réveil",
        P.SUPPORT,
        """Association qui joue le rôle d'une couveuse : on y teste une activité. Elle porte aussi,
        avec Meltingcoop, le programme Migracoop.""",
        f"{s.CULINARY} ; {s.MIGRACOOP}",
    ),
    _partner(
        "ccas-grigny",
        "CCAS de Grigny",
        P.PUBLIC_BODY,
        "Commande des repas aux Mamas de Grigny et les distribue aux personnes vulnérables.",
        s.CULINARY,
    ),
    _partner(
        "formation-grigny",
        "Centre de formation de Grigny",
        P.OTHER,
        "Partenaire du projet Les Mamas de Grigny.",
        s.CULINARY,
    ),
    _partner(
        "paris-diderot",
        "Université Paris Diderot",
        P.RESEARCH,
        "Une géographe de l'université coordonne la recherche-action menée à Grigny.",
        s.CULINARY,
    ),
    _partner(
        "paris-habitat",
        "Fondation Paris Habitat",
        P.FOUNDATION,
        "Finance la recherche-action menée à Grigny.",
        s.CULINARY,
    ),
    _partner(
        "raja",
        "Fondation RAJA",
        P.FOUNDATION,
        "Finance l'accompagnement des Mamas de Grigny.",
        s.CULINARY,
    ),
    _partner(
        "dian",
        "DIAN (direction de l'intégration et de l'accès à la nationalité)",
        P.STATE,
        "Finance à Grigny l'accompagnement des personnes primo-arrivantes.",
        s.CULINARY,
    ),
    # Angers
    _partner(
        "cdp49",
        "CDP49",
        P.CAE,
        """Coopérative d'activité et d'emploi d'Angers, SARL SCOP, qui fédère une centaine
        d'entrepreneur·es de Maine-et-Loire.""",
        s.CULINARY,
    ),
    _partner(
        "cpe",
        "Coopérer pour entreprendre",
        P.OTHER,
        """Réseau national de coopératives d'activité et d'emploi, où est née l'idée de la
        Flashcoop.""",
        s.CULINARY,
    ),
    _partner(
        "bpi",
        "BPI",
        P.STATE,
        "A soutenu l'essai de la Flashcoop, mené au même moment sur dix territoires.",
        s.CULINARY,
    ),
    _partner(
        "fabrique",
        "Fabrique à entreprendre d'Angers Loire Métropole",
        P.SUPPORT,
        "Cadre dans lequel la Flashcoop de Belle-Beille a été menée.",
        s.CULINARY,
    ),
    # Stains
    _partner(
        "aress",
        "ARESS",
        P.RESEARCH,
        """Atelier de recherche en sciences sociales rattaché à la Fondation Maison des sciences de
        l'homme.""",
        s.MECHANICS,
    ),
    _partner(
        "lavue",
        "Laboratoire LAVUE",
        P.RESEARCH,
        "Laboratoire partenaire de la recherche-action de Stains.",
        s.MECHANICS,
    ),
    _partner(
        "paris8",
        "Université Paris 8",
        P.RESEARCH,
        "Université partenaire de la recherche-action de Stains.",
        s.MECHANICS,
    ),
    _partner(
        "apes",
        "APES",
        P.OTHER,
        "A commandé une des études sur la mécanique de rue à Plaine Commune.",
        s.MECHANICS,
    ),
    # The network's own partners
    _partner(
        "anct",
        "ANCT (Agence nationale de la cohésion des territoires)",
        P.STATE,
        "Finance le programme du RTES 2020-2022, dont le chantier économie informelle.",
        s.CPO,
    ),
    _partner("onpv", "ONPV", P.STATE, "Observatoire national de la politique de la ville.", s.CPO),
    _partner(
        "rncrpv",
        "RNCRPV",
        P.RESOURCE_CENTRE,
        "Réseau national des centres de ressources politique de la ville.",
        s.CPO,
    ),
    _partner(
        "resovilles",
        "Résovilles",
        P.RESOURCE_CENTRE,
        "Centre de ressources politique de la ville ; a mis en débat les pratiques informelles.",
        s.DEBATE,
    ),
    _partner(
        "banque-territoires",
        "Banque des Territoires",
        P.STATE,
        "Siège au comité partenarial de la convention ; partenaire du séminaire de janvier 2023.",
        s.CPO,
    ),
    _partner(
        "anru", "ANRU", P.STATE, "A rejoint le comité partenarial de la convention en 2022.", s.CPO
    ),
    _partner(
        "avise",
        "Avise",
        P.SUPPORT,
        "Pilote TRESSONS avec le RTES et siège au comité partenarial de la convention.",
        f"{s.PANORAMA} ; {s.CPO}",
    ),
    _partner(
        "ess-france", "ESS France", P.OTHER, "Siège au comité partenarial de la convention.", s.CPO
    ),
    _partner(
        "cnfpt", "CNFPT", P.STATE, "A organisé avec d'autres les flashwebs ESS Quartiers.", s.CPO
    ),
    _partner(
        "regies",
        "Mouvement des Régies",
        P.OTHER,
        "Partenaire du séminaire national du 25 janvier 2023.",
        s.CPO,
    ),
    # Politique de la ville
    _partner(
        "imaginations",
        "Les Imaginations fertiles",
        P.OTHER,
        """Pôle territorial de coopération économique du quartier Bellefontaine, à Toulouse ; porte
        notamment le FIL, Façonneur d'innovations locales.""",
        s.CPO,
    ),
    _partner(
        "abbal",
        "Collectif Abbal",
        P.OTHER,
        "Anime un lieu de vie et d'activités de 2 600 m² à la Reynerie, à Toulouse.",
        s.CPO,
    ),
    _partner(
        "cress-occitanie",
        "CRESS Occitanie",
        P.CRESS,
        "Partenaire de la journée de formation croisée de Toulouse.",
        s.CPO,
    ),
    _partner(
        "villes-territoires",
        "Villes et Territoires",
        P.RESOURCE_CENTRE,
        "Centre de ressources politique de la ville, partenaire de la journée de Toulouse.",
        s.CPO,
    ),
    _partner(
        "ressources-territoires",
        "Ressources et Territoires",
        P.RESOURCE_CENTRE,
        "Centre de ressources politique de la ville, partenaire de la journée de Toulouse.",
        s.CPO,
    ),
    _partner(
        "profession-banlieue",
        "Profession Banlieue",
        P.RESOURCE_CENTRE,
        "Centre de ressources entendu en 2020 sur les besoins de formation croisée.",
        s.CPO,
    ),
    _partner(
        "sante-3-cites",
        "Centre de santé des 3 cités",
        P.ASSOCIATION,
        """Centre de santé associatif et communautaire, ouvert en 2015 dans le quartier prioritaire
        des 3 cités, à Poitiers.""",
        s.HEALTH,
    ),
    _partner(
        "meltingcoop",
        "Meltingcoop",
        P.ASSOCIATION,
        "Porte depuis 2019, avec Réveil, le programme Migracoop pour entrepreneur·es migrant·es.",
        s.MIGRACOOP,
        website="http://www.meltingcoop.fr",
    ),
    _partner(
        "vrac",
        "VRAC",
        P.ASSOCIATION,
        """Née à Lyon, développe des groupements d'achats dans les quartiers prioritaires : 56 en
        octobre 2021, pour plus de 3 500 adhérent·es.""",
        s.LETTER,
    ),
    _partner(
        "pole-s",
        "Pôle S",
        P.SUPPORT,
        "A présenté un projet de centre de ressources sur l'économie populaire à Marseille.",
        s.DEBATE,
    ),
    # Ruralités
    _partner(
        "gare",
        "Collectif GARE",
        P.OTHER,
        """Groupement des acteurs ruraux en écoactivité, né en 2012 à Vaillant (Haute-Marne) dans
        une ancienne gare qui appartient à la communauté de communes.""",
        s.GARE,
        website="https://collectifgare.wordpress.com",
    ),
    _partner("rrf", "Réseau rural français", P.STATE, "Appuie le projet TRESSONS.", s.USER_GUIDE),
    _partner(
        "agriculture",
        "Ministère de l'agriculture et de l'alimentation",
        P.STATE,
        "Soutient le mode d'emploi « ESS & ruralités ».",
        s.USER_GUIDE,
    ),
    _partner(
        "feader",
        "FEADER",
        P.STATE,
        "Fonds européen agricole pour le développement rural ; soutient TRESSONS.",
        s.USER_GUIDE,
    ),
    _partner(
        "france-active",
        "France Active",
        P.SUPPORT,
        "A présenté le financement des projets lors du webinaire de septembre 2020.",
        s.ECOSYSTEM,
    ),
    _partner(
        "generateur",
        "Le générateur Bourgogne-Franche-Comté",
        P.SUPPORT,
        "Porte la Fabrique à initiatives ; a témoigné au webinaire de septembre 2020.",
        s.ECOSYSTEM,
    ),
    _partner(
        "fncuma",
        "FNCUMA",
        P.OTHER,
        "A témoigné au webinaire de février 2021 sur les relations contractuelles.",
        s.CONTRACTS,
    ),
    _partner(
        "familles-rurales",
        "Familles Rurales",
        P.ASSOCIATION,
        "A témoigné au webinaire de février 2021 sur les relations contractuelles.",
        s.CONTRACTS,
    ),
    _partner(
        "pls",
        "Pour la Solidarité – PLS",
        P.RESEARCH,
        "A publié avec le RTES une étude sur l'ESS dans les territoires ruraux et urbains.",
        s.PLS,
    ),
)


def _fiction(key, name, level, code, population, description) -> Org:
    return Org(
        key=key,
        name=name,
        kind=COLLECTIVITY,
        level=level,
        code=code,
        population=population,
        description=description,
        source=s.FICTION,
    )


def _fictitious_partner(key, name, partner_type, description) -> Org:
    return _partner(key, name, partner_type, description, s.FICTION)


FICTITIOUS = (
    _fiction("exempleville", "Exempleville", Level.COMMUNE, "EX001", 24_300, "Ville imaginaire."),
    _fiction(
        "exemple-loire",
        "Exemple-sur-Loire",
        Level.COMMUNE,
        "EX002",
        8_150,
        "Petite ville imaginaire.",
    ),
    _fiction(
        "exemple-pres",
        "Exemple-des-Prés",
        Level.COMMUNE,
        "EX003",
        940,
        "Village imaginaire.",
    ),
    _fiction(
        "exemple-agglo",
        "Communauté d'agglomération d'Exemple",
        Level.EPCI,
        "EX101",
        86_400,
        "Intercommunalité imaginaire autour d'Exempleville.",
    ),
    _fiction(
        "exemple-cc",
        "Communauté de communes du Pays d'Exemple",
        Level.EPCI,
        "EX102",
        19_700,
        "Intercommunalité rurale imaginaire.",
    ),
    _fictitious_partner(
        "voisines",
        "Les Voisines d'Exempleville",
        P.RESIDENTS,
        "Association imaginaire d'habitantes.",
    ),
    _fictitious_partner(
        "maison-tilleuls",
        "Maison de quartier des Tilleuls (Exempleville)",
        P.NEIGHBOURHOOD_HOUSE,
        "Maison de quartier imaginaire.",
    ),
    _fictitious_partner(
        "conseil-tilleuls",
        "Conseil citoyen des Tilleuls (Exempleville)",
        P.COUNCIL,
        "Conseil citoyen imaginaire.",
    ),
    _fictitious_partner(
        "cae-exemple", "CAE d'Exemple", P.CAE, "Coopérative d'activités et d'emploi imaginaire."
    ),
    _fictitious_partner(
        "fil-gare",
        "Le Fil de la gare d'Exemple",
        P.RESIDENTS,
        "Collectif imaginaire de couturières.",
    ),
    _fictitious_partner(
        "bailleur-exemple", "Exemple Habitat", P.LANDLORD, "Bailleur social imaginaire."
    ),
    _fictitious_partner(
        "fondation-exemple", "Fondation d'Exemple", P.FOUNDATION, "Fondation imaginaire."
    ),
    _fictitious_partner(
        "regie-exemple", "Régie de quartier d'Exempleville", P.REGIE, "Régie imaginaire."
    ),
    _fictitious_partner(
        "ressourcerie", "Ressourcerie d'Exemple-sur-Loire", P.ASSOCIATION, "Association imaginaire."
    ),
    _fictitious_partner(
        "garage-pres", "Garage associatif d'Exemple-des-Prés", P.SCIC, "SCIC imaginaire."
    ),
)

ORGANISATIONS = (NETWORK, *COLLECTIVITIES, *PARTNERS, *FICTITIOUS)
