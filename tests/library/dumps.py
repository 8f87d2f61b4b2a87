"""Dumps of resource pages, in the form of the network's: written here, of nobody's words."""

from dataclasses import dataclass, field

SITE = "Réseau des communes d’Exemple"


@dataclass(frozen=True)
class Page:
    """One resource page, as its dump says it."""

    title: str
    body: tuple[str, ...] = ()
    # None: the body is repeated.
    summary: tuple[str, ...] | None = None
    type: str = "Ressources RTES"
    private: str = "Non"
    category: str | None = None
    missing: frozenset[str] = field(default=frozenset())

    def text(self) -> str:
        """Its dump; the fields that are `missing` are left out."""
        fields = []
        if self.category is not None:
            fields += ["Catégorie", *([self.category] if self.category else [])]
        if "type" not in self.missing:
            fields += ["Type de ressource", self.type]
        if "private" not in self.missing:
            fields += ["Ressource privée", self.private]
        fields.append("Résumé")
        summary = self.body if self.summary is None else self.summary
        body = "\n\n".join(self.body)
        return f"{self.title}\n\n{body}\n\n" + "\n".join(fields) + "\n\n" + "\n\n".join(summary)


def dump(*pages: Page) -> str:
    """What one gets by copying these pages one after the other."""
    return f"{SITE}\n\n" + "\n\n".join(page.text() for page in pages)


LAUNDRY = Page(
    title="Fiche Déniché pour vous n°7 : La laverie d’Exempleville",
    body=(
        "La laverie d’Exempleville est une coopérative ouverte par des habitantes du quartier.",
        "Téléchargez la fiche Déniché pour vous n°7 : La laverie d’Exempleville.",
        "Mots-clés : quartiers, coopération - Mars 2019",
        "Site internet : https://laverie.exemple.test/qui/",
        "logo bleu",
        "12 rue des Exemples",
        "99100 EXEMPLEVILLE",
        "Zone d'action : Exempleville et ses voisines.",
    ),
)
TALK = Page(
    title="Réparer ensemble - conférence en ligne avril 2018",
    body=(
        "Le 12 avril 2018, un échange sur la réparation a rassemblé 48 personnes.",
        "(Re)voir la conférence en ligne",
        "L’atelier d’Exemple répare deux cents vélos par an.",
    ),
)
LETTER = Page(
    title="Lettre du réseau - QUARTIERS",
    summary=(
        "Newsletter Quartiers #3 - Juin 2017",
        "FICHE N°7 : LA LAVERIE",
        # It quotes another page, whose body comes after it.
        LAUNDRY.body[0],
    ),
    private="Oui",
    category="",
)
STUDY = Page(
    title="Étude « Des services près de chez soi »",
    body=(
        "Une étude des services de proximité dans vingt communes d’Exemple et d’ailleurs.",
        "Téléchargez l'étude (40 pages, janvier 2020).",
    ),
    type="Autres",
    category="Études",
)
