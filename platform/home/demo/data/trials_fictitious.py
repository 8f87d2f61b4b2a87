"""Experimentations of territories named Exemple: all invented, and they say so."""

from common.models import Audience
from experiments.enums import Activity, EntryKind, Stage
from home.demo.data import sources as s
from home.demo.schema import (
    Money,
    Note,
    Paper,
    Partner,
    Photo,
    Post,
    Reached,
    Talk,
    Todo,
    Trial,
)

CHILDCARE = Trial(
    key="exempleville-garde",
    group="economie-informelle",
    owner="exempleville",
    title="Garde d'enfants entre voisines",
    summary="""Aux Tilleuls, des voisines gardent les enfants aux heures où rien n'est ouvert : comment
    les reconnaître sans les perdre ?""",
    stage=Stage.CODESIGN,
    author="agent.exempleville",
    activity=Activity.CHILDCARE,
    neighbourhood="Les Tilleuls",
    objective="""
    Que les gardes d'avant 7 h et d'après 19 h se fassent dans de bonnes conditions, et que celles qui
    les assurent soient reconnues et rémunérées.
    """,
    hypothesis="""
    Un lieu ouvert aux bonnes heures et un premier cadre collectif suffisent pour que quelques voisines
    essaient.
    """,
    modalities="""
    Trois soirs par semaine à la maison de quartier, pendant six mois, avec l'association des voisines et
    la CAE. La ville prête la salle et paie la formation aux premiers secours.
    """,
    source=s.FICTION,
    created_days=58,
    stages=(
        Reached(
            stage=Stage.SPOTTING,
            days=150,
            note="Vingt familles rencontrées à la sortie de l'école.",
        ),
        Reached(stage=Stage.DIAGNOSIS, days=96),
        Reached(
            stage=Stage.CODESIGN, days=27, note="Première réunion avec les voisines et la CAE."
        ),
    ),
    partners=(
        Partner(
            org="voisines",
            role="Voisines qui gardent",
            contribution="Connaissance des familles, premières gardes",
            contact="Coordination de l'association",
        ),
        Partner(
            org="maison-tilleuls", role="Accueil", contribution="Salle trois soirs par semaine"
        ),
        Partner(org="conseil-tilleuls", role="Suivi", contribution="Un avis tous les deux mois"),
        Partner(org="cae-exemple", role="Cadre d'activité", contribution="Contrats et assurance"),
    ),
    money=(
        Money(funder="exempleville", year=2026, amount=4200, note="Formation et petit matériel"),
        Money(funder="fondation-exemple", year=2026, amount=3000, note="Première année"),
    ),
    todos=(
        Todo(
            title="Obtenir l'avis de la protection maternelle et infantile",
            responsible="Ville d'Exempleville",
            assignee="agent.exempleville",
            due=9,
        ),
        Todo(
            title="Former six voisines aux premiers secours",
            responsible="Maison de quartier",
            due=24,
        ),
        Todo(
            title="Relire la convention de prêt de la salle",
            responsible="Ville d'Exempleville",
            assignee="agent.exempleville",
            due=-3,
        ),
        Todo(title="Rencontrer les directions des deux écoles", done=-40, due=-45),
    ),
    notes=(
        Note(
            kind=EntryKind.OBSERVATION,
            author="agent.exempleville",
            days=150,
            noted_days=57,
            text="""À la sortie de l'école, vingt familles sur trente et une confient un enfant à une
            voisine au moins une fois par semaine. Presque toujours entre 18 h et 20 h.""",
            source=s.FICTION,
        ),
        Note(
            kind=EntryKind.OBSERVATION,
            author="agent.exempleville",
            days=96,
            noted_days=56,
            text="""Les voisines ne veulent pas d'un mode de garde « comme à la crèche ». Ce qui compte :
            se connaître, et pouvoir dire non.""",
            source=s.FICTION,
        ),
        Note(
            kind=EntryKind.ACTION,
            author="agent.exempleville",
            days=27,
            noted_days=26,
            text="""Atelier à la maison de quartier : neuf voisines, la CAE et la ville dessinent
            ensemble une soirée type, de l'accueil au retour des parents.""",
            photos=(
                Photo(
                    motif="atelier",
                    alt="Dessin : des tables rondes couvertes de feuilles de couleur, vues de dessus.",
                ),
                Photo(
                    motif="maisons",
                    alt="Dessin : une rangée de maisons colorées sous un ciel clair.",
                ),
            ),
            source=s.FICTION,
        ),
        Note(
            kind=EntryKind.DIFFICULTY,
            author="agent.exempleville",
            days=12,
            noted_days=11,
            text="""L'assurance ne couvre pas les gardes après 20 h. La CAE demande un devis à part.""",
            source=s.FICTION,
        ),
        Note(
            kind=EntryKind.DECISION,
            author="agent.exempleville",
            days=5,
            noted_days=4,
            audience=Audience.OWNER,
            text="""Si le devis dépasse 900 €, nous commençons par deux soirs jusqu'à 20 h. À garder entre
            nous tant que ce n'est pas dit aux voisines.""",
            source=s.FICTION,
        ),
    ),
    talks=(
        Talk(
            key="exempleville-horaires",
            title="Jusqu'à quelle heure ?",
            source=s.FICTION,
            posts=(
                Post(
                    author="agent.exempleville",
                    days=11,
                    at="12:10",
                    text="""L'assurance s'arrête à 20 h, les familles demandent 20 h 30. Quelqu'un a-t-il
                    trouvé une solution ?""",
                ),
                Post(
                    author="agent.exemple",
                    days=10,
                    at="08:55",
                    text="""Pour l'atelier de couture, la CAE a fait signer un avenant à son contrat de
                    groupe. Je vous mets en relation.""",
                ),
                Post(
                    author="agent.exempleville", days=10, at="09:30", text="Avec plaisir, merci !"
                ),
            ),
        ),
    ),
    papers=(
        Paper(
            key="exempleville-affiche",
            title="Affiche de l'atelier du mercredi",
            author="agent.exempleville",
            days=28,
            filename="affiche-atelier.png",
            content_type="image/png",
            picture="affiche",
            source=s.FICTION,
        ),
    ),
)

SEWING = Trial(
    key="exemple-couture",
    group="economie-informelle",
    owner="exemple-agglo",
    co_carriers=("exempleville",),
    title="Atelier de couture du quartier de la gare",
    summary="""Douze couturières travaillaient chez elles ; un atelier partagé leur donne des machines et
    des commandes.""",
    stage=Stage.FORMALISATION,
    author="agent.exemple",
    activity=Activity.SEWING,
    neighbourhood="Quartier de la gare",
    objective="Passer de retouches payées de la main à la main à un atelier qui facture et salarie.",
    hypothesis="Des commandes publiques régulières permettent de salarier quatre personnes en un an.",
    modalities="""
    Un local du bailleur, cinq machines, un accompagnement par la CAE. L'agglomération commande des sacs
    et des tenues de cérémonie.
    """,
    source=s.FICTION,
    created_days=55,
    stages=(
        Reached(stage=Stage.SPOTTING, days=420),
        Reached(stage=Stage.TRIAL, days=240, note="L'atelier ouvre deux jours par semaine."),
        Reached(stage=Stage.FORMALISATION, days=33, note="Deux statuts sont comparés avec la CAE."),
    ),
    partners=(
        Partner(org="fil-gare", role="Couturières", contribution="Savoir-faire, clientèle"),
        Partner(org="cae-exemple", role="Cadre d'activité", contribution="Facturation, formation"),
        Partner(org="bailleur-exemple", role="Local", contribution="60 m² à loyer réduit"),
    ),
    money=(
        Money(funder="exemple-agglo", year=2026, amount=8000, note="Machines et commandes"),
        Money(funder="bailleur-exemple", year=2026, note="Loyer réduit"),
    ),
    todos=(
        Todo(
            title="Comparer association et activité dans la CAE, chiffres à l'appui",
            responsible="CAE d'Exemple",
            assignee="agent.exemple",
            due=16,
        ),
        Todo(title="Livrer les 300 sacs de la fête du lac", due=-20, done=-22),
    ),
    notes=(
        Note(
            kind=EntryKind.ACTION,
            author="agent.exemple",
            days=240,
            noted_days=54,
            text="""Ouverture de l'atelier : cinq machines, douze couturières inscrites, sept présentes la
            première semaine.""",
            photos=(
                Photo(
                    motif="fils",
                    alt="Dessin : des bobines de fil alignées, du vert à l'ocre.",
                ),
            ),
            source=s.FICTION,
        ),
        Note(
            kind=EntryKind.RESULT,
            author="agent.exemple",
            days=22,
            noted_days=21,
            text="300 sacs livrés à l'agglomération, première facture payée en 19 jours.",
            source=s.FICTION,
        ),
        Note(
            kind=EntryKind.DIFFICULTY,
            author="agent.exemple",
            days=15,
            noted_days=15,
            text="""Deux couturières perdraient une aide au logement si leur revenu devenait irrégulier.
            Nous cherchons comment lisser les paiements.""",
            source=s.FICTION,
        ),
    ),
)

MARKET = Trial(
    key="exemple-loire-reemploi",
    group="economie-informelle",
    owner="exemple-loire",
    title="Marché de réemploi mensuel",
    summary="Quatre marchés, puis l'arrêt : ce que nous ferions autrement.",
    stage=Stage.ABANDONED,
    author="elu.exemple-sur-loire",
    activity=Activity.REUSE,
    neighbourhood="Place du Port",
    objective="Donner un cadre à la revente d'objets récupérés qui se faisait au bord de la route.",
    hypothesis="Un marché autorisé, une fois par mois, attire vendeurs et clients.",
    modalities="Place du Port, le premier samedi du mois, emplacements gratuits, avec la ressourcerie.",
    source=s.FICTION,
    created_days=52,
    stages=(
        Reached(stage=Stage.TRIAL, days=310),
        Reached(
            stage=Stage.ABANDONED,
            days=130,
            note="""Quatre éditions, de moins en moins de vendeurs. Ce que nous avons appris : une fois par
            mois ne suffit pas pour vivre ; il fallait un lieu abrité l'hiver ; et commencer par demander
            aux vendeurs leurs horaires, au lieu de fixer les nôtres.""",
        ),
    ),
    partners=(
        Partner(org="ressourcerie", role="Organisation", contribution="Tables, bénévoles, tri"),
    ),
    money=(Money(funder="exemple-loire", year=2026, amount=1500, note="Tables et communication"),),
    notes=(
        Note(
            kind=EntryKind.ACTION,
            author="elu.exemple-sur-loire",
            days=310,
            noted_days=51,
            text="Premier marché : 22 vendeurs, beau temps, beaucoup de monde.",
            photos=(
                Photo(
                    motif="marche",
                    alt="Dessin : des étals aux toiles rayées sur une place, au bord de l'eau.",
                ),
            ),
            source=s.FICTION,
        ),
        Note(
            kind=EntryKind.DIFFICULTY,
            author="elu.exemple-sur-loire",
            days=190,
            noted_days=51,
            text="Troisième marché : 9 vendeurs sous la pluie. La halle n'était pas libre.",
            source=s.FICTION,
        ),
        Note(
            kind=EntryKind.DECISION,
            author="elu.exemple-sur-loire",
            days=130,
            noted_days=50,
            text="""Nous arrêtons, d'accord avec la ressourcerie. Les vendeurs restés jusqu'au bout seront
            prévenus un par un.""",
            source=s.FICTION,
        ),
        Note(
            kind=EntryKind.RESULT,
            author="elu.exemple-sur-loire",
            days=120,
            noted_days=49,
            text="""Ce que nous gardons : une liste de vendeurs de confiance, et une dizaine d'entre eux
            déposent maintenant leurs objets à la ressourcerie.""",
            source=s.FICTION,
        ),
    ),
)

BUILDING = Trial(
    key="exempleville-petits-travaux",
    group="politique-de-la-ville",
    owner="exempleville",
    title="Petits travaux entre habitants, avec la régie",
    summary="Ceux qui dépannaient leurs voisins le font désormais dans la régie, quelques heures par semaine.",
    stage=Stage.SUSTAINING,
    author="agent.exempleville",
    activity=Activity.BUILDING,
    neighbourhood="Les Tilleuls",
    objective="Rémunérer les dépannages du quartier et assurer ceux qui les font.",
    modalities="La régie emploie à l'heure, le bailleur commande, la ville garantit un volume la première année.",
    source=s.FICTION,
    created_days=60,
    stages=(
        Reached(stage=Stage.TRIAL, days=500),
        Reached(stage=Stage.FORMALISATION, days=280),
        Reached(stage=Stage.SUSTAINING, days=40, note="Le bailleur reconduit pour trois ans."),
    ),
    partners=(
        Partner(org="regie-exemple", role="Employeur", contribution="Contrats, encadrement"),
        Partner(org="bailleur-exemple", role="Commande", contribution="800 heures par an"),
        Partner(org="conseil-tilleuls", role="Bouche-à-oreille"),
    ),
    money=(Money(funder="bailleur-exemple", year=2026, amount=21000, note="Commandes"),),
    todos=(Todo(title="Écrire ce que nous avons appris", assignee="agent.exempleville", due=30),),
    notes=(
        Note(
            kind=EntryKind.RESULT,
            author="agent.exempleville",
            days=40,
            noted_days=39,
            text="Onze personnes ont travaillé cette année, trois ont signé un contrat à temps plein.",
            source=s.FICTION,
        ),
        Note(
            kind=EntryKind.OBSERVATION,
            author="agent.exempleville",
            days=18,
            noted_days=18,
            text="""Les appels passent encore par le gardien : personne n'utilise le formulaire. Nous
            gardons le gardien.""",
            photos=(
                Photo(
                    motif="outils", alt="Dessin : des outils rangés sur un panneau de bois clair."
                ),
            ),
            source=s.FICTION,
        ),
    ),
)

REPAIR = Trial(
    key="pays-exemple-atelier",
    group="ruralites",
    owner="exemple-cc",
    title="Atelier de réparation itinérant",
    summary="Une camionnette-atelier fait le tour de sept villages, avec le garage associatif.",
    stage=Stage.DIAGNOSIS,
    author="miroir",
    activity=Activity.MOBILITY,
    neighbourhood="Sept villages du Pays d'Exemple",
    objective="Que chacun puisse faire réparer vélo ou voiture à moins de dix kilomètres de chez soi.",
    hypothesis="Les réparateurs du dimanche accepteraient de venir si l'outillage est fourni.",
    modalities="Un tour de quinze jours au printemps, puis un bilan avec les communes.",
    source=s.FICTION,
    created_days=37,
    stages=(
        Reached(stage=Stage.SPOTTING, days=70),
        Reached(stage=Stage.DIAGNOSIS, days=20, note="Enquête auprès de 140 foyers."),
    ),
    partners=(
        Partner(org="garage-pres", role="Atelier", contribution="Camionnette et outillage"),
        Partner(org="exemple-pres", role="Commune d'accueil", contribution="Place et électricité"),
    ),
    todos=(
        Todo(
            title="Dépouiller l'enquête",
            responsible="Pays d'Exemple",
            assignee="miroir",
            due=6,
        ),
        Todo(title="Choisir les sept haltes avec les communes", due=35),
    ),
    notes=(
        Note(
            kind=EntryKind.OBSERVATION,
            author="miroir",
            days=20,
            noted_days=19,
            text="""Sur 140 foyers, 52 disent faire réparer leur voiture « chez quelqu'un ». Personne n'a
            refusé de répondre.""",
            photos=(
                Photo(
                    motif="route", alt="Dessin : une route qui serpente entre des collines vertes."
                ),
            ),
            source=s.FICTION,
        ),
    ),
)

FICTITIOUS_TRIALS = (CHILDCARE, SEWING, MARKET, BUILDING, REPAIR)
