"""The four themes of the chantier Économie informelle & ESS, and its online conferences.

The account of the convention lists four sessions and four themes without pairing them: neither
do we.
"""

from discussions.enums import ReactionKind as Sign
from discussions.enums import ThreadKind
from home.demo.data import sources as s
from home.demo.schema import Post, Talk

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
            économiques informelles, et comprendre ce qu'elles disent de la vie économique et
            sociale d'un territoire.

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
            vente sur le parvis de la gare. Le GRDR a ensuite rencontré 65 femmes : c'est là que
            nous avons commencé à comprendre.""",
        ),
        Post(
            author="animation",
            days=35,
            at="16:05",
            text="""La mise en débat de Résovilles dit la même chose : on repère souvent ces
            pratiques par leurs nuisances, et les diagnostics sont difficiles. Il y faut du temps,
            de la confiance, et des personnes-ressources du quartier, comme les médiateurs.""",
        ),
        Post(
            author="agent.exempleville",
            days=29,
            at="11:17",
            answers=1,
            text="""À Exempleville (notre territoire est fictif), nous avons commencé par la sortie
            de l'école : qui garde les enfants de qui, et à quelles heures ?""",
            signs=(("animation", Sign.IDEA), ("miroir", Sign.IDEA), ("agent.exemple", Sign.AGREE)),
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
            text="""À Belle-Beille, une Flashcoop : huit femmes vivent en sept jours toutes les
            étapes d'une création, avec la CAE CDP49. Budget de l'action : 6 000 €, locaux
            prêtés.""",
        ),
        Post(
            author="miroir",
            days=28,
            at="11:31",
            answers=2,
            text="""@Agent·e d'Angers Loire Métropole, qui a choisi le quartier, et qui a suivi
            l'action de votre côté ?""",
        ),
        Post(
            author="agent.angers",
            days=28,
            at="14:02",
            answers=3,
            text="""La collectivité a aidé à trouver le quartier le plus adapté et a présenté la CAE
            aux acteurs locaux. Nous étions au comité de pilotage, en confiance et sans
            injonction.""",
            signs=(("miroir", Sign.THANKS), ("animation", Sign.BRAVO)),
        ),
        Post(
            author="agent.grigny",
            days=27,
            at="15:20",
            text="""Chez nous, le GRDR avance sur deux jambes : l'accompagnement des cuisinières
            (formations, situation administrative) et une recherche-action qui change les
            regards.""",
        ),
        Post(
            author="animation",
            days=26,
            at="09:50",
            text="""À garder en tête, relevé lors du débat de Résovilles : on accompagne plutôt bien
            l'entrepreneuriat individuel, beaucoup moins les projets collectifs. Et mieux vaut ne
            pas plaquer un modèle : à chaque territoire sa solution.""",
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
            text="""Troisième thème : quelles formes avez-vous testées ? Coopérative éphémère,
            couveuse, CAE, association, commande publique… Dites aussi ce qui n'a pas marché.""",
        ),
        Post(
            author="agent.grigny",
            days=20,
            at="11:44",
            text="""Le CCAS a joué le jeu de la **commande publique** : cela a mis les Mamas en
            situation de prestataires, avec une rémunération immédiate. Le statut, lui, reste à
            choisir.""",
        ),
        Post(
            author="agent.stains",
            days=20,
            at="14:21",
            text="""Les mécaniciens souhaitent maîtriser leur outil de travail : un garage solidaire
            en coopérative, ou des micro-ateliers coopératifs eux-mêmes réunis en coopérative.""",
        ),
        Post(
            author="agent.angers",
            days=19,
            at="10:09",
            text="""Après la Flashcoop, une participante a testé la création de gâteaux au sein de
            la CAE, et deux ont créé leur activité. La forme éphémère n'était qu'une étape.""",
        ),
        Post(
            author="agent.exemple",
            days=8,
            at="16:30",
            text="""Pour l'atelier de couture d'Exemple (fictif), la CAE nous propose un même cadre
            pour toutes, puis une association. Nous hésitons encore, et relisons le journal de
            @Flashcoop Mam Cookies.""",
            picture="fils",
            alt="Bobines de fil de plusieurs couleurs, dessinées côte à côte",
            signs=(("agent.exempleville", Sign.AGREE), ("miroir", Sign.UNCLEAR)),
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
            days=6,
            at="09:02",
            text="""Quatrième et dernier thème : les freins, et ce que vous mettez en place pour y
            répondre. Commencez par le plus gros.""",
        ),
        Post(
            author="agent.grigny",
            days=6,
            at="10:15",
            text="""Le local du restaurant solidaire, et les situations administratives. Sur ce
            second point, la ville travaille avec les services de la préfecture.""",
        ),
        Post(
            author="agent.stains",
            days=5,
            at="11:53",
            text="""Les préjugés. On craignait des réseaux de recel ; les études montrent que cette
            activité n'est jamais criminelle. Cesser de dire « mécanique sauvage » a compté.""",
        ),
        Post(
            author="elu.exemple-sur-loire",
            days=3,
            at="18:20",
            text="""Nous avons arrêté notre marché de réemploi à Exemple-sur-Loire (fictif), faute
            de lieu abrité l'hiver. Nous avons noté ce que nous avons appris : si cela évite à
            d'autres de recommencer pareil, tant mieux.""",
            signs=(("agent.exemple", Sign.THANKS), ("animation", Sign.BRAVO)),
        ),
        Post(
            author="animation",
            days=2,
            at="09:31",
            answers=4,
            text="""Merci de l'avoir écrit : un essai arrêté apprend autant qu'un autre. Le débat de
            Résovilles rappelle un frein plus général : on confond encore informel et illicite.""",
        ),
    ),
)


WEBINARS = Talk(
    key="informel-conferences",
    kind=ThreadKind.ANNOUNCEMENT,
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
            answers=1,
            text="Merci ! Y en a-t-il une sur l'aménagement des espaces publics ?",
        ),
        Post(
            author="animation",
            days=23,
            at="10:02",
            answers=2,
            text="Oui : *l'enjeu de l'aménagement urbain*, en mars 2023, avec 60 personnes.",
        ),
    ),
)


TALKS = (SPOT, SUPPORT, FORMS, OBSTACLES, WEBINARS)
