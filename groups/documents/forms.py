"""Sharing a file or a link."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form, LineField, LinkField, TextField
from common.models import Audience
from common.upload_fields import DocumentField, UploadMixin
from groups.documents.models import Document

AUDIENCES = {
    Audience.OWNER: _("Seulement les collectivités porteuses et l’animation"),
    Audience.SPACE: _("Toutes les personnes de l’espace"),
    Audience.PUBLIC: _("Tout le monde, même sans compte"),
}


class ContentForm(UploadMixin, Form):
    """A file, or a link: one of them and not both."""

    file = DocumentField(
        label=_("Fichier"),
        required=False,
        help_text=_(
            "25 Mo au plus\u00a0: PDF, documents LibreOffice et Microsoft 365, texte, CSV, images. "
            "Le lieu de prise de vue des images est effacé."
        ),
    )
    url = LinkField(label=_("Ou l’adresse d’une page ou d’un fichier en ligne"))

    def clean(self):
        cleaned = super().clean()
        file, url = cleaned.get("file"), cleaned.get("url")
        if not self.errors and bool(file) == bool(url):
            self.add_error(
                "file",
                _("Choisissez un fichier ou indiquez une adresse, pas les deux.")
                if file
                else _("Choisissez un fichier, ou indiquez une adresse."),
            )
        return cleaned


class DescribedForm(Form):
    """How a document is told apart, and who may see it."""

    title = LineField(
        label=_("Titre"),
        max_length=200,
        error_messages={"required": _("Donnez un titre au document.")},
    )
    description = TextField(
        label=_("Description"),
        max_length=4000,
        rows=3,
        required=False,
        help_text=_("Ce qu’on y trouve, et pourquoi il est là."),
    )
    audience = forms.ChoiceField(label=_("Visible par"), widget=forms.RadioSelect)

    def __init__(self, *args, audiences: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        if len(audiences) > 1:
            self.fields["audience"].choices = [(each, AUDIENCES[each]) for each in audiences]
            self.initial.setdefault("audience", Audience.SPACE)
        else:
            del self.fields["audience"]


class DocumentForm(ContentForm, DescribedForm):
    """A new document. Without a title, a file lends its name."""

    field_order = ["file", "url", "title", "description", "audience"]
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Sans titre\u00a0: le nom du fichier.")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("title") and "title" not in self.errors:
            if cleaned.get("file"):
                cleaned["title"] = cleaned["file"].name.rpartition(".")[0]
            elif cleaned.get("url"):
                self.add_error("title", _("Donnez un titre à ce lien."))
        return cleaned


class DocumentEditForm(DescribedForm):
    """The title, description and audience of a document already there."""

    def __init__(self, *args, document: Document, audiences: list[str], **kwargs):
        names = ["title", "description", "audience"]
        kwargs["initial"] = {name: getattr(document, name) for name in names}
        if document.audience not in audiences:
            # Chosen by somebody with more rights: it is not hers to widen or narrow.
            audiences = audiences[:1]
        super().__init__(*args, audiences=audiences, **kwargs)


class VersionForm(ContentForm):
    """A newer state of a document."""

    note = LineField(label=_("Ce qui change"), max_length=300, required=False)
