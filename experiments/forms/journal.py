"""Writing in the journal."""

import uuid
from collections.abc import Iterable, Mapping

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.forms import Form, LineField, TextField
from common.models import Audience
from common.text import clean_line, whole_number
from common.upload_fields import DocumentField, PicturesField, UploadMixin
from experiments.beside import Offer
from experiments.enums import EntryKind
from experiments.forms.dates import PastDateField, precision_field
from experiments.models import JournalEntry
from experiments.vocabularies.forms import FieldsetBoxes, TermsMixin
from experiments.vocabularies.models import Term
from groups.documents.models import Document

MAX_PICTURES = 10
MAX_ALT = 300

AUDIENCES = {
    Audience.OWNER: _("Seulement les collectivités porteuses et l’animation"),
    Audience.SPACE: _("Les membres du groupe et les invité·es de l’expérimentation"),
    Audience.PUBLIC: _("Tout le monde, si l’expérimentation est publique"),
}

KIND_HELP = {
    EntryKind.ACTION: _("Ce que nous avons fait"),
    EntryKind.OBSERVATION: _("Ce que nous avons vu ou entendu"),
    EntryKind.DIFFICULTY: _("Ce qui freine ou bloque"),
    EntryKind.RESULT: _("Ce que cela a donné"),
    EntryKind.DECISION: _("Ce que nous avons décidé"),
}


class DocumentsField(forms.ModelMultipleChoiceField):
    """Some documents of the space, of those that one sees."""

    default_error_messages = {
        "invalid_choice": _("Un des documents choisis n’est plus là\u00a0: choisissez de nouveau."),
        "invalid_pk_value": _("Choisissez dans la liste."),
        "list": _("Choisissez dans la liste."),
    }
    most = 10

    def clean(self, value):
        # A number that no database holds is none of them.
        typed = value if isinstance(value, list | tuple) else []
        if any(whole_number(str(each)) is None for each in typed):
            raise forms.ValidationError(self.error_messages["list"])
        if len(typed) > self.most:
            raise forms.ValidationError(
                _("Choisissez dix documents au plus."),
            )
        return super().clean(value)


class BesideField(forms.TypedMultipleChoiceField):
    """Some of the things of an Offer; cleaned, a set of ids."""

    widget = FieldsetBoxes
    default_error_messages = {
        "invalid_choice": _("Un de vos choix n’est plus là\u00a0: choisissez de nouveau."),
        "invalid_list": _("Choisissez dans la liste."),
    }

    def __init__(self, offer: Offer):
        super().__init__(
            label=offer.legend, choices=offer.choices, coerce=int, required=False, empty_value=[]
        )

    def clean(self, value):
        return set(super().clean(value))


class EntryForm(TermsMixin, UploadMixin, Form):
    """One entry, with pictures and, if its author may choose, its audience."""

    kind = forms.ChoiceField(
        label=_("Que notez-vous\u00a0?"),
        choices=EntryKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez ce que vous notez.")},
    )
    text = TextField(
        label=_("Votre note"),
        max_length=10_000,
        rows=6,
        error_messages={"required": _("Écrivez quelques mots.")},
    )
    pictures = PicturesField(
        label=_("Photos"),
        most=MAX_PICTURES,
        help_text=_(
            "Dix au plus, 15 Mo chacune. Le lieu de prise de vue est effacé. Demandez leur accord "
            "aux personnes reconnaissables."
        ),
    )
    documents = DocumentsField(
        label=_("Documents de l’expérimentation"),
        queryset=Document.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    file = DocumentField(
        label=_("Joindre un nouveau document"),
        required=False,
        help_text=_(
            "25 Mo au plus. Il sera rangé dans la rubrique Documents, pour les mêmes yeux."
        ),
    )
    occurred_on = PastDateField(label=_("Date"))
    precision = precision_field()
    audience = forms.ChoiceField(label=_("Visible par"), widget=forms.RadioSelect)
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args,
        audiences: list[str],
        documents: QuerySet | None = None,
        offers: Mapping[str, Offer] | None = None,
        bears: Iterable[Term] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.add_terms(bears)
        self.offers = offers or {}
        for key, offer in self.offers.items():
            self.fields[key] = BesideField(offer)
            self.initial.setdefault(key, sorted(offer.chosen))
        self.choosable = documents
        if documents is not None:
            field = self.fields["documents"]
            field.queryset = documents
            # Read once: the page asks first whether there are some.
            field.choices = lambda: [(each.pk, str(each)) for each in documents]
        self.audiences = audiences
        self.initial.setdefault("occurred_on", timezone.localdate())
        self.initial.setdefault("client_id", uuid.uuid4())
        if len(audiences) > 1:
            self.fields["audience"].choices = [(each, AUDIENCES[each]) for each in audiences]
            self.initial.setdefault("audience", Audience.SPACE)
        else:
            del self.fields["audience"]

    def clean_audience_asked(self) -> None:
        """Refuse a note whose author asked for fewer readers than it would have: she was somebody
        else for this experimentation when she wrote it, on her device."""
        asked = self.data.get(self.add_prefix("audience"))
        if "audience" not in self.fields and asked == Audience.OWNER not in self.audiences:
            self.add_error(
                None,
                _(
                    "Vous ne pouvez plus réserver cette note aux collectivités porteuses. "
                    "Publiée, elle sera lue par les membres du groupe et les invité·es de "
                    "l’expérimentation\u00a0: relisez-la avant."
                ),
            )

    def kinds(self) -> list[dict]:
        """The kinds as choice cards: value, label, what it is for, whether it is chosen."""
        chosen = self["kind"].value()
        return [
            {"value": kind, "label": kind.label, "help": KIND_HELP[kind], "checked": kind == chosen}
            for kind in EntryKind
        ]

    def clean(self):
        cleaned = super().clean()
        self.clean_audience_asked()
        typed = self.data.getlist("photo_alt") if hasattr(self.data, "getlist") else []
        self.alts = [clean_line(alt)[:MAX_ALT] for alt in typed[:MAX_PICTURES]]
        return cleaned

    def has_sources(self) -> bool:
        """Whether the page shows at once what the note rests on."""
        names = ("documents", "file", *self.offers)
        return any(self[name].errors or self[name].value() for name in names)

    def offer_fields(self) -> list:
        """The fields of what else it may rest on, for the page to draw together."""
        return [self[key] for key in self.offers]

    def beside(self) -> dict[str, tuple[set[int], set[int]]]:
        """What was chosen, and what was offered, of each."""
        return {
            key: (self.cleaned_data[key], {pk for pk, _said in offer.choices})
            for key, offer in self.offers.items()
        }

    def anew(self) -> "EntryForm":
        """The same form, what was typed kept, ready to be sent as another note."""
        data = self.data.copy()
        data[self.add_prefix("client_id")] = str(uuid.uuid4())
        form = type(self)(
            data, audiences=self.audiences, documents=self.choosable, offers=self.offers
        )
        form.full_clean()
        return form

    def described_pictures(self) -> list[tuple]:
        """The pictures with the descriptions typed beside them, in the order they were chosen."""
        pictures = self.cleaned_data["pictures"]
        alts = [*self.alts, *[""] * len(pictures)]
        return list(zip(pictures, alts, strict=False))


class OfflineEntryForm(EntryForm):
    """The same for a page that a device keeps, whoever reads it: nothing in it comes from the
    database, nor changes from one day to the next."""

    def __init__(self):
        super().__init__(
            audiences=[Audience.OWNER, Audience.SPACE, Audience.PUBLIC],
            initial={"occurred_on": None, "client_id": ""},
        )
        del self.fields["documents"]

    def add_terms(self, bears: Iterable[Term] = ()) -> None:
        """None: the words of the network are not for everybody."""


class KeepForm(EntryForm):
    """A note made of the words of a discussion: for whoever enters the space, on their day."""

    # What the preview said; not seen, it is refused as one that changed.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, audiences=[Audience.SPACE], **kwargs)
        for name in ("pictures", "documents", "file", "occurred_on", "precision", *self.names):
            self.fields.pop(name, None)
        self.fields["text"].label = _("Votre commentaire")
        self.fields["text"].help_text = _("Au-dessus des paroles : pourquoi les garder.")


class EntryEditForm(EntryForm):
    """The same for an entry already there: each of its pictures can be described or taken off."""

    def __init__(self, *args, entry: JournalEntry, **kwargs):
        kwargs["initial"] = {
            "kind": entry.kind,
            "text": entry.text,
            "occurred_on": entry.occurred_on,
            "precision": entry.precision,
            "audience": entry.audience,
            "documents": [document.pk for document in entry.documents.all()],
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, bears=entry.terms.all(), **kwargs)
        del self.fields["client_id"]
        self.kept = list(entry.pictures.all())
        for picture in self.kept:
            self.fields[f"alt_{picture.pk}"] = LineField(
                label=_("Description de la photo"),
                max_length=MAX_ALT,
                required=False,
                initial=picture.alt,
            )
            self.fields[f"remove_{picture.pk}"] = forms.BooleanField(
                label=_("Retirer cette photo"), required=False
            )

    def picture_fields(self) -> list[dict]:
        """Each present picture with its two fields."""
        return [
            {"picture": each, "alt": self[f"alt_{each.pk}"], "remove": self[f"remove_{each.pk}"]}
            for each in self.kept
        ]

    def clean(self):
        cleaned = super().clean()
        left = len(self.kept) - len(self.removed())
        if left + len(cleaned.get("pictures") or []) > MAX_PICTURES:
            self.add_error("pictures", _("Une note garde dix photos au plus."))
        return cleaned

    def removed(self) -> list[int]:
        """Ids of the pictures to take off."""
        return [p.pk for p in self.kept if self.cleaned_data.get(f"remove_{p.pk}")]

    def kept_alts(self) -> dict[int, str]:
        """The descriptions of the present pictures, by id."""
        return {p.pk: self.cleaned_data[f"alt_{p.pk}"] for p in self.kept}
