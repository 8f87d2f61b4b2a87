"""Writing a sheet: its words, and what it takes from the journal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Boxes, Form, LineField, TextField
from common.models import Audience, Precision
from experiments.forms.dates import PastDateField, precision_field
from experiments.sheets.content import LINES, MOST_PICTURES, TEXTS
from experiments.sheets.enums import Section

MAX_SECTION = 5_000
MOST_CONTACTS = 3
NOTHING = {"notes": {}, "pictures": {}, "figures": {}, "contacts": []}

HELP = {
    Section.CONTEXT: _("Le territoire, les habitant·es, ce qui vous a décidé·es."),
    Section.ACTIONS: _("Les étapes, dans l’ordre où vous les raconteriez."),
    Section.ROLE: _("Ce que la collectivité a fait elle-même, permis ou empêché."),
    Section.PARTNERS: _("Qui a fait quoi avec vous."),
    Section.MEANS: _("Temps, argent, lieux, matériel."),
    Section.RESULTS: _("Ce qui a changé, pour qui, et comment vous le savez."),
    Section.LESSONS: _("Ce qui a freiné, ce qui a aidé, ce que vous referiez autrement."),
    Section.NEXT: _("Ce qui continue, s’arrête ou reste à décider."),
}


class SheetForm(Form):
    """Everything a sheet says: only its title is required. `notes`, `pictures` and `figures` (the
    words proposed for each indicator) are what one may choose from; `chosen` is what was, in the
    shape of NOTHING: `notes` by sections, `pictures` and `figures` with their words."""

    title = LineField(
        label=_("Titre"),
        max_length=160,
        error_messages={"required": _("Donnez un titre à la fiche.")},
    )
    keywords = LineField(
        label=_("Mots-clés"),
        max_length=200,
        required=False,
        help_text=_("Séparés par des virgules."),
    )
    place = LineField(label=_("Lieu"), max_length=200, required=False)
    dated = PastDateField(label=_("Date"), help_text=_("Le moment que raconte la fiche."))
    precision = precision_field()
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, notes=(), pictures=(), figures=None, chosen=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("precision", Precision.MONTH)
        for section in Section:
            self.fields[section.value] = TextField(
                label=section.label,
                max_length=MAX_SECTION,
                rows=6,
                required=False,
                help_text=HELP[section],
            )
        self.notes, self.pictures = list(notes), list(pictures)
        self.figures = figures or {}
        chosen = NOTHING | (chosen or {})
        for note in self.notes:
            self.fields[f"note_{note.pk}"] = forms.MultipleChoiceField(
                label=_("À l’appui de"),
                choices=Section.choices,
                required=False,
                initial=chosen["notes"].get(note.pk, []),
                widget=Boxes,
            )
        for picture in self.pictures:
            self.fields[f"picture_{picture.pk}"] = forms.BooleanField(
                label=_("Montrer cette photo dans la fiche"),
                required=False,
                initial=picture.pk in chosen["pictures"],
            )
            self.fields[f"alt_{picture.pk}"] = LineField(
                label=_("Ce que montre la photo"),
                max_length=300,
                required=False,
                initial=chosen["pictures"].get(picture.pk, picture.alt),
            )

        self._add_figures(chosen["figures"])
        self._add_contacts(chosen["contacts"])

    def _add_figures(self, chosen: dict[int, str]) -> None:
        for indicator, proposed in self.figures.items():
            self.fields[f"figure_{indicator.pk}"] = forms.BooleanField(
                label=indicator.name, required=False, initial=indicator.pk in chosen
            )
            self.fields[f"figure_words_{indicator.pk}"] = LineField(
                label=_("Ce que dit le chiffre"),
                max_length=300,
                required=False,
                initial=chosen.get(indicator.pk, proposed),
            )

    def _add_contacts(self, chosen: list[dict[str, str]]) -> None:
        for number in range(1, MOST_CONTACTS + 1):
            said = chosen[number - 1] if number <= len(chosen) else {}
            self.fields[f"contact_{number}"] = LineField(
                label=_("Fonction"),
                max_length=120,
                required=False,
                initial=said.get("function", ""),
            )
            self.fields[f"contact_reach_{number}"] = LineField(
                label=_("Comment la joindre"),
                max_length=160,
                required=False,
                initial=said.get("reach", ""),
            )
            self.fields[f"contact_public_{number}"] = forms.BooleanField(
                label=_("Public\u00a0: montré à tout le monde et imprimé"),
                required=False,
                initial=said.get("audience") == Audience.PUBLIC,
            )

    def text_fields(self) -> list:
        return [self[name] for name in TEXTS]

    def note_rows(self) -> list[dict]:
        """Each note with its field, the labels of the sections that it supports so far, and whether
        it is kept between the carriers."""
        labels = dict(Section.choices)
        return [
            {
                "note": each,
                "field": field,
                "sections": [labels[key] for key in field.value() or () if key in labels],
                "confidential": each.audience == Audience.OWNER,
            }
            for each in self.notes
            for field in [self[f"note_{each.pk}"]]
        ]

    def picture_rows(self) -> list[dict]:
        return [
            {"picture": each, "use": self[f"picture_{each.pk}"], "alt": self[f"alt_{each.pk}"]}
            for each in self.pictures
        ]

    def figure_rows(self) -> list[dict]:
        return [
            {"use": self[f"figure_{each.pk}"], "words": self[f"figure_words_{each.pk}"]}
            for each in self.figures
        ]

    def contact_rows(self) -> list[dict]:
        return [
            {
                "number": number,
                "function": self[f"contact_{number}"],
                "reach": self[f"contact_reach_{number}"],
                "public": self[f"contact_public_{number}"],
            }
            for number in range(1, MOST_CONTACTS + 1)
        ]

    def clean(self):
        cleaned = super().clean()
        self._clean_figures(cleaned)
        self._clean_contacts(cleaned)
        chosen = [each for each in self.pictures if cleaned.get(f"picture_{each.pk}")]
        for picture in chosen[MOST_PICTURES:]:
            self.add_error(
                f"picture_{picture.pk}",
                _("Une fiche montre %(most)s photos au plus.") % {"most": MOST_PICTURES},
            )
        for picture in self.pictures:
            if cleaned.get(f"picture_{picture.pk}") and not cleaned.get(f"alt_{picture.pk}"):
                self.add_error(
                    f"alt_{picture.pk}",
                    _("Décrivez la photo pour les personnes qui ne la voient pas."),
                )
        return cleaned

    def _clean_figures(self, cleaned: dict) -> None:
        for indicator in self.figures:
            words = f"figure_words_{indicator.pk}"
            if cleaned.get(f"figure_{indicator.pk}") and not (
                cleaned.get(words) or words in self.errors
            ):
                self.add_error(words, _("Dites ce que ce chiffre montre."))

    def _clean_contacts(self, cleaned: dict) -> None:
        for number in range(1, MOST_CONTACTS + 1):
            function, reach = f"contact_{number}", cleaned.get(f"contact_reach_{number}")
            if reach and not cleaned.get(function) and function not in self.errors:
                self.add_error(function, _("Dites quelle fonction on joint ainsi."))

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in [*LINES, *TEXTS]}

    def sources(self) -> dict[str, list]:
        """The chosen notes, by section: one may support several."""
        found: dict[str, list] = {}
        for note in self.notes:
            for section in self.cleaned_data[f"note_{note.pk}"]:
                found.setdefault(section, []).append(note)
        return found

    def chosen_pictures(self) -> dict:
        """The chosen pictures, with what each shows."""
        return {
            each: self.cleaned_data[f"alt_{each.pk}"]
            for each in self.pictures
            if self.cleaned_data[f"picture_{each.pk}"]
        }

    def chosen_figures(self) -> dict:
        """The chosen indicators, with what each says."""
        return {
            each: self.cleaned_data[f"figure_words_{each.pk}"]
            for each in self.figures
            if self.cleaned_data[f"figure_{each.pk}"]
        }

    def contacts(self) -> list[dict[str, str]]:
        """Those that name a function."""
        return [
            {
                "function": function,
                "reach": self.cleaned_data[f"contact_reach_{number}"],
                "audience": Audience.PUBLIC
                if self.cleaned_data[f"contact_public_{number}"]
                else Audience.SPACE,
            }
            for number in range(1, MOST_CONTACTS + 1)
            if (function := self.cleaned_data[f"contact_{number}"])
        ]


class AdoptedSheetForm(SheetForm):
    """The same, taken from a public page of the network, which it names for good."""

    source_name = LineField(
        label=_("Page ou document d’où elle vient"),
        max_length=180,
        help_text=_("Qui l’a publié, son titre, sa date."),
        error_messages={"required": _("Dites de quelle page publique vient ce texte.")},
    )
    source_url = forms.URLField(
        label=_("Adresse de cette page"),
        max_length=110,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": _("Indiquez une adresse qui commence par https://."),
            "max_length": _("Cette adresse est trop longue\u00a0: 110 caractères au plus."),
        },
    )

    field_order = ["source_name", "source_url"]

    def clean_source_url(self) -> str:
        address = self.cleaned_data["source_url"]
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError(_("Indiquez une adresse qui commence par https://."))
        return address

    @property
    def source(self) -> str:
        """What the sheet says of where it comes from."""
        said = [self.cleaned_data["source_name"], self.cleaned_data["source_url"]]
        return ", ".join(filter(None, said))
