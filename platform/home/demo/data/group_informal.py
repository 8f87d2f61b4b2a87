"""The chantier Économie informelle & ESS."""

from datetime import date

from groups.enums import EngagementStatus, GroupState, Hue, Role
from home.demo.data import sources as s
from home.demo.schema import Belongs, Call, Engaged, Group, Money, Paper, Post, Talk

SPOT = Talk(
    key="informel-theme-1",
    title="Thème 1. Comment repérer les pratiques informelles, et que nous apprennent-elles ?",
    source=s.CPO,
    posts=(
        Post(
            author="animation",
            days=38,
            at="09:12",
            text="""Premier des quatre thèmes de nos groupes de travail : **repérer** les pratiques
            économiques informelles, et comprendre ce qu'elles disent de la vie économique et sociale
            d'un territoire.

            Dites ici comment vous les avez vues, avec qui, et ce qui vous a surpris.""",
        ),
        Post(
            author="agent.stains",
            days=37,
            at="14:21",
            text="""À Stains, par une recherche-action dans deux quartiers : plusieurs mois sur le
            terrain, des questionnaires auprès de 50 mécaniciens et de 100 familles. La surprise :
            **6 familles sur 10** ont recours à la mécanique de rue.""",
        ),
        Post(
            author="agent.grigny",
            days=36,
            at="10:48",
            text="""À Grigny, c'est l'agacement d'une partie des habitant·es qui a rendu visible la
            vente sur le parvis de la gare. Le GRDR a ensuite rencontré 65 femmes : c'est là que nous
            avons commencé à comprendre.""",
        ),
        Post(
            author="animation",
            days=35,
            at="16:05",
            text="""La mise en débat de Résovilles dit la même chose : on repère souvent ces pratiques
            par leurs nuisances, et les diagnostics sont difficiles. Il y faut du temps, de la
            confiance, et des personnes-ressources du quartier, comme les médiateurs.""",
        ),
        Post(
            author="agent.exempleville",
            days=29,
            at="11:17",
            text="""À Exempleville (notre territoire est fictif), nous avons commencé par la sortie
            de l'école : qui garde les enfants de qui, et à quelles heures ?""",
        ),
    ),
)

SUPPORT = Talk(
    key="informel-theme-2",
    title="Thème 2. Accompagner le passage vers le formel, par et vers l'ESS",
    source=s.CPO,
    posts=(
        Post(
            author="animation",
            days=30,
            at="09:05",
            text="""Deuxième thème. Plusieurs questions en une :

            - comment faire naître des projets, individuels et collectifs ?
            - sur quel écosystème s'appuyer ?
            - quelle animation du territoire, et comment articuler les échelles d'action, de
            gouvernance et de financement ?""",
        ),
        Post(
            author="agent.angers",
            days=29,
            at="10:40",
            text="""À Belle-Beille, une Flashcoop : huit femmes vivent en sept jours toutes les étapes
            d'une création, avec la CAE CDP49. Budget de l'action : 6 000 €, locaux prêtés.""",
        ),
        Post(
            author="miroir",
            days=28,
            at="11:31",
            text="Qui a choisi le quartier, et qui a suivi l'action de votre côté ?",
        ),
        Post(
            author="agent.angers",
            days=28,
            at="14:02",
            text="""La collectivité a aidé à trouver le quartier le plus adapté et a présenté la CAE
            aux acteurs locaux. Nous étions au comité de pilotage, en confiance et sans injonction.""",
        ),
        Post(
            author="agent.grigny",
            days=27,
            at="15:20",
            text="""Chez nous, le GRDR avance sur deux jambes : l'accompagnement des cuisinières
            (formations, situation administrative) et une recherche-action qui change les regards.""",
        ),
        Post(
            author="animation",
            days=26,
            at="09:50",
            text="""À garder en tête, relevé lors du débat de Résovilles : on accompagne plutôt bien
            l'entrepreneuriat individuel, beaucoup moins les projets collectifs. Et mieux vaut ne pas
            plaquer un modèle : à chaque territoire sa solution.""",
        ),
    ),
)

FORMS = Talk(
    key="informel-theme-3",
    title="Thème 3. Quelles formes et quels outils de formalisation, quels rôles pour nous ?",
    source=s.CPO,
    posts=(
        Post(
            author="animation",
            days=20,
            at="09:12",
            text="""Troisième thème : quelles formes avez-vous testées ? Coopérative éphémère, couveuse,
            CAE, association, commande publique… Dites aussi ce qui n'a pas marché.""",
        ),
        Post(
            author="agent.grigny",
            days=19,
            at="11:44",
            text="""Le CCAS a joué le jeu de la **commande publique** : cela a mis les Mamas en
            situation de prestataires, avec une rémunération immédiate. Le statut, lui, reste à
            choisir.""",
        ),
        Post(
            author="agent.stains",
            days=18,
            at="14:21",
            text="""Les mécaniciens souhaitent maîtriser leur outil de travail : un garage solidaire en
            coopérative, ou des micro-ateliers coopératifs eux-mêmes réunis en coopérative.""",
        ),
        Post(
            author="agent.angers",
            days=17,
            at="10:09",
            text="""Après la Flashcoop, une participante a testé la création de gâteaux au sein de la
            CAE, et deux ont créé leur activité. La forme éphémère n'était qu'une étape.""",
        ),
        Post(
            author="agent.exemple",
            days=8,
            at="16:30",
            text="""Pour l'atelier de couture d'Exemple (fictif), la CAE nous propose un même cadre pour
            toutes, puis une association. Nous hésitons encore.""",
        ),
    ),
)

OBSTACLES = Talk(
    key="informel-theme-4",
    title="Thème 4. Quels freins dépasser, et quelles réponses expérimenter ?",
    source=s.CPO,
    posts=(
        Post(
            author="animation",
            days=11,
            at="09:02",
            text="""Quatrième et dernier thème : les freins, et ce que vous mettez en place pour y
            répondre. Commencez par le plus gros.""",
        ),
        Post(
            author="agent.grigny",
            days=10,
            at="10:15",
            text="""Le local du restaurant solidaire, et les situations administratives. Sur ce second
            point, la ville travaille avec les services de la préfecture.""",
        ),
        Post(
            author="agent.stains",
            days=9,
            at="11:53",
            text="""Les préjugés. On craignait des réseaux de recel ; les études montrent que cette
            activité n'est jamais criminelle. Cesser de dire « mécanique sauvage » a compté.""",
        ),
        Post(
            author="elu.exemple-sur-loire",
            days=5,
            at="18:20",
            text="""Nous avons arrêté notre marché de réemploi à Exemple-sur-Loire (fictif), faute de
            lieu abrité l'hiver. Nous avons noté ce que nous avons appris : si cela évite à d'autres
            de recommencer pareil, tant mieux.""",
        ),
        Post(
            author="animation",
            days=4,
            at="09:31",
            text="""Merci de l'avoir écrit : un essai arrêté apprend autant qu'un autre. Le débat de
            Résovilles rappelle un frein plus général : on confond encore informel et illicite.""",
        ),
    ),
)

WEBINARS = Talk(
    key="informel-conferences",
    title="Les huit conférences en ligne du chantier",
    source=s.CPO,
    posts=(
        Post(
            author="animation",
            days=24,
            at="11:00",
            text="""Huit conférences, 550 participations en tout. La liste complète est dans les
            documents ; les enregistrements et les synthèses sont sur le site du RTES.

            Les plus proches de vos essais : *Mécanique de rue* (mars 2021, 60 personnes) et
            *Pratiques culinaires informelles* (septembre 2021, 60 personnes).""",
        ),
        Post(
            author="miroir",
            days=23,
            at="09:44",
            text="Merci ! Y en a-t-il une sur l'aménagement des espaces publics ?",
        ),
        Post(
            author="animation",
            days=23,
            at="10:02",
            text="Oui : *l'enjeu de l'aménagement urbain*, en mars 2023, avec 60 personnes.",
        ),
    ),
)

WEBINARS_CSV = """Conférence en ligne;Mois;Participations
Économie informelle : s’appuyer sur les collectifs d’habitants;novembre 2020;70
Alimentation et entrepreneuriat coopératif;janvier 2021;55
Mécanique de rue : retour sur une recherche-action;mars 2021;60
Économies populaires, vulnérabilités et ressources;septembre 2021;100
Pratiques culinaires informelles;septembre 2021;60
L’entrepreneuriat informel en Europe et en France;mars 2022;70
Économie informelle & ESS : l’enjeu de l’aménagement urbain;mars 2023;60
Économies de subsistance : quels leviers pour l’action publique ?;mars 2023;75
Total;;550
"""

FUNDING_CSV = """Année;Action 1;Action 2;Action 3;Total
2020;4500;16500;9000;30000
2021;9000;12000;9000;30000
2022;4500;15500;10000;30000
"""

INFORMAL = Group(
    slug="economie-informelle",
    name="Économie informelle & ESS",
    initials="ÉI",
    hue=Hue.GREEN,
    state=GroupState.RUNNING,
    summary="""Accompagner le passage de l'informel au formel par et vers l'économie sociale et
    solidaire, et faire reconnaître son utilité.""",
    presentation="""
    L'économie informelle existe dans beaucoup de territoires fragiles, quartiers prioritaires comme
    communes rurales. La crise sanitaire a interrompu nombre de ces activités, et en a sans doute fait
    naître d'autres : c'est l'occasion d'essayer ce que l'ESS peut apporter pour qu'elles reprennent et
    durent.

    Dans ce chantier, le RTES réunit des collectivités qui essaient quelque chose chez elles avec des
    partenaires locaux, partagent ce qu'elles observent, et en tirent des ressources pour les autres.
    L'Agence nationale de la cohésion des territoires le soutient.

    Pour chaque collectivité, il s'agit de définir l'objet et les modalités d'une expérimentation, à
    partir d'une activité (garde d'enfants, mécanique de rue, alimentation…) ou d'un quartier, et de
    trouver ses partenaires : habitant·es, maison de quartier, structure d'accompagnement, conseil de
    quartier, CRESS…

    Au printemps 2023, un RepèrESS de 68 pages a rassemblé les acquis du chantier : 18 retours
    d'expériences et 10 leviers d'action.
    """,
    objectives="""
    - Favoriser le passage de l'économie informelle à l'économie formelle, et accompagner les projets
    des habitant·es par et vers l'ESS.

    - Contribuer à faire reconnaître l'utilité sociale de l'économie informelle : emploi et inclusion,
    cohésion sociale, développement du territoire.
    """,
    calendar="""
    - Novembre 2020 : appel à participation.

    - Avril 2021, décembre 2021, septembre 2022, décembre 2022 : quatre groupes de travail, avec une
    vingtaine de collectivités et des structures de l'ESS de leur territoire.

    - Printemps 2023 : publication du RepèrESS, diffusé au Forum GSEF de Dakar.
    """,
    charter="""
    Chaque collectivité s'organise librement. Elle s'engage à partager ses travaux et à prendre part aux
    groupes de travail.
    """,
    source=f"{s.CHANTIER} ; {s.CPO}",
    engaged=(
        Engaged(
            org="grigny",
            commitment="Les Mamas de Grigny : de la vente de rue à une activité déclarée.",
            source=s.CULINARY,
        ),
        Engaged(
            org="angers-lm",
            commitment="Flashcoop Mam Cookies, dans le quartier Belle-Beille.",
            source=s.CULINARY,
        ),
        Engaged(
            org="stains",
            commitment="Mécanique de rue et plateforme de mobilité.",
            source=s.MECHANICS,
        ),
        Engaged(
            org="plaine-commune",
            commitment="Mécanique de rue : comprendre avant de proposer.",
            source=s.MECHANICS,
        ),
        Engaged(
            org="exempleville",
            commitment="Garde d'enfants entre voisines, aux Tilleuls.",
            source=s.FICTION,
        ),
        Engaged(
            org="exemple-agglo",
            commitment="Atelier de couture du quartier de la gare.",
            source=s.FICTION,
        ),
        Engaged(org="exemple-loire", commitment="Marché de réemploi mensuel.", source=s.FICTION),
        Engaged(
            org="exemple-cc",
            status=EngagementStatus.MIRROR,
            commitment="Suivre les travaux avant d'essayer à son tour.",
            source=s.FICTION,
        ),
    ),
    members=(
        Belongs(account="animation", role=Role.FACILITATOR),
        Belongs(account="agent.grigny", role=Role.MEMBER),
        Belongs(account="agent.angers", role=Role.MEMBER),
        Belongs(account="agent.stains", role=Role.MEMBER),
        Belongs(account="agent.exempleville", role=Role.MEMBER),
        Belongs(account="agent.exemple", role=Role.MEMBER),
        Belongs(account="elu.exemple-sur-loire", role=Role.MEMBER),
        Belongs(account="miroir", role=Role.OBSERVER),
    ),
    calls=(
        Call(
            key="informel-appel",
            title="Constituer un groupe de collectivités engagées",
            published=date(2020, 11, 12),
            closed=date(2021, 4, 1),
            text="""
            Le RTES cherche des collectivités adhérentes qui agissent déjà, ou veulent agir, sur
            l'économie informelle de leur territoire, pour former un groupe particulièrement engagé.

            Chacune définit ce qu'elle veut essayer : à partir d'une activité (garde d'enfants,
            mécanique de rue, alimentation…), d'un quartier, ou des deux.
            """,
            expected="""
            L'objet et les modalités de l'essai, les actions envisagées, et les partenaires du
            territoire. Chaque collectivité s'organise comme elle l'entend ; elle partage ses travaux
            et participe aux groupes de travail.
            """,
        ),
    ),
    money=(
        Money(funder="anct", year=2020, amount=9000, note="Action 3", source=s.CPO),
        Money(funder="anct", year=2021, amount=9000, note="Action 3", source=s.CPO),
        Money(funder="anct", year=2022, amount=10000, note="Action 3", source=s.CPO),
    ),
    talks=(SPOT, SUPPORT, FORMS, OBSTACLES, WEBINARS),
    papers=(
        Paper(
            key="informel-conferences-csv",
            title="Les huit conférences en ligne : dates et participations",
            author="animation",
            days=24,
            filename="conferences-en-ligne.csv",
            content_type="text/csv",
            content=WEBINARS_CSV,
            source=s.CPO,
        ),
        Paper(
            key="informel-financement-csv",
            title="Financement de la convention par année et par action",
            description="Soutien de l'ANCT, en euros. Le chantier est l'action 3.",
            author="animation",
            days=22,
            filename="financement-anct-2020-2022.csv",
            content_type="text/csv",
            content=FUNDING_CSV,
            source=s.CPO,
        ),
        Paper(
            key="informel-reperess",
            title="RepèrESS « Économie informelle & ESS »",
            description="""68 pages, parues au printemps 2023, éditées à 200 exemplaires : cadrage, 18 fiches
            retours d'expériences, points d'appui pour les collectivités, 10 leviers d'action. À
            retrouver sur le site du RTES.""",
            author="animation",
            days=13,
            url="https://www.rtes.fr/",
            source=s.CPO,
        ),
    ),
)
