"""The words that the network's own documents name: what a vocabulary may start with.

In our own sentences; `source` is the public title of the document and the file of the project's
seeds that holds it.
"""

from dataclasses import dataclass

from experiments.vocabularies.enums import TermKind

_QPV = "RTES, compte rendu de la CPO ANCT 2020-2022 (001_000e52b90f11e845.txt)"
_FRAGILE = (
    "ANCT, étude « L’ESS : une chance pour les territoires fragiles » (004_f0af811801b82cd8.txt)"
)
_DEBATE = "Résovilles, mise en débat « Pratiques informelles » (002_b177bc2baba99d65.txt)"
_CULINARY = "RTES, conférence « Pratiques culinaires informelles » (004_f0af811801b82cd8.txt)"


@dataclass(frozen=True, slots=True)
class FirstWord:
    """One of them; `key` never changes."""

    key: str
    kind: TermKind
    label: str
    description: str
    source: str


FIRST_WORDS = [
    FirstWord(
        "habitants",
        TermKind.LEVER,
        "S’appuyer sur les envies et savoir-faire des habitant·es",
        "Y compris ceux qui s’exercent dans l’économie informelle.",
        _QPV,
    ),
    FirstWord(
        "conseils-citoyens",
        TermKind.LEVER,
        "S’appuyer sur les conseils citoyens",
        "Ils connaissent le quartier et celles et ceux qui y agissent.",
        _QPV,
    ),
    FirstWord(
        "finances",
        TermKind.LEVER,
        "Financer directement",
        "Des partenariats financiers, dans le cadre des compétences de la collectivité.",
        _FRAGILE,
    ),
    FirstWord(
        "nature",
        TermKind.LEVER,
        "Contribuer en nature",
        "Un local, du matériel, du temps, dans le cadre des compétences de la collectivité.",
        _FRAGILE,
    ),
    FirstWord(
        "commande",
        TermKind.LEVER,
        "Commande publique responsable",
        "La collectivité achète à celles et ceux qu’elle veut soutenir.",
        _FRAGILE,
    ),
    FirstWord(
        "accompagner",
        TermKind.LEVER,
        "Accompagner les structures de l’ESS",
        "Conseil, mise en relation, formation.",
        _FRAGILE,
    ),
    FirstWord(
        "promouvoir",
        TermKind.LEVER,
        "Faire connaître l’ESS au grand public",
        "Promouvoir ses activités et ce qu’elle propose.",
        _FRAGILE,
    ),
    FirstWord(
        "animer",
        TermKind.LEVER,
        "Co-animer des dynamiques collectives",
        "Faire se rencontrer et travailler ensemble celles et ceux qui agissent.",
        _FRAGILE,
    ),
    FirstWord(
        "situation",
        TermKind.OBSTACLE,
        "Situation administrative des personnes",
        "Elle bloque des personnes qui rendent service depuis longtemps.",
        _DEBATE,
    ),
    FirstWord(
        "reperage",
        TermKind.OBSTACLE,
        "Pratiques difficiles à repérer",
        "Les comprendre demande du temps et de la confiance.",
        _DEBATE,
    ),
    FirstWord(
        "individuel",
        TermKind.OBSTACLE,
        "Accompagnement pensé pour des projets individuels",
        "Les projets collectifs sont moins bien accompagnés.",
        _DEBATE,
    ),
    FirstWord(
        "local",
        TermKind.OBSTACLE,
        "Local introuvable",
        "Pas de lieu adapté à l’activité.",
        _CULINARY,
    ),
]
