"""Form fields for files: what comes out of them was checked by common.uploads."""

import hashlib
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.uploads import (
    DOCUMENT_ACCEPT,
    MAX_DOCUMENT_BYTES,
    PICTURE_ACCEPT,
    PICTURE_EXTENSIONS,
    CheckedFile,
    Picture,
    UploadRefused,
    check_document,
    clean_name,
    human_size,
    read_picture,
)

# Pictures by their types too: a phone then offers its camera.
SHARED_ACCEPT = f"{PICTURE_ACCEPT},{DOCUMENT_ACCEPT}"


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


class _FilesField(forms.FileField):
    """Several files at once, each read by `read`. Each refusal names its file."""

    def __init__(self, *, most: int, **kwargs):
        kwargs.setdefault("required", False)
        self.most = most
        super().__init__(**kwargs)

    def read(self, file):
        """`file` as it may be kept, or UploadRefused."""
        raise NotImplementedError

    def too_many(self) -> str:
        """What is said of more than `most`."""
        raise NotImplementedError

    def clean(self, data, initial=None):
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(files) > self.most:
            raise UploadRefused(self.too_many() % {"most": self.most})
        read, refusals = [], []
        for file in files:
            try:
                read.append(self.read(super().clean(file)))
            except forms.ValidationError as error:
                refusals += [
                    f"{clean_name(file.name)}\u00a0: {message}" for message in error.messages
                ]
        if refusals:
            raise forms.ValidationError(refusals)
        return read


class PicturesField(_FilesField):
    """Several pictures; cleaned, a list of Picture."""

    def __init__(self, *, most: int = 10, **kwargs):
        kwargs.setdefault(
            "widget", _SeveralFiles(attrs={"accept": PICTURE_ACCEPT, "data-photos": str(most)})
        )
        super().__init__(most=most, **kwargs)

    def read(self, file):
        return read_picture(file)

    def too_many(self) -> str:
        return ngettext(
            "Choisissez %(most)s photo au plus.", "Choisissez %(most)s photos au plus.", self.most
        )


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file that may be kept beside words: its cleaned name, the digest of what was received, and
    what it became, a picture made anew or a document."""

    name: str
    digest: str
    content: Picture | CheckedFile


class SharedFilesField(_FilesField):
    """Several files beside words, pictures or documents; cleaned, a list of SharedFile."""

    def __init__(self, *, most: int, **kwargs):
        kwargs.setdefault("widget", _SeveralFiles(attrs={"accept": SHARED_ACCEPT}))
        super().__init__(most=most, **kwargs)

    def read(self, file):
        name = clean_name(file.name or "")
        is_picture = name.rpartition(".")[2].lower() in PICTURE_EXTENSIONS
        content = read_picture(file) if is_picture else check_document(file)
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        return SharedFile(name, digest.hexdigest(), content)

    def too_many(self) -> str:
        return ngettext(
            "Choisissez %(most)s fichier au plus.",
            "Choisissez %(most)s fichiers au plus.",
            self.most,
        )


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
