"""What inspired what, between fictitious territories only: no source says it of a real one."""

from home.demo.schema import Inspired

INSPIRATIONS = (
    Inspired(
        trial="exemple-couture",
        source="exempleville-petits-travaux",
        note="L'emploi à l'heure par une structure qui existe, avant de penser à en créer une.",
        author="agent.exemple",
        days=10,
        by_sheet=True,
    ),
    Inspired(
        trial="exempleville-garde",
        source="exemple-couture",
        note="Le lieu partagé, et les premières commandes passées par la collectivité.",
        author="agent.exempleville",
        days=8,
    ),
    Inspired(
        trial="pays-exemple-atelier",
        source="exempleville-petits-travaux",
        note="Le volume d'heures garanti la première année ; pas la régie, il n'y en a pas ici.",
        author="miroir",
        days=6,
        by_sheet=True,
    ),
    Inspired(
        trial="exempleville-garde",
        source="exemple-loire-reemploi",
        note="Ce que leur arrêt apprend : demander les autorisations avant d'annoncer une date.",
        author="agent.exempleville",
        days=3,
    ),
)
