"""The chantier Économie informelle & ESS."""

from datetime import date

from groups.enums import EngagementStatus, GroupState, Hue, Role
from home.demo.data import sources as s
from home.demo.data.talks_informal import TALKS
from home.demo.schema import Belongs, Call, Engaged, Group, Money, Paper

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
    communes rurales. La crise sanitaire a interrompu nombre de ces activités, et en a sans doute
    fait naître d'autres : c'est l'occasion d'essayer ce que l'ESS peut apporter pour qu'elles
    reprennent et durent.

    Dans ce chantier, le RTES réunit des collectivités qui essaient quelque chose chez elles avec
    des partenaires locaux, partagent ce qu'elles observent, et en tirent des ressources pour les
    autres. L'Agence nationale de la cohésion des territoires le soutient.

    Pour chaque collectivité, il s'agit de définir l'objet et les modalités d'une expérimentation, à
    partir d'une activité (garde d'enfants, mécanique de rue, alimentation…) ou d'un quartier, et de
    trouver ses partenaires : habitant·es, maison de quartier, structure d'accompagnement, conseil
    de quartier, CRESS…

    Au printemps 2023, un RepèrESS de 68 pages a rassemblé les acquis du chantier : 18 retours
    d'expériences et 10 leviers d'action.
    """,
    objectives="""
    - Favoriser le passage de l'économie informelle à l'économie formelle, et accompagner les
    projets des habitant·es par et vers l'ESS.

    - Contribuer à faire reconnaître l'utilité sociale de l'économie informelle : emploi et
    inclusion, cohésion sociale, développement du territoire.
    """,
    calendar="""
    - Novembre 2020 : appel à participation.

    - Avril 2021, décembre 2021, septembre 2022, décembre 2022 : quatre groupes de travail, avec une
    vingtaine de collectivités et des structures de l'ESS de leur territoire.

    - Printemps 2023 : publication du RepèrESS, diffusé au Forum GSEF de Dakar.
    """,
    charter="""
    Chaque collectivité s'organise librement. Elle s'engage à partager ses travaux et à prendre part
    aux groupes de travail.
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
            territoire. Chaque collectivité s'organise comme elle l'entend ; elle partage ses
            travaux et participe aux groupes de travail.
            """,
        ),
    ),
    money=(
        Money(funder="anct", year=2020, amount=9000, note="Action 3", source=s.CPO),
        Money(funder="anct", year=2021, amount=9000, note="Action 3", source=s.CPO),
        Money(funder="anct", year=2022, amount=10000, note="Action 3", source=s.CPO),
    ),
    talks=TALKS,
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
            description="""68 pages, parues au printemps 2023, éditées à 200 exemplaires : cadrage,
            18 fiches retours d'expériences, points d'appui pour les collectivités, 10 leviers
            d'action. À retrouver sur le site du RTES.""",
            author="animation",
            days=13,
            url="https://www.rtes.fr/",
            source=s.CPO,
        ),
    ),
)
