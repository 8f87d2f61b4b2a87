"""Keeping the words of the network, and choosing some of them."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Boxes, Form, LineField
from common.text import fold
from experiments.vocabularies.enums import TermKind
from experiments.vocabularies.models import MAX_LABEL, Suggestion, Term


class TermForm(Form):
    """A new word."""

    kind = forms.ChoiceField(
        label=_("C’est"),
        choices=TermKind.choices,
        widget=forms.RadioSelect(attrs={"class": "inline"}),
        error_messages={"required": _("Dites si c’est un levier ou un frein.")},
    )
    label = LineField(
        label=_("En quelques mots"),
        max_length=MAX_LABEL,
        error_messages={"required": _("Écrivez le mot à proposer.")},
    )
    description = LineField(
        label=_("Ce que cela veut dire"),
        max_length=300,
        required=False,
        help_text=_("Une phrase, pour que chaque groupe l’emploie dans le même sens."),
    )

    def clean_label(self):
        label = self.cleaned_data["label"]
        if not fold(label):
            raise forms.ValidationError(_("Écrivez au moins une lettre ou un chiffre."))
        return label


class TermEditForm(TermForm):
    """Its name and what it means; a lever does not become an obstacle."""

    def __init__(self, *args, term: Term | Suggestion, **kwargs):
        kwargs["initial"] = {"label": term.label, "description": term.description}
        super().__init__(*args, **kwargs)
        del self.fields["kind"]


class AcceptForm(TermEditForm):
    """A word that was suggested, perhaps said better."""

    def __init__(self, *args, suggestion: Suggestion, **kwargs):
        super().__init__(*args, term=suggestion, **kwargs)


class RefuseForm(Form):
    """Why a word that was suggested is not kept."""

    reason = LineField(
        label=_("Pourquoi ne pas le retenir"),
        max_length=300,
        help_text=_("La personne qui l’a proposé lira cette raison."),
        error_messages={"required": _("Dites pourquoi en quelques mots.")},
    )


class MergeForm(Form):
    """The term that takes the place of another, or of a suggestion."""

    into = forms.ModelChoiceField(
        label=_("Garder à la place"),
        queryset=Term.objects.none(),
        empty_label=_("Choisir un mot"),
        error_messages={
            "required": _("Choisissez le mot à garder."),
            "invalid_choice": _("Ce mot n’est plus dans la liste."),
        },
    )

    def __init__(self, *args, term: Term | Suggestion, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Term.objects.known().filter(kind=term.kind)
        if isinstance(term, Term):
            rows = rows.exclude(pk=term.pk)
        self.fields["into"].queryset = rows


class FieldsetBoxes(Boxes):
    """Boxes under one legend."""

    use_fieldset = True


class TermsField(forms.MultipleChoiceField):
    """Some terms of one kind; cleaned, a list of Term. A term that was retired or merged since the
    page was made is still understood: what one has chosen is not lost."""

    widget = FieldsetBoxes
    default_error_messages = {
        "invalid_choice": _("Un des mots choisis n’existe plus\u00a0: choisissez de nouveau."),
        "invalid_list": _("Choisissez dans la liste."),
    }
    # More than anybody means.
    most = 12

    def __init__(self, *, kind: TermKind, **kwargs):
        kwargs.setdefault("required", False)
        self.kind = kind
        super().__init__(**kwargs)

    def clean(self, value):
        asked = {text for text in self.to_python(value) if text.isascii() and text.isdigit()}
        ids = {int(text) for text in asked if len(text) < 19}
        if not ids:
            return []
        if len(ids) > self.most:
            raise forms.ValidationError(
                _("Choisissez-en %(most)s au plus\u00a0: les plus importants."),
                params={"most": self.most},
            )
        found = list(Term.objects.filter(kind=self.kind, pk__in=ids))
        if len(found) < len(ids):
            raise forms.ValidationError(self.error_messages["invalid_choice"])
        return found


class TermsMixin:
    """For forms whose object bears terms: two fields, `levers` and `obstacles`, with those that are
    offered and those that it `bears` already. One query."""

    names = {"levers": TermKind.LEVER, "obstacles": TermKind.OBSTACLE}

    def add_terms(self, bears: Iterable[Term] = ()) -> None:
        bears = list(bears)
        terms = {term.pk: term for term in [*Term.objects.offered(), *bears]}
        ordered = sorted(terms.values(), key=lambda term: (term.key, term.pk))
        for name, kind in self.names.items():
            choices = [(str(t.pk), t.label) for t in ordered if t.kind == kind]
            field = TermsField(
                kind=kind,
                label=_("Leviers") if kind == TermKind.LEVER else _("Freins"),
                choices=choices,
            )
            if choices:
                self.fields[name] = field
            self.initial.setdefault(name, [str(t.pk) for t in bears if t.kind == kind])

    def term_fields(self) -> list:
        """The fields, for the page to draw together."""
        return [self[name] for name in self.names if name in self.fields]

    def has_terms(self) -> bool:
        """Whether one is chosen, or was refused: the page then shows them at once."""
        return any(field.errors or field.value() for field in self.term_fields())

    def terms(self) -> list[Term]:
        """Those chosen."""
        return [term for name in self.names for term in self.cleaned_data.get(name, [])]


class TermsForm(TermsMixin, Form):
    """The terms of something that has no other form."""

    def __init__(self, *args, bears: Iterable[Term], **kwargs):
        super().__init__(*args, **kwargs)
        self.add_terms(bears)
