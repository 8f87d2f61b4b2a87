"""Form fields for files: what comes out of them was checked by common.uploads."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.uploads import (
    DOCUMENT_ACCEPT,
    MAX_DOCUMENT_BYTES,
    PICTURE_ACCEPT,
    UploadRefused,
    check_document,
    clean_name,
    human_size,
    read_picture,
)


class DocumentField(forms.FileField):
    """One document; cleaned, it is a CheckedFile."""

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "widget", forms.FileInput(attrs={"accept": DOCUMENT_ACCEPT, "data-file-drop": ""})
        )
        super().__init__(**kwargs)
        self.error_messages["empty"] = _("Ce fichier est vide.")

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        return check_document(file) if file else None


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several pictures at once; cleaned, a list of Picture. Each refusal names its file."""

    def __init__(self, *, most: int = 10, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "widget", _SeveralFiles(attrs={"accept": PICTURE_ACCEPT, "data-photos": str(most)})
        )
        self.most = most
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(files) > self.most:
            raise UploadRefused(
                ngettext(
                    "Choisissez %(most)s photo au plus.",
                    "Choisissez %(most)s photos au plus.",
                    self.most,
                )
                % {"most": self.most}
            )
        pictures, refusals = [], []
        for file in files:
            try:
                pictures.append(read_picture(super().clean(file)))
            except forms.ValidationError as error:
                refusals += [f"{clean_name(file.name)} : {message}" for message in error.messages]
        if refusals:
            raise forms.ValidationError(refusals)
        return pictures


class UploadMixin:
    """For forms with files. Views pass `refused=getattr(request, "refused_uploads", [])`: a file
    too large to be even received is then told beside its field, and the rest is kept."""

    def __init__(self, *args, refused=(), **kwargs):
        self.refused = set(refused)
        super().__init__(*args, **kwargs)

    def _clean_fields(self):
        super()._clean_fields()
        for name in self.refused & self.fields.keys():
            self._errors.pop(name, None)
            self.add_error(
                name,
                _("Ce fichier dépasse %(limit)s, la taille acceptée.")
                % {"limit": human_size(MAX_DOCUMENT_BYTES)},
            )
