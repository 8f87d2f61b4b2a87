"""ESS & politique de la ville, and ESS & ruralités."""

from groups.enums import EngagementStatus, GroupState, Hue, QuestionKind, Role
from home.demo.data import sources as s
from home.demo.schema import (
    Answer,
    Belongs,
    Call,
    Engaged,
    Group,
    Money,
    Paper,
    Post,
    Question,
    Talk,
)

CITY = Group(
    slug="politique-de-la-ville",
    name="ESS & politique de la ville",
    initials="PV",
    hue=Hue.PLUM,
    state=GroupState.RUNNING,
    summary="""Donner à l'ESS sa place dans les quartiers prioritaires, et rapprocher deux mondes
    qui se connaissent mal.""",
    presentation="""
    Le RTES travaille depuis 2015 sur l'ESS dans les quartiers de la politique de la ville. Les
    services de la politique de la ville connaissent mal l'ESS et ses modèles économiques ; les
    acteurs de l'ESS connaissent mal la politique de la ville. Le groupe cherche à les rapprocher.

    En janvier 2018, plus de 10 000 établissements employeurs de l'ESS, et plus de 100 000 emplois,
    se trouvaient dans un quartier prioritaire.
    """,
    objectives="""
    - Partager les enjeux entre acteurs publics et privés de la politique de la ville et de l'ESS.

    - Rapprocher les services ESS et politique de la ville dans l'accompagnement des structures.

    - Mieux faire connaître les structures ressources des deux côtés.

    - Inscrire l'ESS dans le volet économique des contrats de ville.
    """,
    calendar="""
    - Février 2020 : RepèrESS « Développer l'ESS dans les quartiers politique de la ville ».

    - 26 novembre 2020 : flashweb ESS Quartier, 140 participant·es.

    - 17 novembre 2021 : conférence sur la revitalisation urbaine intégrée.

    - 7 décembre 2022 : formation croisée à Toulouse.

    - 25 janvier 2023 : séminaire national, plus de 280 participant·es.
    """,
    source=f"{s.CPO} ; {s.KIT}",
    engaged=(
        Engaged(
            org="toulouse-m",
            commitment="Une journée de formation croisée, le 7 décembre 2022.",
            source=s.CPO,
        ),
        Engaged(
            org="exempleville",
            commitment="Petits travaux avec la régie de quartier.",
            source=s.FICTION,
        ),
    ),
    members=(
        Belongs(account="animation", role=Role.FACILITATOR),
        Belongs(account="agent.exempleville", role=Role.MEMBER),
        Belongs(account="agent.grigny", role=Role.OBSERVER),
    ),
    money=(
        Money(funder="anct", year=2020, amount=4500, note="Action 1", source=s.CPO),
        Money(funder="anct", year=2021, amount=9000, note="Action 1", source=s.CPO),
        Money(funder="anct", year=2022, amount=4500, note="Action 1", source=s.CPO),
    ),
    talks=(
        Talk(
            key="ville-quebec",
            title="Que retenir de la revitalisation urbaine intégrée au Québec ?",
            source=s.QUEBEC,
            posts=(
                Post(
                    author="animation",
                    days=25,
                    at="10:00",
                    text="""Au Vieux-Gatineau, la démarche est lancée depuis février 2014 : trois
                    chantiers portés par des habitant·es, des commerçant·es et des structures, et un
                    plan de dix ans élaboré en 2016, avec 113 actions.

                    Deux étonnements rapportés : on commence par l'humain avant l'urbanisme, et les
                    entreprises sont au cœur de la démarche.""",
                ),
                Post(
                    author="agent.exempleville",
                    days=24,
                    at="17:12",
                    text="""Les consultations proposent une garde d'enfants et des navettes
                    gratuites : voilà ce qui nous manque aux Tilleuls (quartier fictif).""",
                ),
                Post(
                    author="animation",
                    days=22,
                    at="09:20",
                    text="""Autre point : pas d'appel à projets. On construit ensemble, puis on
                    cherche les financements.""",
                ),
            ),
        ),
        Talk(
            key="ville-collectif",
            title="Entreprendre à plusieurs dans les quartiers : des exemples",
            source=f"{s.KIT} ; {s.HEALTH}",
            posts=(
                Post(
                    author="animation",
                    days=15,
                    at="14:30",
                    text="""Deux exemples à connaître :

                    - **Le Bon Maurepas**, à Rennes : de septembre 2017 à février 2018, une
                    quinzaine d'habitant·es ont créé et géré ensemble une entreprise de restauration
                    ;
                    - le **Centre de santé des 3 cités**, à Poitiers : un centre associatif et
                    communautaire, depuis 2015.""",
                ),
                Post(
                    author="agent.exempleville",
                    days=14,
                    at="09:08",
                    text="""Nous essayons quelque chose d'approchant avec la régie de quartier ;
                    c'est dans nos expérimentations (fictif, là encore).""",
                ),
            ),
        ),
    ),
    papers=(
        Paper(
            key="ville-reperess",
            title="RepèrESS « Développer l'ESS dans les quartiers politique de la ville »",
            description="""94 pages, février 2020 : 10 leviers, 18 fiches d'initiatives, un
            répertoire, des témoignages. À retrouver sur le site du RTES.""",
            author="animation",
            days=28,
            url="https://www.rtes.fr/",
            source=s.REPERESS,
        ),
    ),
)

RURAL = Group(
    slug="ruralites",
    name="ESS & ruralités",
    initials="RU",
    hue=Hue.OCHRE,
    state=GroupState.OPEN,
    summary="""Des outils et des coopérations pour que l'ESS réponde aux besoins des territoires
    ruraux.""",
    presentation="""
    Le projet TRESSONS (Territoires ruraux et ESS, outils et nouvelles synergies), conduit par
    l'Avise et le RTES avec l'appui du Réseau rural et le soutien du FEADER, analyse ce que l'ESS
    apporte en milieu rural et aide les acteurs à coopérer.

    Il a produit un panorama d'une centaine d'initiatives (mai 2020), un mode d'emploi de 32 pages
    et deux livrets de fiches techniques (septembre 2020) : cinq formes de coopération, quatre
    leviers d'action.
    """,
    objectives="""
    - Analyser et faire connaître les apports de l'ESS en milieu rural.

    - Améliorer les conditions de son développement.

    - Renforcer les coopérations entre acteurs.
    """,
    calendar="""
    - 10 septembre 2020 : webinaire sur l'accompagnement et le financement, plus de 170 personnes.

    - 29 septembre 2020 : Forum des ruralités engagées et parution du mode d'emploi.

    - 18 février 2021 : webinaire sur les relations contractuelles.
    """,
    source=f"{s.PANORAMA} ; {s.USER_GUIDE}",
    engaged=(
        Engaged(
            org="exemple-cc",
            commitment="Un atelier de réparation itinérant.",
            source=s.FICTION,
        ),
        Engaged(
            org="exemple-loire",
            status=EngagementStatus.MIRROR,
            commitment="Suivre les travaux.",
            source=s.FICTION,
        ),
    ),
    members=(
        Belongs(account="animation", role=Role.FACILITATOR),
        Belongs(account="miroir", role=Role.MEMBER),
        Belongs(account="elu.exemple-sur-loire", role=Role.OBSERVER),
    ),
    calls=(
        Call(
            key="rural-appel",
            title="Essayer à plusieurs en milieu rural (appel fictif)",
            published_days=12,
            closes_in=120,
            text="""
            *Cet appel est inventé pour la démonstration : répondez-y librement.*

            Votre commune, votre intercommunalité ou votre département veut essayer une coopération
            avec l'ESS : commerce de proximité, mobilité, tiers-lieu, alimentation, économie
            circulaire ? Rejoignez le groupe pour essayer en même temps que d'autres, et partager ce
            que vous apprenez.
            """,
            expected="""
            Quelques lignes sur ce que vous voulez essayer, où, et avec qui. Une idée suffit. Si
            vous préférez suivre sans expérimenter, demandez le groupe miroir.
            """,
            criteria="""
            - un territoire rural, quelle que soit sa taille ;
            - une personne qui suit l'essai dans la collectivité, élue ou agente ;
            - l'envie de raconter aux autres ce qui marche et ce qui ne marche pas.
            """,
            questions=(
                Question(
                    kind=QuestionKind.CHOICE,
                    label="Où en êtes-vous ?",
                    required=True,
                    options=(
                        "Une idée, rien de commencé",
                        "Des premiers échanges avec des partenaires",
                        "Un essai déjà en cours",
                    ),
                ),
                Question(
                    kind=QuestionKind.NUMBER,
                    label="Combien de personnes vivent sur le territoire visé ?",
                    help="Un ordre de grandeur suffit.",
                    unit="habitant·es",
                ),
                Question(
                    kind=QuestionKind.TEXT,
                    label="Qui suivra l'essai dans votre collectivité, et combien de temps ?",
                    help="Par exemple : une chargée de mission, une demi-journée par semaine.",
                ),
            ),
            answers=(
                Answer(
                    org="exemple-pres",
                    author="elu.exemple-sur-loire",
                    intention="""Rouvrir l'épicerie du village (fictif) trois matins par semaine,
                    tenue par un collectif d'habitant·es.""",
                    neighbourhood="Centre-bourg",
                    partners="Association d'habitant·es, communauté de communes",
                    replies=(
                        "Des premiers échanges avec des partenaires",
                        "640",
                        "L'élue aux commerces (fictive), une demi-journée par semaine.",
                    ),
                    days=4,
                ),
            ),
        ),
    ),
    talks=(
        Talk(
            key="rural-cooperation",
            title="Cinq formes de coopération : laquelle chez vous ?",
            source=s.COOPERATION,
            posts=(
                Post(
                    author="animation",
                    days=18,
                    at="09:30",
                    text="""Le livret de septembre 2020 en présente cinq :

                    - les réseaux territoriaux d'acteurs,
                    - les coopératives d'activité et d'emploi,
                    - les groupements d'employeurs,
                    - les marques de pays,
                    - les sociétés coopératives d'intérêt collectif.

                    Laquelle existe déjà chez vous ?""",
                ),
                Post(
                    author="miroir",
                    days=16,
                    at="13:40",
                    text="""Au Pays d'Exemple (fictif), une SCIC tient le garage. Nous partons
                    d'elle pour l'atelier itinérant.""",
                ),
                Post(
                    author="animation",
                    days=15,
                    at="09:10",
                    text="""Regardez aussi le Collectif GARE, à Vaillant : des associations, des
                    entreprises individuelles et des collectivités réunies depuis 2012 dans une
                    ancienne gare.""",
                ),
            ),
        ),
        Talk(
            key="rural-leviers",
            title="Quatre leviers pour les décideurs locaux",
            source=s.LEVERS,
            posts=(
                Post(
                    author="animation",
                    days=9,
                    at="10:45",
                    text="""Ingénierie d'accompagnement, financement, mobilisation des habitant·es,
                    accueil des porteurs de projet : les quatre leviers du second livret. Lequel
                    vous manque le plus ?""",
                ),
                Post(
                    author="elu.exemple-sur-loire",
                    days=7,
                    at="20:14",
                    text="""L'ingénierie. Dans une petite ville (fictive), une seule personne fait
                    tout.""",
                ),
            ),
        ),
    ),
    papers=(
        Paper(
            key="rural-gare",
            title="Fiche Déniché pour vous n° 87 : Collectif GARE",
            description="""Un pôle d'acteurs de l'ESS dans une ancienne gare de Haute-Marne (mai
            2020).""",
            author="animation",
            days=17,
            url="https://collectifgare.wordpress.com/2016/11/22/qui-sommes-nous/",
            source=s.GARE,
        ),
        Paper(
            key="rural-mode-emploi",
            title="Mode d'emploi « ESS & ruralités »",
            description="32 pages, septembre 2020. À retrouver sur le site du RTES.",
            author="animation",
            days=19,
            url="https://www.rtes.fr/",
            source=s.USER_GUIDE,
        ),
    ),
)

OTHER_GROUPS = (CITY, RURAL)
