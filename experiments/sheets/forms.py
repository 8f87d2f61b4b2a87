"""Writing a sheet, choosing who signs, answering, withdrawing."""

from django import forms
from django.core.validators import validate_email
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from common.forms import Form, LineField, TextField
from common.models import Audience
from experiments.forms.dates import PastDateField, precision_field
from experiments.models import JournalEntry, JournalPicture, Partnership
from experiments.sheets.content import LINES, TEXTS
from experiments.sheets.enums import Decision, Section

MOST_PICTURES = 6
MAX_SECTION = 6_000
MAX_ALT = 300

HELP = {
    Section.CONTEXT: _("Le territoire, le besoin, ce qui a fait commencer."),
    Section.ACTIONS: _("Les étapes, ce qui a été essayé, avec qui et quand."),
    Section.ROLE: _("Ce que la collectivité a fait elle-même, ce qu’elle a laissé faire."),
    Section.PARTNERS: _("Qui a apporté quoi."),
    Section.MEANS: _("Le temps, les lieux, l’argent, le matériel."),
    Section.RESULTS: _("Ce que cela a donné, chiffres compris, même modestes."),
    Section.LESSONS: _("Ce qui a freiné, ce qui a aidé, ce que vous referiez autrement."),
    Section.NEXT: _("Ce qui continue, ce qui s’arrête, ce qui reste à essayer."),
}


class SheetForm(Form):
    """The sheet on one page: its sections in order, then what it rests on."""

    title = LineField(
        label=_("Titre de la fiche"),
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
    dated = PastDateField(label=_("Date"))
    precision = precision_field()
    # The digest of what one started from.
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, entries, pictures, **kwargs):
        super().__init__(*args, **kwargs)
        self.entries: list[JournalEntry] = entries
        self.offered: list[JournalPicture] = pictures
        for section in Section:
            self.fields[section.value] = TextField(
                label=section.label,
                max_length=MAX_SECTION,
                rows=5,
                required=False,
                help_text=HELP[section],
            )
        for entry in entries:
            self.fields[f"source_{entry.pk}"] = forms.ChoiceField(
                label=_("À l’appui de"),
                choices=[("", _("Aucune partie")), *Section.choices],
                required=False,
                error_messages={"invalid_choice": _("Choisissez une partie de la liste.")},
            )
        for picture in pictures:
            self.fields[f"photo_{picture.pk}"] = forms.BooleanField(
                label=_("Mettre cette photo dans la fiche"), required=False
            )
            self.fields[f"alt_{picture.pk}"] = LineField(
                label=_("Ce que montre la photo"),
                max_length=MAX_ALT,
                required=False,
                initial=picture.alt,
            )

    def section_fields(self) -> list:
        return [self[section.value] for section in Section]

    def entry_fields(self) -> list[dict]:
        """Each note offered, in a few words, with the section it supports."""
        return [
            {
                "entry": entry,
                "label": Truncator(entry.text).chars(140),
                "is_confidential": entry.audience == Audience.OWNER,
                "field": self[f"source_{entry.pk}"],
            }
            for entry in self.entries
        ]

    def picture_fields(self) -> list[dict]:
        return [
            {"picture": each, "photo": self[f"photo_{each.pk}"], "alt": self[f"alt_{each.pk}"]}
            for each in self.offered
        ]

    def clean(self):
        cleaned = super().clean()
        chosen = [each for each in self.offered if cleaned.get(f"photo_{each.pk}")]
        for picture in chosen:
            name = f"alt_{picture.pk}"
            if name in cleaned and not cleaned[name]:
                self.add_error(
                    name, _("Décrivez la photo pour les personnes qui ne la voient pas.")
                )
        if len(chosen) > MOST_PICTURES:
            self.add_error(None, _("Une fiche montre six photos au plus."))
        return cleaned

    def words(self) -> dict[str, str]:
        """The lines and the sections."""
        return {name: self.cleaned_data[name] for name in [*LINES, *TEXTS]}

    def sources(self) -> dict[str, list[JournalEntry]]:
        """The notes by the section that they support."""
        found: dict[str, list[JournalEntry]] = {}
        for entry in self.entries:
            section = self.cleaned_data.get(f"source_{entry.pk}")
            if section:
                found.setdefault(section, []).append(entry)
        return found

    def pictures(self) -> dict[JournalPicture, str]:
        """The chosen pictures with their descriptions."""
        return {
            each: self.cleaned_data[f"alt_{each.pk}"]
            for each in self.offered
            if self.cleaned_data.get(f"photo_{each.pk}")
        }


class SignatoriesForm(Form):
    """The partners that sign, each with the address it is asked at."""

    def __init__(self, *args, partnerships: list[Partnership], chosen: dict[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.partnerships = partnerships
        for each in partnerships:
            pk = each.organisation_id
            self.fields[f"signs_{pk}"] = forms.BooleanField(
                label=_("Demander la signature de %(name)s") % {"name": each.organisation.name},
                required=False,
                initial=pk in chosen,
            )
            self.fields[f"email_{pk}"] = LineField(
                label=_("Adresse e-mail de la personne qui signe"),
                max_length=254,
                required=False,
                initial=chosen.get(pk, ""),
                widget=forms.EmailInput,
            )

    def partner_fields(self) -> list[dict]:
        return [
            {
                "partnership": each,
                "signs": self[f"signs_{each.organisation_id}"],
                "email": self[f"email_{each.organisation_id}"],
            }
            for each in self.partnerships
        ]

    def clean(self):
        cleaned = super().clean()
        for each in self.partnerships:
            name = f"email_{each.organisation_id}"
            if not cleaned.get(f"signs_{each.organisation_id}") or name not in cleaned:
                continue
            try:
                validate_email(cleaned[name])
            except forms.ValidationError:
                self.add_error(
                    name, _("Indiquez une adresse e-mail, par exemple contact@association.fr.")
                )
        return cleaned

    def partners(self) -> dict:
        """The address of each organisation that signs."""
        return {
            each.organisation: self.cleaned_data[f"email_{each.organisation_id}"].lower()
            for each in self.partnerships
            if self.cleaned_data.get(f"signs_{each.organisation_id}")
        }


class AnswerForm(Form):
    """What a signatory answers to the text that she was shown."""

    decision = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[
            (Decision.AGREED, _("Je signe\u00a0: la fiche peut être publiée avec notre accord")),
            (Decision.WAITING, _("Je fais une remarque, sans répondre encore")),
            (Decision.DECLINED, _("Je ne signe pas")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez votre réponse.")},
    )
    comment = TextField(
        label=_("Votre remarque"),
        max_length=2_000,
        rows=4,
        required=False,
        help_text=_("Lue par la collectivité et par l’animation du groupe. Jamais publiée."),
    )
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") in {Decision.WAITING, Decision.DECLINED} and not cleaned.get(
            "comment"
        ):
            self.add_error("comment", _("Dites en quelques mots ce qui ne va pas."))
        return cleaned


class WithdrawalForm(Form):
    reason = TextField(
        label=_("Pourquoi la retirer"),
        max_length=1_000,
        rows=3,
        error_messages={"required": _("Dites pourquoi la fiche est retirée.")},
        help_text=_("Envoyé aux personnes qui l’ont écrite et signée."),
    )


def initial_of(sheet, content: dict, digest: str) -> dict:
    """What the editor shows of a sheet that is begun."""
    initial = {name: content[name] for name in LINES} | content["sections"]
    initial |= {"dated": sheet.dated, "precision": sheet.precision, "seen": digest}
    for section, entries in content["sources"].items():
        initial |= {f"source_{pk}": section for pk in entries}
    for each in content["pictures"]:
        initial[f"photo_{each['picture']}"] = True
        initial[f"alt_{each['picture']}"] = each["alt"]
    return initial
