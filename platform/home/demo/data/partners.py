"""The partner structures that the sources name; each description says no more than they do."""

from home.demo.data import sources as s
from home.demo.schema import Org
from organisations.enums import PartnerType as P


def partner(key, name, partner_type, description, source, *, website="") -> Org:
    return Org(
        key=key,
        name=name,
        partner_type=partner_type,
        description=description,
        source=source,
        website=website,
    )


PARTNERS = (
    # Grigny
    partner(
        "grdr",
        "GRDR",
        P.SUPPORT,
        "Association qui accompagne des personnes migrantes dans leur projet de vie.",
        s.LETTER,
    ),
    partner(
        "mamas",
        "Les Mamas de Grigny",
        P.RESIDENTS,
        "Cuisinières de Grigny, réunies autour d'un traiteur solidaire ouvert en mars 2021.",
        s.CULINARY,
    ),
    partner(
        "reveil",
        "Réveil",
        P.SUPPORT,
        """Association qui joue le rôle d'une couveuse : on y teste une activité. Elle porte aussi,
        avec Meltingcoop, le programme Migracoop.""",
        f"{s.CULINARY} ; {s.MIGRACOOP}",
    ),
    partner(
        "ccas-grigny",
        "CCAS de Grigny",
        P.PUBLIC_BODY,
        "Commande des repas aux Mamas de Grigny et les distribue aux personnes vulnérables.",
        s.CULINARY,
    ),
    partner(
        "formation-grigny",
        "Centre de formation de Grigny",
        P.OTHER,
        "Partenaire du projet Les Mamas de Grigny.",
        s.CULINARY,
    ),
    partner(
        "paris-diderot",
        "Université Paris Diderot",
        P.RESEARCH,
        "Une géographe de l'université coordonne la recherche-action menée à Grigny.",
        s.CULINARY,
    ),
    partner(
        "paris-habitat",
        "Fondation Paris Habitat",
        P.FOUNDATION,
        "Finance la recherche-action menée à Grigny.",
        s.CULINARY,
    ),
    partner(
        "raja",
        "Fondation RAJA",
        P.FOUNDATION,
        "Finance l'accompagnement des Mamas de Grigny.",
        s.CULINARY,
    ),
    partner(
        "dian",
        "DIAN (direction de l'intégration et de l'accès à la nationalité)",
        P.STATE,
        "Finance à Grigny l'accompagnement des personnes primo-arrivantes.",
        s.CULINARY,
    ),
    # Angers
    partner(
        "cdp49",
        "CDP49",
        P.CAE,
        """Coopérative d'activité et d'emploi d'Angers, SARL SCOP, qui fédère une centaine
        d'entrepreneur·es de Maine-et-Loire.""",
        s.CULINARY,
    ),
    partner(
        "cpe",
        "Coopérer pour entreprendre",
        P.OTHER,
        """Réseau national de coopératives d'activité et d'emploi, où est née l'idée de la
        Flashcoop.""",
        s.CULINARY,
    ),
    partner(
        "bpi",
        "BPI",
        P.STATE,
        "A soutenu l'essai de la Flashcoop, mené au même moment sur dix territoires.",
        s.CULINARY,
    ),
    partner(
        "fabrique",
        "Fabrique à entreprendre d'Angers Loire Métropole",
        P.SUPPORT,
        "Cadre dans lequel la Flashcoop de Belle-Beille a été menée.",
        s.CULINARY,
    ),
    # Stains
    partner(
        "aress",
        "ARESS",
        P.RESEARCH,
        """Atelier de recherche en sciences sociales rattaché à la Fondation Maison des sciences de
        l'homme.""",
        s.MECHANICS,
    ),
    partner(
        "lavue",
        "Laboratoire LAVUE",
        P.RESEARCH,
        "Laboratoire partenaire de la recherche-action de Stains.",
        s.MECHANICS,
    ),
    partner(
        "paris8",
        "Université Paris 8",
        P.RESEARCH,
        "Université partenaire de la recherche-action de Stains.",
        s.MECHANICS,
    ),
    partner(
        "apes",
        "APES",
        P.OTHER,
        "A commandé une des études sur la mécanique de rue à Plaine Commune.",
        s.MECHANICS,
    ),
    # The network's own partners
    partner(
        "anct",
        "ANCT (Agence nationale de la cohésion des territoires)",
        P.STATE,
        "Finance le programme du RTES 2020-2022, dont le chantier économie informelle.",
        s.CPO,
    ),
    partner("onpv", "ONPV", P.STATE, "Observatoire national de la politique de la ville.", s.CPO),
    partner(
        "rncrpv",
        "RNCRPV",
        P.RESOURCE_CENTRE,
        "Réseau national des centres de ressources politique de la ville.",
        s.CPO,
    ),
    partner(
        "resovilles",
        "Résovilles",
        P.RESOURCE_CENTRE,
        "Centre de ressources politique de la ville ; a mis en débat les pratiques informelles.",
        s.DEBATE,
    ),
    partner(
        "banque-territoires",
        "Banque des Territoires",
        P.STATE,
        "Siège au comité partenarial de la convention ; partenaire du séminaire de janvier 2023.",
        s.CPO,
    ),
    partner(
        "anru", "ANRU", P.STATE, "A rejoint le comité partenarial de la convention en 2022.", s.CPO
    ),
    partner(
        "avise",
        "Avise",
        P.SUPPORT,
        "Pilote TRESSONS avec le RTES et siège au comité partenarial de la convention.",
        f"{s.PANORAMA} ; {s.CPO}",
    ),
    partner(
        "ess-france", "ESS France", P.OTHER, "Siège au comité partenarial de la convention.", s.CPO
    ),
    partner(
        "cnfpt", "CNFPT", P.STATE, "A organisé avec d'autres les flashwebs ESS Quartiers.", s.CPO
    ),
    partner(
        "regies",
        "Mouvement des Régies",
        P.OTHER,
        "Partenaire du séminaire national du 25 janvier 2023.",
        s.CPO,
    ),
    # Politique de la ville
    partner(
        "imaginations",
        "Les Imaginations fertiles",
        P.OTHER,
        """Pôle territorial de coopération économique du quartier Bellefontaine, à Toulouse ; porte
        notamment le FIL, Façonneur d'innovations locales.""",
        s.CPO,
    ),
    partner(
        "abbal",
        "Collectif Abbal",
        P.OTHER,
        "Anime un lieu de vie et d'activités de 2 600 m² à la Reynerie, à Toulouse.",
        s.CPO,
    ),
    partner(
        "cress-occitanie",
        "CRESS Occitanie",
        P.CRESS,
        "Partenaire de la journée de formation croisée de Toulouse.",
        s.CPO,
    ),
    partner(
        "villes-territoires",
        "Villes et Territoires",
        P.RESOURCE_CENTRE,
        "Centre de ressources politique de la ville, partenaire de la journée de Toulouse.",
        s.CPO,
    ),
    partner(
        "ressources-territoires",
        "Ressources et Territoires",
        P.RESOURCE_CENTRE,
        "Centre de ressources politique de la ville, partenaire de la journée de Toulouse.",
        s.CPO,
    ),
    partner(
        "profession-banlieue",
        "Profession Banlieue",
        P.RESOURCE_CENTRE,
        "Centre de ressources entendu en 2020 sur les besoins de formation croisée.",
        s.CPO,
    ),
    partner(
        "sante-3-cites",
        "Centre de santé des 3 cités",
        P.ASSOCIATION,
        """Centre de santé associatif et communautaire, ouvert en 2015 dans le quartier prioritaire
        des 3 cités, à Poitiers.""",
        s.HEALTH,
    ),
    partner(
        "meltingcoop",
        "Meltingcoop",
        P.ASSOCIATION,
        "Porte depuis 2019, avec Réveil, le programme Migracoop pour entrepreneur·es migrant·es.",
        s.MIGRACOOP,
        website="http://www.meltingcoop.fr",
    ),
    partner(
        "vrac",
        "VRAC",
        P.ASSOCIATION,
        """Née à Lyon, développe des groupements d'achats dans les quartiers prioritaires : 56 en
        octobre 2021, pour plus de 3 500 adhérent·es.""",
        s.LETTER,
    ),
    partner(
        "pole-s",
        "Pôle S",
        P.SUPPORT,
        "A présenté un projet de centre de ressources sur l'économie populaire à Marseille.",
        s.DEBATE,
    ),
    # Ruralités
    partner(
        "gare",
        "Collectif GARE",
        P.OTHER,
        """Groupement des acteurs ruraux en écoactivité, né en 2012 à Vaillant (Haute-Marne) dans
        une ancienne gare qui appartient à la communauté de communes.""",
        s.GARE,
        website="https://collectifgare.wordpress.com",
    ),
    partner("rrf", "Réseau rural français", P.STATE, "Appuie le projet TRESSONS.", s.USER_GUIDE),
    partner(
        "agriculture",
        "Ministère de l'agriculture et de l'alimentation",
        P.STATE,
        "Soutient le mode d'emploi « ESS & ruralités ».",
        s.USER_GUIDE,
    ),
    partner(
        "feader",
        "FEADER",
        P.STATE,
        "Fonds européen agricole pour le développement rural ; soutient TRESSONS.",
        s.USER_GUIDE,
    ),
    partner(
        "france-active",
        "France Active",
        P.SUPPORT,
        "A présenté le financement des projets lors du webinaire de septembre 2020.",
        s.ECOSYSTEM,
    ),
    partner(
        "generateur",
        "Le générateur Bourgogne-Franche-Comté",
        P.SUPPORT,
        "Porte la Fabrique à initiatives ; a témoigné au webinaire de septembre 2020.",
        s.ECOSYSTEM,
    ),
    partner(
        "fncuma",
        "FNCUMA",
        P.OTHER,
        "A témoigné au webinaire de février 2021 sur les relations contractuelles.",
        s.CONTRACTS,
    ),
    partner(
        "familles-rurales",
        "Familles Rurales",
        P.ASSOCIATION,
        "A témoigné au webinaire de février 2021 sur les relations contractuelles.",
        s.CONTRACTS,
    ),
    partner(
        "pls",
        "Pour la Solidarité – PLS",
        P.RESEARCH,
        "A publié avec le RTES une étude sur l'ESS dans les territoires ruraux et urbains.",
        s.PLS,
    ),
)
