"""Describing a resource, deciding about it, importing some."""

import uuid
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DateField, Form, LineField, LinkField, TextField
from common.models import Precision
from common.text import fold
from common.upload_fields import DocumentField, UploadMixin
from groups.library.enums import Kind, Origin
from groups.library.models import MAX_KEYWORD, Resource
from organisations.fields import OrganisationField
from organisations.models import Organisation

MOST_KEYWORDS = 12
# What a dump may weigh, in characters: a few thousand pages.
MOST_PASTED = 2_000_000
BY_HAND = [(each.value, each.label) for each in Kind if each != Kind.SHEET]


class KeywordsField(LineField):
    """Keywords between commas; cleaned, a list."""

    def __init__(self, **kwargs):
        super().__init__(max_length=600, required=False, **kwargs)

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value):
        words = [word for each in super().clean(value).split(",") if (word := each.strip())]
        words = list({fold(word): word for word in words if fold(word)}.values())
        if len(words) > MOST_KEYWORDS:
            raise forms.ValidationError(
                _("Gardez-en %(most)s au plus."), params={"most": MOST_KEYWORDS}
            )
        if any(len(word) > MAX_KEYWORD for word in words):
            raise forms.ValidationError(
                _("Un mot-clé fait %(most)s caractères au plus."), params={"most": MAX_KEYWORD}
            )
        return words


class ResourceFields(Form):
    """What a resource says of itself."""

    title = LineField(
        label=_("Titre"),
        max_length=300,
        error_messages={"required": _("Donnez un titre à la ressource.")},
    )
    kind = forms.ChoiceField(
        label=_("Nature"),
        choices=BY_HAND,
        error_messages={"required": _("Dites ce que c’est.")},
    )
    number = forms.IntegerField(
        label=_("Numéro de la fiche"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=_("Pour une fiche Déniché pour vous."),
    )
    origin = forms.ChoiceField(
        label=_("Type de ressource"), choices=Origin, widget=forms.RadioSelect
    )
    is_private = forms.BooleanField(
        label=_("Réservée aux membres du réseau"),
        required=False,
        help_text=_("Sans cela, tout le monde la lit, même sans compte."),
    )
    summary = TextField(label=_("Résumé"), max_length=1000, rows=3, required=False)
    body = TextField(label=_("Texte"), max_length=40_000, rows=10, required=False)
    keywords = KeywordsField(label=_("Mots-clés"), help_text=_("Séparés par des virgules."))
    category = LineField(label=_("Catégorie"), max_length=120, required=False)
    dated = DateField(label=_("Date"), required=False)
    precision = forms.ChoiceField(
        label=_("Date connue"),
        choices=Precision,
        widget=forms.RadioSelect(attrs={"class": "inline"}),
        initial=Precision.MONTH,
    )
    place = LineField(label=_("Lieu"), max_length=200, required=False)
    zone = LineField(label=_("Zone d’action"), max_length=200, required=False)
    website = LinkField(label=_("Site internet"))
    replay = LinkField(label=_("Adresse de l’enregistrement"))
    attendance = forms.IntegerField(
        label=_("Participant·es"), min_value=0, max_value=1_000_000, required=False
    )
    attendance_about = forms.BooleanField(label=_("Ce nombre est approché"), required=False)

    def clean_dated(self):
        day = self.cleaned_data["dated"]
        if day and not date(1900, 1, 1) <= day <= date(2100, 1, 1):
            raise forms.ValidationError(_("Indiquez une date entre 1900 et 2100."))
        return day


class ResourceForm(ResourceFields):
    """A resource, with the organisations it is about; for its keepers, when to read it again."""

    remove = forms.ModelMultipleChoiceField(
        label=_("Structures à retirer"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    organisation = OrganisationField(
        label=_("Ajouter une collectivité ou une structure"), required=False
    )
    source = LineField(label=_("Source"), max_length=300, required=False)
    review_on = DateField(label=_("À relire le"), required=False)
    to_check = forms.BooleanField(label=_("À vérifier"), required=False)
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, keeps: bool, resource: Resource | None = None, **kwargs):
        self.known = list(resource.organisations.all()) if resource else []
        if resource is not None:
            words = [each.label for each in resource.keywords.all()]
            kwargs["initial"] = {
                name: getattr(resource, name, None) for name in self.base_fields
            } | {"keywords": words}
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())
        self.initial.setdefault("origin", Origin.NETWORK)
        if resource is not None:
            del self.fields["client_id"]
        if self.known:
            pks = [each.pk for each in self.known]
            self.fields["remove"].queryset = Organisation.objects.filter(pk__in=pks)
        else:
            del self.fields["remove"]
        if not keeps:
            del self.fields["review_on"], self.fields["to_check"]

    def content(self) -> dict:
        """What the services take."""
        data = dict(self.cleaned_data)
        gone = {each.pk for each in data.pop("remove", [])}
        kept = {each.pk: each for each in self.known if each.pk not in gone}
        added = data.pop("organisation")
        if added is not None:
            kept[added.pk] = added
        return data | {"organisations": list(kept.values())}


class DeclineForm(Form):
    """Why a suggestion is not kept."""

    reason = TextField(
        label=_("Pourquoi"),
        max_length=1000,
        rows=3,
        help_text=_("La personne qui l’a proposée le lira."),
        error_messages={"required": _("Dites pourquoi en quelques mots.")},
    )


class FileForm(UploadMixin, Form):
    """A file, or an address: one of them."""

    file = DocumentField(label=_("Fichier"), required=False)
    url = LinkField(label=_("Ou une adresse en ligne"))
    label = LineField(label=_("Intitulé"), max_length=200, required=False)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("url")):
            self.add_error("file", _("Choisissez un fichier, ou indiquez une adresse."))
        return cleaned


class DumpForm(UploadMixin, Form):
    """A text dump of resource pages: a file, or pasted."""

    file = forms.FileField(
        label=_("Fichier texte"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain", "data-file-drop": ""}),
        help_text=_("2 Mo au plus, en UTF-8."),
        error_messages={"empty": _("Ce fichier est vide.")},
    )
    text = TextField(
        label=_("Ou le texte des pages"),
        max_length=MOST_PASTED,
        rows=8,
        required=False,
        instead=_("sans fichier"),
    )

    def clean_file(self):
        """Its name and its text."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > MOST_PASTED:
            raise forms.ValidationError(_("Ce fichier dépasse 2 Mo."))
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(
                _("Ce fichier n’est pas du texte en UTF-8\u00a0: enregistrez-le ainsi.")
            ) from None
        return file.name, text

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("text")):
            self.add_error("file", _("Choisissez un fichier, ou collez le texte des pages."))
        return cleaned


class LineForm(ResourceFields):
    """One resource of an import, before it is in the library."""

    skip = forms.BooleanField(label=_("Ne pas importer cette ressource"), required=False)
