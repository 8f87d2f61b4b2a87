"""What people type in discussions."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form, LineField, TextField
from common.text import clean_line, whole_number
from common.upload_fields import SharedFilesField, UploadMixin
from discussions.attachments import MAX_ALT, MAX_FILES
from discussions.enums import ReactionKind, ThreadKind
from discussions.services import MAX_BODY, MAX_REASON, MAX_TITLE


class _Posted(Form):
    """A form whose text becomes a message, once, whatever is sent twice."""

    client_id = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("initial", {}).setdefault("client_id", uuid.uuid4)
        super().__init__(*args, **kwargs)

    def clean_client_id(self):
        """Without one, or with nonsense, the message is simply a new one."""
        try:
            return uuid.UUID(self.cleaned_data["client_id"])
        except ValueError:
            return uuid.uuid4()


class _WithFiles(UploadMixin, _Posted):
    """A message with its files: of text and files, one is enough. `nothing` is said without."""

    nothing = ""
    files = SharedFilesField(
        label=_("Fichiers et photos"),
        most=MAX_FILES,
        help_text=_(
            "Cinq au plus, 25 Mo chacun (photos\u00a0: 15 Mo). Le lieu de prise de vue est effacé."
        ),
    )

    def clean(self):
        """The description of each picture comes in the order of the files."""
        cleaned = super().clean()
        if not self.errors and not cleaned["body"] and not cleaned["files"]:
            self.add_error("body", self.nothing)
        typed = self.data.getlist("file_alt") if hasattr(self.data, "getlist") else []
        alts = [*(clean_line(alt)[:MAX_ALT] for alt in typed[:MAX_FILES]), *[""] * MAX_FILES]
        if "files" in cleaned:
            cleaned["files"] = list(zip(cleaned["files"], alts, strict=False))
        return cleaned


class MessageForm(_WithFiles):
    """A message; `reply_to` is the number of the one that it answers, if any."""

    nothing = _("Écrivez votre message avant de l’envoyer.")
    reply_to = forms.CharField(required=False, widget=forms.HiddenInput)
    body = TextField(label=_("Votre message"), max_length=MAX_BODY, rows=1, required=False)

    def clean_reply_to(self):
        """A number, or None: nonsense answers nothing in particular."""
        return whole_number(self.cleaned_data["reply_to"])


class ReactionForm(Form):
    """One sign, put (`on`) or taken back (`off`)."""

    on = forms.ChoiceField(choices=ReactionKind, required=False)
    off = forms.ChoiceField(choices=ReactionKind, required=False)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned["on"]) == bool(cleaned["off"]):
            raise forms.ValidationError(_("Choisissez une réaction."))
        return cleaned


class _About(Form):
    """What a thread is about. `kinds` are those that the person may give it."""

    title = LineField(
        label=_("Sujet"),
        max_length=MAX_TITLE,
        error_messages={"required": _("Donnez un sujet au fil.")},
    )
    kind = forms.ChoiceField(
        label=_("Type"),
        widget=forms.RadioSelect,
        choices=ThreadKind,
        initial=ThreadKind.EXCHANGE,
        required=False,
        error_messages={
            "invalid_choice": _("Ce type n’est pas proposé\u00a0: prenez-en un autre."),
        },
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, kind.label) for kind in kinds]

    def clean_kind(self):
        """Without one, as it was."""
        return self.cleaned_data["kind"] or self.get_initial_for_field(self.fields["kind"], "kind")


class ThreadForm(_About, _WithFiles):
    nothing = _("Écrivez le premier message.")
    body = TextField(
        label=_("Premier message"),
        max_length=MAX_BODY,
        rows=4,
        required=False,
        instead=_("ou au moins un fichier"),
    )


class ThreadEditForm(_About):
    """Title and kind of a thread that exists."""


class EditForm(Form):
    body = TextField(
        label=_("Texte du message"),
        max_length=MAX_BODY,
        rows=6,
        error_messages={
            "required": _("Un message ne peut pas être vide\u00a0: vous pouvez le supprimer.")
        },
    )

    def __init__(self, *args, has_files: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].required = not has_files


class MoveForm(Form):
    reason = LineField(
        label=_("Raison"),
        help_text=_(
            "Envoyée à la personne qui a ouvert le fil. Si elle ne doit plus le voir, "
            "n’y nommez pas le nouvel espace."
        ),
        max_length=MAX_REASON,
        error_messages={"required": _("Dites pourquoi\u00a0: la personne concernée le lira.")},
    )
    # What the preview said, unless it was not seen: then it is refused as one that changed.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
