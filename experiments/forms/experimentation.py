"""Describing an experimentation, moving its stage, naming who carries it."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form, LineField, TextField
from common.models import Audience
from experiments.enums import Activity, Stage
from experiments.forms.dates import PastDateField, precision_field
from organisations.models import Organisation

MAX_TEXT = 10_000

AUDIENCES = [
    (Audience.SPACE, _("Les membres du groupe et les invité·es de l’expérimentation")),
    (
        Audience.PUBLIC,
        _("Tout le monde\u00a0: la présentation et ce qui est marqué «\u00a0public\u00a0»"),
    ),
]


# The list of 2015 (QP091002) and that of 2024 (QN09105M); Corsica has a letter in both.
PRIORITY_CODE = re.compile(r"(?:QP(?:[0-9]{3}|02[AB])[0-9]{3}|QN(?:[0-9]{3}|02[AB])[0-9]{2}[A-Z])")


class PriorityCodeField(LineField):
    """The code of a quartier prioritaire, typed with or without spaces and capitals."""

    default_error_messages = {
        "code": _("Ce code ne ressemble pas à celui d’un quartier prioritaire, comme QN09105M.")
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Code du quartier prioritaire"))
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "help_text",
            _(
                "Si c’est un quartier de la politique de la ville\u00a0: QN09105M (liste de 2024) "
                "ou QP091002 (liste de 2015)."
            ),
        )
        super().__init__(max_length=20, **kwargs)

    def clean(self, value):
        code = re.sub(r"[\s-]", "", super().clean(value)).upper()
        if code and not PRIORITY_CODE.fullmatch(code):
            raise forms.ValidationError(self.error_messages["code"], code="code")
        return code


class DescriptionForm(Form):
    """What is tried: only the title is needed, the rest comes when it is known."""

    title = LineField(
        label=_("Titre"),
        max_length=160,
        help_text=_(
            "Le nom que vous lui donnez entre vous, par exemple «\u00a0Atelier du marché\u00a0»."
        ),
        error_messages={"required": _("Donnez un titre à l’expérimentation.")},
    )
    summary = LineField(
        label=_("En une phrase"),
        max_length=300,
        required=False,
        help_text=_("Ce qu’un collègue d’une autre ville doit comprendre en premier."),
    )
    activity = forms.ChoiceField(
        label=_("Activité de départ"),
        choices=[("", _("À préciser")), *Activity.choices],
        required=False,
    )
    neighbourhood = LineField(label=_("Quartier ou lieu"), max_length=160, required=False)
    neighbourhood_code = PriorityCodeField()
    objective = TextField(
        label=_("Objectif"),
        max_length=MAX_TEXT,
        rows=4,
        required=False,
        help_text=_("Ce que vous voulez changer, et pour qui."),
    )
    hypothesis = TextField(
        label=_("Hypothèse"),
        max_length=MAX_TEXT,
        rows=4,
        required=False,
        help_text=_("Ce que vous pensez qu’il se passera, et que l’essai dira."),
    )
    modalities = TextField(
        label=_("Modalités"),
        max_length=MAX_TEXT,
        rows=4,
        required=False,
        help_text=_("Comment vous vous y prenez\u00a0: lieux, rythme, qui fait quoi."),
    )
    audience = forms.ChoiceField(
        label=_("Visible par"),
        choices=AUDIENCES,
        initial=Audience.SPACE,
        widget=forms.RadioSelect,
        help_text=_(
            "Le journal, les actions et les documents gardent chacun leur propre réglage\u00a0; "
            "les discussions ne sont jamais publiques."
        ),
    )

    @property
    def description(self) -> dict:
        """What is left of the cleaned form for the services."""
        own = DescriptionForm.base_fields
        return {name: value for name, value in self.cleaned_data.items() if name in own}


class StageForm(Form):
    """A stage reached, since when, and what explains it."""

    stage = forms.ChoiceField(label=_("Étape"), choices=Stage.choices)
    on = PastDateField(label=_("Depuis quand\u00a0?"))
    precision = precision_field()
    note = TextField(
        label=_("Ce qui l’explique"),
        max_length=4000,
        rows=4,
        required=False,
        help_text=_("Pour une expérimentation abandonnée\u00a0: ce que vous avez appris."),
    )
    is_current = forms.BooleanField(
        label=_("C’est l’étape où nous en sommes aujourd’hui"), required=False, initial=True
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("stage") == Stage.ABANDONED and not cleaned.get("note"):
            self.add_error(
                "note",
                _("Dites ce que vous avez appris\u00a0: c’est utile aux autres territoires."),
            )
        return cleaned


class CarrierForm(Form):
    """A second collectivité that carries the experimentation."""

    organisation = forms.ModelChoiceField(
        label=_("Collectivité engagée dans le groupe"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choisir une collectivité"),
        help_text=_(
            "Ses membres dans le groupe auront les mêmes droits que vous sur cette "
            "expérimentation, y compris ce qui est réservé aux collectivités porteuses."
        ),
        error_messages={
            "required": _("Choisissez une collectivité."),
            "invalid_choice": _("Choisissez une collectivité de la liste."),
        },
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations.order_by("name", "pk")
