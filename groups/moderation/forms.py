"""What people type to report, to moderate and to answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form, LineField, TextField
from groups.moderation.enums import Category, Verb
from groups.moderation.models import MAX_REASON

MAX_TEXT = 1_000


class ReportForm(Form):
    category = forms.ChoiceField(
        label=_("Motif"),
        choices=Category,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un motif.")},
    )
    text = TextField(
        label=_("Précisions"),
        help_text=_("Ce qui aide l’animation à comprendre. Elle seule le lira."),
        max_length=MAX_TEXT,
        rows=4,
        required=False,
    )

    def clean(self):
        data = super().clean()
        if data.get("category") == Category.OTHER and not data.get("text"):
            self.add_error("text", _("Dites en quelques mots ce qui ne va pas."))
        return data


class ActForm(Form):
    """One reason, and the button that says what is done: `verb` is one of `verbs`."""

    verb = forms.ChoiceField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Choisissez ce que vous faites avec un des boutons."),
            "invalid_choice": _(
                "Ce n’est plus possible\u00a0: quelqu’un l’a sans doute déjà fait. "
                "Relisez la page, puis choisissez."
            ),
        },
    )
    reason = LineField(
        label=_("Raison"),
        max_length=MAX_REASON,
        error_messages={"required": _("Dites pourquoi\u00a0: la personne concernée le lira.")},
    )

    days = forms.TypedChoiceField(
        label=_("Pour combien de temps"),
        help_text=_("Elle pourra lire, pas écrire, puis tout revient de soi-même."),
        choices=[(1, _("Un jour")), (7, _("Une semaine")), (30, _("Un mois"))],
        coerce=int,
    )
    minutes = forms.TypedChoiceField(
        label=_("Attente entre deux messages d’une personne"),
        help_text=_("Ne sert que si vous ralentissez le fil."),
        choices=[
            (1, _("1 minute")),
            (5, _("5 minutes")),
            (15, _("15 minutes")),
            (60, _("1 heure")),
        ],
        coerce=int,
    )
    # What each act needs besides its reason.
    NEEDS = {Verb.SUSPEND: "days", Verb.SLOW: "minutes"}

    def __init__(self, *args, verbs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [(verb, Verb(verb).label) for verb in verbs]
        for verb, name in self.NEEDS.items():
            if verb not in verbs:
                del self.fields[name]

    def extras(self):
        """The fields besides the reason that this thing's acts need."""
        return [self[name] for name in self.NEEDS.values() if name in self.fields]

    def data_of_act(self) -> dict:
        """What the chosen act needs besides its reason."""
        needed = self.NEEDS.get(self.cleaned_data["verb"])
        return {needed: self.cleaned_data[needed]} if needed else {}


class AnswerForm(Form):
    text = TextField(
        label=_("Votre réponse à l’animation"),
        max_length=MAX_TEXT,
        rows=4,
        error_messages={"required": _("Écrivez votre réponse avant de l’envoyer.")},
    )
