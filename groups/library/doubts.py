"""What an import says of what it was unsure of."""

from django.utils.translation import gettext_lazy as _

from groups.library.parsing import Doubt

WORDS = {
    Doubt.TITLE: _("titre à vérifier"),
    Doubt.KIND: _("nature à préciser"),
    Doubt.DATE: _("date non trouvée"),
    Doubt.PRIVATE: _("accès non dit\u00a0: réservée par prudence"),
    Doubt.TYPE: _("type de ressource inconnu"),
    Doubt.STRAY: _("mots d’image retirés"),
    Doubt.REPLAY: _("enregistrement annoncé, sans son adresse"),
    Doubt.EMPTY: _("aucun texte"),
}


def said(doubts: list) -> list[str]:
    """In words: each pair (doubt, the words in question) as one line of text."""
    return [
        f"{WORDS[Doubt(doubt)]}\u00a0: «\u00a0{words}\u00a0»" if words else str(WORDS[Doubt(doubt)])
        for doubt, words in doubts
    ]
