"""Experience sheets: three taken from the network's public pages, in our own sentences, without any
signature; one signed and one that waits for a partner, both of Exempleville and invented."""

from datetime import date

from home.demo.data import sources as s
from home.demo.schema import Sheet, Signer

GRIGNY = Sheet(
    trial="grigny-mamas",
    title="Les Mamas de Grigny : de la vente de rue au traiteur solidaire",
    keywords="alimentation, femmes, commande publique, recherche-action",
    place="Quartier de la gare, Grigny (Essonne)",
    on=date(2021, 9, 1),
    source=s.CULINARY,
    sections={
        "context": """Sur le parvis de la gare, des femmes vendaient des plats cuisinés chez elles,
        sans cadre. Une partie des habitants s'en plaignait. La ville, qui compte 30 000 habitants,
        constatait que la répression ne réglait rien et cherchait une autre réponse.""",
        "actions": """La ville a fait appel au GRDR, qui a mené deux chantiers de front :

        - accompagner un groupe de femmes vers une activité déclarée ;
        - conduire une recherche-action pour changer le regard porté sur elles.

        Le GRDR a rencontré 65 femmes ; 15 se sont impliquées. Formations suivies : hygiène (HACCP),
        cuisine et pâtisserie, comptabilité, communication, informatique.""",
        "role": """Une volonté politique, un soutien financier au projet, la **commande publique**
        du CCAS, un travail avec la préfecture sur la situation des femmes, la recherche d'un
        local.""",
        "partners": """L'association Réveil sert de couveuse pour tester l'activité. Le CCAS, Grand
        Paris Sud et le centre de formation de Grigny sont de la partie.""",
        "means": """Des financements de la ville de Grigny, de l'ANCT, du département de l'Essonne,
        de la Fondation Paris Habitat, de la DIAN et de la Fondation RAJA.""",
        "results": """Un traiteur solidaire est ouvert depuis mars 2021. Les cuisinières y
        travaillent deux demi-journées par semaine ; 800 repas ont été distribués par le CCAS. Le
        groupe réunit 10 cuisinières, et 3 personnes en observation.""",
        "next_steps": """Trouver le statut qui convient pour stabiliser un revenu régulier, et un
        local pour un restaurant solidaire.""",
    },
)

ANGERS = Sheet(
    trial="angers-flashcoop",
    title="Flashcoop Mam Cookies : une coopérative de sept jours",
    keywords="alimentation, insertion, coopérative d'activité et d'emploi",
    place="Quartier Belle-Beille, Angers",
    on=date(2021, 9, 1),
    source=s.CULINARY,
    sections={
        "context": """Les coopératives d'activité et d'emploi ont remarqué que créer son activité
        aide aussi à retrouver un emploi. D'où l'idée d'en condenser toutes les étapes en quelques
        jours, à plusieurs.""",
        "actions": """Huit femmes de 25 à 55 ans, qui cuisinaient déjà pour d'autres, ont vécu en
        sept jours une entreprise entière : offre, marque, production, vente, comptabilité, bilan.
        Elles ont fabriqué et vendu les biscuits « Mam Cookies ».""",
        "role": """Angers Loire Métropole a aidé à choisir le quartier, mis la coopérative en lien
        avec ses acteurs, fourni les locaux, participé au comité de pilotage et financé l'essai,
        sans imposer de résultat.""",
        "partners": """La coopérative CDP49 a conduit la Flashcoop, dans le cadre de la Fabrique à
        entreprendre. Le même format a été essayé sur 10 territoires au même moment, avec le soutien
        de la BPI.""",
        "means": "6 000 euros, pour une action de dix jours.",
        "results": """Deux participantes ont créé leur activité. D'autres ont terminé une formation
        à l'hygiène, passé le permis de conduire, testé une production de gâteaux dans la
        coopérative ou été suivies par le relais pour l'emploi.""",
        "lessons": """La Flashcoop vaut comme étape d'un parcours plus long, proposé à chacune selon
        sa situation, et non comme une fin.""",
    },
)

STAINS = Sheet(
    trial="stains-mecanique",
    title="Mécanique de rue à Stains : comprendre avant d'interdire",
    keywords="mécanique de rue, mobilité, recherche-action",
    place="Deux quartiers de Stains (Seine-Saint-Denis)",
    on=date(2021, 3, 1),
    source=s.MECHANICS,
    sections={
        "context": """Des plaintes nombreuses contre les réparations faites sur les parkings, et une
        question : que se passe-t-il vraiment ? Stains et Plaine Commune ont été lauréates en
        2015-2016 du programme d'investissements d'avenir « ville durable et solidaire ».""",
        "actions": """Sept chercheurs ont observé deux quartiers pendant plusieurs mois, interrogé
        50 mécaniciens et 100 familles, et mené une trentaine d'entretiens. Les préconisations ont
        été travaillées avec une cinquantaine de mécaniciens.""",
        "partners": """L'Université Paris 8, le laboratoire LAVUE et l'ARESS, avec les deux
        collectivités.""",
        "results": """
        - 6 familles sur 10 font réparer leur voiture dans la rue ;
        - 70 % des personnes interrogées disent que cela ne les dérange pas ;
        - l'activité n'est jamais apparue comme criminelle.

        On parle depuis de « mécanique de rue », et non plus de mécanique « sauvage ».""",
        "lessons": """Les nuisances sont réelles : sols pollués, places occupées. Les savoir-faire
        le sont aussi : une pièce changée là où d'autres changent le moteur. Plusieurs pistes :
        garage solidaire coopératif, reconnaissance des acquis, formation, self-garage.""",
        "next_steps": """La ville réfléchit à une plateforme de mobilité à plusieurs services, où
        les mécaniciens qui le souhaitent auraient leur place.""",
    },
)

SIGNED = Sheet(
    trial="exempleville-petits-travaux",
    title="Petits travaux entre habitants : la régie emploie, le bailleur commande",
    keywords="petits travaux, régie de quartier, emploi",
    place="Les Tilleuls, Exempleville",
    days=60,
    author="agent.exempleville",
    notes={"results": (0,), "lessons": (1,)},
    photos={1: "Dessin : des outils rangés sur un panneau de bois clair."},
    signers=(
        Signer(org="regie-exemple", email="direction.regie@demo.example"),
        Signer(org="bailleur-exemple", email="agence.bailleur@demo.example"),
    ),
    published_days=12,
    sections={
        "context": """Dans le quartier, quelques personnes dépannaient leurs voisins sans contrat ni
        assurance. Exemple fictif, inventé pour la démonstration.""",
        "actions": """La régie les emploie à l'heure. Le bailleur commande de petits travaux, la
        ville a garanti un volume la première année.""",
        "role": """Réunir la régie et le bailleur, garantir un volume d'heures, puis se retirer.""",
        "means": "800 heures commandées par an, pour 21 000 euros.",
        "results": """**Onze personnes** ont travaillé cette année ; trois ont signé un contrat à
        temps plein.""",
        "lessons": """Les appels passent toujours par le gardien : personne n'utilise le formulaire.
        Nous avons gardé le gardien.""",
        "next_steps": "Le bailleur reconduit sa commande pour trois ans.",
    },
)

WAITING = Sheet(
    trial="exempleville-garde",
    title="Garde d'enfants entre voisines : ce que six mois nous ont appris",
    keywords="garde d'enfants, voisinage, horaires décalés",
    place="Les Tilleuls, Exempleville",
    days=20,
    author="agent.exempleville",
    notes={"context": (0, 1), "actions": (2,), "lessons": (3,)},
    signers=(
        Signer(org="voisines", email="coordination.voisines@demo.example"),
        Signer(org="cae-exemple", email="direction.cae@demo.example", waits=True),
    ),
    sections={
        "context": """Vingt familles sur trente et une confient un enfant à une voisine au moins une
        fois par semaine. Exemple fictif, inventé pour la démonstration.""",
        "actions": """Un atelier avec neuf voisines, la coopérative et la ville, pour dessiner une
        soirée type.""",
        "lessons": """L'assurance ne couvre pas les gardes après 20 h. Les voisines tiennent à se
        connaître, et à pouvoir dire non.""",
    },
)

STOPPED = Sheet(
    trial="exemple-loire-reemploi",
    title="Marché de réemploi : quatre éditions, et ce que nous ferions autrement",
    keywords="réemploi, marché, arrêt",
    place="Place du Port, Exemple-sur-Loire",
    days=100,
    author="elu.exemple-sur-loire",
    notes={"actions": (0,), "lessons": (1,)},
    signers=(Signer(org="ressourcerie", email="accueil.ressourcerie@demo.example"),),
    to_publish=True,
    sections={
        "context": """Des objets récupérés se revendaient au bord de la route. Exemple fictif,
        inventé pour la démonstration.""",
        "actions": "Quatre marchés, le premier samedi du mois, emplacements gratuits.",
        "results": "22 vendeurs au premier marché, trop peu au dernier : nous avons arrêté.",
        "lessons": """Demander d'abord leurs horaires aux vendeurs. Prévoir un lieu abrité. Une fois
        par mois ne suffit pas pour vivre.""",
    },
)

SHEETS = (GRIGNY, ANGERS, STAINS, SIGNED, WAITING, STOPPED)

BOOKLET = "Économie informelle : trois récits du réseau"
INTRODUCTION = "Trois fiches reprises des **pages publiques** du réseau, réunies pour les réunions."
