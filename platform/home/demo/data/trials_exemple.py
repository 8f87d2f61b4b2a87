"""Experimentations of the other territories named Exemple: invented, and they say so."""

from common.models import Audience
from experiments.enums import Activity, Contribution, EntryKind, Stage
from experiments.indicators.enums import Direction
from home.demo.data import sources as s
from home.demo.schema import (
    THIS_YEAR,
    Figure,
    Money,
    Note,
    Partner,
    Photo,
    Reached,
    Todo,
    Trial,
)

SEWING = Trial(
    key="exemple-couture",
    group="economie-informelle",
    audience=Audience.PUBLIC,
    owner="exemple-agglo",
    co_carriers=("exempleville",),
    title="Atelier de couture du quartier de la gare",
    summary="""Douze couturières travaillaient chez elles ; un atelier partagé leur donne des
    machines et des commandes.""",
    stage=Stage.FORMALISATION,
    author="agent.exemple",
    activity=Activity.SEWING,
    neighbourhood="Quartier de la gare",
    objective="""Passer de retouches payées de la main à la main à un atelier qui facture et
    salarie.""",
    hypothesis="""Des commandes publiques régulières permettent de salarier quatre personnes en un
    an.""",
    modalities="""
    Un local du bailleur, cinq machines, un accompagnement par la CAE. L'agglomération commande des
    sacs et des tenues de cérémonie.
    """,
    source=s.FICTION,
    created_days=55,
    stages=(
        Reached(stage=Stage.SPOTTING, days=420),
        Reached(stage=Stage.TRIAL, days=240, note="L'atelier ouvre deux jours par semaine."),
        Reached(stage=Stage.FORMALISATION, days=33, note="Deux statuts sont comparés avec la CAE."),
    ),
    partners=(
        Partner(
            org="fil-gare",
            role="Couturières",
            contribution="Savoir-faire, clientèle",
            kinds=(Contribution.TIME, Contribution.EXPERTISE),
        ),
        Partner(
            org="cae-exemple",
            role="Cadre d'activité",
            contribution="Facturation, formation",
            kinds=(Contribution.EXPERTISE,),
        ),
        Partner(
            org="bailleur-exemple",
            role="Local",
            contribution="60 m² à loyer réduit",
            kinds=(Contribution.PREMISES, Contribution.MONEY),
        ),
    ),
    money=(
        Money(funder="exemple-agglo", year=THIS_YEAR, amount=8000, note="Machines et commandes"),
        Money(funder="bailleur-exemple", year=THIS_YEAR, note="Loyer réduit"),
    ),
    todos=(
        Todo(
            title="Comparer association et activité dans la CAE, chiffres à l'appui",
            responsible="CAE d'Exemple",
            assignee="agent.exemple",
            due=16,
            started=-5,
        ),
        Todo(title="Livrer les 300 sacs de la fête du lac", due=-20, done=-22),
    ),
    figures=(
        Figure(
            name="Couturières présentes à l'atelier",
            unit="personnes",
            direction=Direction.HIGHER,
            baseline="7",
            target="14",
            values=("7", "8", "8", "10", "9", "11", "12", "12"),
            counted_from="Feuilles de présence",
        ),
        Figure(
            name="Commandes facturées dans le mois",
            unit="€",
            direction=Direction.HIGHER,
            target="6000",
            values=("0", "850", "1240.5", "1980", "2410", "2300", "3150", "4275.5"),
            counted_from="Factures de la CAE",
        ),
        Figure(
            name="Délai moyen de paiement",
            unit="jours",
            direction=Direction.LOWER,
            target="20",
            values=("34", "31", "27", "22", "19"),
            counted_from="Comptabilité de l'agglomération",
        ),
        Figure(
            name="Couturières qui perdraient une aide",
            unit="personnes",
            direction=Direction.LOWER,
            values=("4", "3", "2"),
            audience=Audience.OWNER,
            counted_from="Entretiens avec la CAE",
        ),
    ),
    notes=(
        Note(
            kind=EntryKind.ACTION,
            author="agent.exemple",
            days=240,
            noted_days=54,
            text="""Ouverture de l'atelier : cinq machines, douze couturières inscrites, sept
            présentes la première semaine.""",
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
            days=5,
            noted_days=5,
            text="""Deux couturières perdraient une aide au logement si leur revenu devenait
            irrégulier. Nous cherchons comment lisser les paiements.""",
            source=s.FICTION,
        ),
    ),
)


MARKET = Trial(
    key="exemple-loire-reemploi",
    group="economie-informelle",
    audience=Audience.PUBLIC,
    owner="exemple-loire",
    title="Marché de réemploi mensuel",
    summary="Quatre marchés, puis l'arrêt : ce que nous ferions autrement.",
    stage=Stage.ABANDONED,
    author="elu.exemple-sur-loire",
    activity=Activity.REUSE,
    neighbourhood="Place du Port",
    objective="Donner un cadre à la revente d'objets récupérés qui se faisait au bord de la route.",
    hypothesis="Un marché autorisé, une fois par mois, attire vendeurs et clients.",
    modalities="""Place du Port, le premier samedi du mois, emplacements gratuits, avec la
    ressourcerie.""",
    source=s.FICTION,
    created_days=52,
    stages=(
        Reached(stage=Stage.TRIAL, days=310),
        Reached(
            stage=Stage.ABANDONED,
            days=130,
            note="""Quatre éditions, de moins en moins de vendeurs. Ce que nous avons appris : une
            fois par mois ne suffit pas pour vivre ; il fallait un lieu abrité l'hiver ; et
            commencer par demander aux vendeurs leurs horaires, au lieu de fixer les nôtres.""",
        ),
    ),
    partners=(
        Partner(org="ressourcerie", role="Organisation", contribution="Tables, bénévoles, tri"),
    ),
    money=(
        Money(funder="exemple-loire", year=THIS_YEAR, amount=1500, note="Tables et communication"),
    ),
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
            text="""Nous arrêtons, d'accord avec la ressourcerie. Les vendeurs restés jusqu'au bout
            seront prévenus un par un.""",
            source=s.FICTION,
        ),
        Note(
            kind=EntryKind.RESULT,
            author="elu.exemple-sur-loire",
            days=120,
            noted_days=49,
            text="""Ce que nous gardons : une liste de vendeurs de confiance, et une dizaine d'entre
            eux déposent maintenant leurs objets à la ressourcerie.""",
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
    objective="""Que chacun puisse faire réparer vélo ou voiture à moins de dix kilomètres de chez
    soi.""",
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
            text="""Sur 140 foyers, 52 disent faire réparer leur voiture « chez quelqu'un ».
            Personne n'a refusé de répondre.""",
            photos=(
                Photo(
                    motif="route", alt="Dessin : une route qui serpente entre des collines vertes."
                ),
            ),
            source=s.FICTION,
        ),
    ),
)
