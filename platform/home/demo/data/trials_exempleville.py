"""Experimentations of Exempleville: invented, and they say so."""

from common.models import Audience
from discussions.enums import ReactionKind as Sign
from discussions.enums import ThreadKind
from experiments.enums import Activity, EntryKind, Stage
from experiments.indicators.enums import Direction
from home.demo.data import sources as s
from home.demo.schema import (
    THIS_YEAR,
    Figure,
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
    audience=Audience.PUBLIC,
    owner="exempleville",
    title="Garde d'enfants entre voisines",
    summary="""Aux Tilleuls, des voisines gardent les enfants aux heures où rien n'est ouvert :
    comment les reconnaître sans les perdre ?""",
    stage=Stage.CODESIGN,
    author="agent.exempleville",
    activity=Activity.CHILDCARE,
    neighbourhood="Les Tilleuls",
    objective="""
    Que les gardes d'avant 7 h et d'après 19 h se fassent dans de bonnes conditions, et que celles
    qui les assurent soient reconnues et rémunérées.
    """,
    hypothesis="""
    Un lieu ouvert aux bonnes heures et un premier cadre collectif suffisent pour que quelques
    voisines essaient.
    """,
    modalities="""
    Trois soirs par semaine à la maison de quartier, pendant six mois, avec l'association des
    voisines et la CAE. La ville prête la salle et paie la formation aux premiers secours.
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
        Money(
            funder="exempleville", year=THIS_YEAR, amount=4200, note="Formation et petit matériel"
        ),
        Money(funder="fondation-exemple", year=THIS_YEAR, amount=3000, note="Première année"),
    ),
    todos=(
        Todo(
            title="Obtenir l'avis de la protection maternelle et infantile",
            responsible="Ville d'Exempleville",
            assignee="agent.exempleville",
            due=9,
            started=-12,
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
        Todo(title="Rencontrer les directions des deux écoles", started=-52, done=-40, due=-45),
    ),
    figures=(
        Figure(
            name="Familles qui confient un enfant à une voisine",
            unit="familles",
            direction=Direction.HIGHER,
            baseline="20",
            target="30",
            values=("20", "21", "23", "22", "24"),
            counted_from="Rencontres à la sortie de l'école",
        ),
        Figure(
            name="Voisines formées aux premiers secours",
            unit="voisines",
            direction=Direction.HIGHER,
            target="9",
            values=("0", "2", "4"),
        ),
    ),
    notes=(
        Note(
            kind=EntryKind.OBSERVATION,
            author="agent.exempleville",
            days=150,
            noted_days=57,
            text="""À la sortie de l'école, vingt familles sur trente et une confient un enfant à
            une voisine au moins une fois par semaine. Presque toujours entre 18 h et 20 h.""",
            source=s.FICTION,
        ),
        Note(
            kind=EntryKind.OBSERVATION,
            author="agent.exempleville",
            days=96,
            noted_days=56,
            text="""Les voisines ne veulent pas d'un mode de garde « comme à la crèche ». Ce qui
            compte : se connaître, et pouvoir dire non.""",
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
                    alt="""Dessin : des tables rondes couvertes de feuilles de couleur, vues de
                    dessus.""",
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
            days=6,
            noted_days=6,
            text="""L'assurance ne couvre pas les gardes après 20 h. La CAE demande un devis à
            part.""",
            source=s.FICTION,
        ),
        Note(
            kind=EntryKind.DECISION,
            author="agent.exempleville",
            days=5,
            noted_days=4,
            audience=Audience.OWNER,
            text="""Si le devis dépasse 900 €, nous commençons par deux soirs jusqu'à 20 h. À garder
            entre nous tant que ce n'est pas dit aux voisines.""",
            source=s.FICTION,
        ),
    ),
    talks=(
        Talk(
            key="exempleville-horaires",
            title="Jusqu'à quelle heure ?",
            kind=ThreadKind.QUESTION,
            answer=2,
            source=s.FICTION,
            posts=(
                Post(
                    author="agent.exempleville",
                    days=5,
                    at="12:10",
                    text="""L'assurance s'arrête à 20 h, les familles demandent 20 h 30. Quelqu'un
                    a-t-il trouvé une solution ?""",
                ),
                Post(
                    author="agent.exemple",
                    days=4,
                    at="08:55",
                    answers=1,
                    signs=(("agent.exempleville", Sign.THANKS),),
                    text="""Pour l'atelier de couture, la CAE a fait signer un avenant à son contrat
                    de groupe. Je vous mets en relation.""",
                ),
                Post(author="agent.exempleville", days=4, at="09:30", text="Avec plaisir, merci !"),
            ),
        ),
        # For moderation: the first message is hidden, the second one is reported.
        Talk(
            key="exempleville-contacts",
            title="Joindre les voisines",
            source=s.FICTION,
            posts=(
                Post(
                    author="agent.exempleville",
                    days=3,
                    at="08:40",
                    text="""Pour aller plus vite, voici la liste des familles avec leurs numéros de
                    téléphone.""",
                ),
                Post(
                    author="elu.exemple-sur-loire",
                    days=2,
                    at="17:15",
                    text="""À louer : grande salle, toute équipée, le soir et le samedi.""",
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


BUILDING = Trial(
    key="exempleville-petits-travaux",
    group="politique-de-la-ville",
    owner="exempleville",
    title="Petits travaux entre habitants, avec la régie",
    summary="""Ceux qui dépannaient leurs voisins le font désormais dans la régie, quelques heures
    par semaine.""",
    stage=Stage.SUSTAINING,
    author="agent.exempleville",
    activity=Activity.BUILDING,
    neighbourhood="Les Tilleuls",
    objective="Rémunérer les dépannages du quartier et assurer ceux qui les font.",
    modalities="""La régie emploie à l'heure, le bailleur commande, la ville garantit un volume la
    première année.""",
    source=s.FICTION,
    created_days=88,
    stages=(
        Reached(stage=Stage.TRIAL, days=500),
        Reached(stage=Stage.FORMALISATION, days=280),
        Reached(stage=Stage.SUSTAINING, days=80, note="Le bailleur reconduit pour trois ans."),
    ),
    partners=(
        Partner(org="regie-exemple", role="Employeur", contribution="Contrats, encadrement"),
        Partner(org="bailleur-exemple", role="Commande", contribution="800 heures par an"),
        Partner(org="conseil-tilleuls", role="Bouche-à-oreille"),
    ),
    money=(Money(funder="bailleur-exemple", year=THIS_YEAR, amount=21000, note="Commandes"),),
    todos=(Todo(title="Écrire ce que nous avons appris", assignee="agent.exempleville", due=30),),
    notes=(
        Note(
            kind=EntryKind.RESULT,
            author="agent.exempleville",
            days=80,
            noted_days=79,
            text="""Onze personnes ont travaillé cette année, trois ont signé un contrat à temps
            plein.""",
            source=s.FICTION,
        ),
        Note(
            kind=EntryKind.OBSERVATION,
            author="agent.exempleville",
            days=68,
            noted_days=68,
            text="""Les appels passent encore par le gardien : personne n'utilise le formulaire.
            Nous gardons le gardien.""",
            photos=(
                Photo(
                    motif="outils", alt="Dessin : des outils rangés sur un panneau de bois clair."
                ),
            ),
            source=s.FICTION,
        ),
    ),
)
