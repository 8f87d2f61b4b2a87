"""Writing a sheet, choosing who signs it, answering, withdrawing it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form, LineField, TextField
from common.models import Audience, Precision
from experiments.forms.dates import PastDateField, precision_field
from experiments.sheets.content import LINES, MOST_PICTURES, TEXTS
from experiments.sheets.enums import Decision, Section

MAX_SECTION = 5_000

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
    """Everything a sheet says: only its title is required. `notes` and `pictures` are those of the
    journal to choose from; `chosen` is `{"notes": {pk: [sections]}, "pictures": {pk: alt}}`."""

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

    def __init__(self, *args, notes=(), pictures=(), chosen=None, **kwargs):
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
        chosen = chosen or {"notes": {}, "pictures": {}}
        for note in self.notes:
            self.fields[f"note_{note.pk}"] = forms.MultipleChoiceField(
                label=_("À l’appui de"),
                choices=Section.choices,
                required=False,
                initial=chosen["notes"].get(note.pk, []),
                widget=forms.CheckboxSelectMultiple,
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

    def clean(self):
        cleaned = super().clean()
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


class SignatoriesForm(Form):
    """Which partners sign, and at which address each is asked."""

    def __init__(self, *args, partnerships, asked: dict[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.partnerships = list(partnerships)
        for each in self.partnerships:
            key = each.organisation_id
            self.fields[f"partner_{key}"] = forms.BooleanField(
                label=each.organisation.name, required=False, initial=key in asked
            )
            self.fields[f"email_{key}"] = forms.EmailField(
                label=_("Adresse e-mail de la personne qui signe"),
                required=False,
                initial=asked.get(key, ""),
            )

    def rows(self) -> list[dict]:
        return [
            {
                "partner": self[f"partner_{each.organisation_id}"],
                "email": self[f"email_{each.organisation_id}"],
            }
            for each in self.partnerships
        ]

    def clean(self):
        cleaned = super().clean()
        for each in self.partnerships:
            email = f"email_{each.organisation_id}"
            if (
                cleaned.get(f"partner_{each.organisation_id}")
                and not cleaned.get(email)
                and email not in self.errors
            ):
                self.add_error(email, _("Indiquez l’adresse de la personne qui signe."))
        return cleaned

    @property
    def partners(self) -> dict:
        """The chosen organisations, with the address of each."""
        return {
            each.organisation: self.cleaned_data[f"email_{each.organisation_id}"]
            for each in self.partnerships
            if self.cleaned_data[f"partner_{each.organisation_id}"]
        }


class SignForm(Form):
    """What a signatory answers."""

    decision = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[
            (Decision.AGREED, _("Je signe\u00a0: ce texte peut être publié")),
            (Decision.DECLINED, _("Je ne signe pas ce texte")),
            (Decision.WAITING, _("Je commente seulement, et je répondrai plus tard")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une réponse.")},
    )
    comment = TextField(
        label=_("Votre remarque"),
        max_length=2_000,
        rows=4,
        required=False,
        help_text=_("Lue par la collectivité et l’animation du groupe, jamais publiée."),
    )
    digest = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        decision = cleaned.get("decision")
        if decision in {Decision.DECLINED, Decision.WAITING} and not cleaned.get("comment"):
            self.add_error("comment", _("Dites en quelques mots ce qui ne va pas."))
        return cleaned


class WithdrawForm(Form):
    reason = TextField(
        label=_("Pourquoi la retirer\u00a0?"),
        max_length=2_000,
        rows=4,
        help_text=_("Envoyé aux personnes qui l’ont écrite et signée."),
        error_messages={"required": _("Dites pourquoi la fiche est retirée.")},
    )
