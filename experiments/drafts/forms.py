"""One form for each screen of the path. All but the title may stay empty."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.forms import LineField
from experiments.drafts.enums import Step
from experiments.drafts.models import Draft
from experiments.drafts.services import check_title
from experiments.enums import Stage
from experiments.forms import DescriptionForm, PartnerForm
from experiments.forms.dates import PastDateField, precision_field
from experiments.indicators.enums import Direction
from organisations.forms import OrganisationField
from organisations.models import Organisation


class ScreenForm(DescriptionForm):
    """A part of the description: the fields named by `shown`, and those that a screen adds."""

    shown: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in DescriptionForm.base_fields.keys() - set(self.shown):
            del self.fields[name]

    @property
    def saved(self) -> dict:
        """What the draft keeps of it: whatever was understood, even if something else was not."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.kept}

    @property
    def kept(self) -> set[str]:
        return set(self.fields)


class StartForm(ScreenForm):
    """Where it starts from, and for whom (asked if there is a choice). `opens`: with the title that
    an experimentation needs."""

    shown = ("title", "activity", "neighbourhood", "neighbourhood_code")
    field_order = ["owner", *shown]

    owner = forms.ModelChoiceField(
        label=_("Collectivité porteuse"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choisir une collectivité engagée"),
        error_messages={"required": _("Choisissez la collectivité qui porte l’expérimentation.")},
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, owners, group, opens: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.group, self.opens = group, opens
        self.fields["title"].required = False
        self.fields["title"].instead = _("nécessaire pour ouvrir au groupe")
        self.fields["owner"].queryset = owners.order_by("name", "pk")
        self.initial.setdefault("client_id", uuid.uuid4())
        choices = list(self.fields["owner"].queryset[:2])
        if len(choices) == 1:
            self.initial["owner"] = choices[0].pk
            self.only_owner = choices[0]
            self.fields["owner"].widget = forms.HiddenInput()

    @property
    def kept(self) -> set[str]:
        return super().kept - {"client_id"}

    def clean(self):
        cleaned = super().clean()
        if self.opens and cleaned.get("owner") and "title" in cleaned:
            try:
                check_title(group=self.group, owner=cleaned["owner"], title=cleaned["title"])
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned


class WhyForm(ScreenForm):
    """What should change, and for whom."""

    shown = ("objective",)


class WithForm(PartnerForm):
    """One more partner, or none."""

    organisation = OrganisationField(label=_("Structure ou collectivité"), required=False)

    saved: dict = {}

    def clean(self):
        cleaned = super().clean()
        said = [name for name in self.fields if name != "organisation" and cleaned.get(name)]
        if said and not cleaned.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", _("Dites de quelle structure il s’agit."))
        return cleaned


class WhatForm(ScreenForm):
    """What is tried, and how far it is."""

    shown = ("summary", "modalities")
    field_order = ["summary", "modalities", "stage", "since", "precision"]

    stage = forms.ChoiceField(
        label=_("Où en êtes-vous\u00a0?"), choices=Stage.choices[:-1], initial=Stage.SPOTTING
    )
    since = PastDateField(
        label=_("Depuis quand\u00a0?"),
        required=False,
        help_text=_("Le début de cette étape. Sans réponse\u00a0: le jour de l’ouverture."),
    )
    precision = precision_field(required=False)

    def clean_precision(self):
        return self.cleaned_data["precision"] or self.fields["precision"].initial


class SignsForm(ScreenForm):
    """What would tell that it works: in words, and one more thing to count, or none."""

    shown = ("hypothesis", "audience")
    field_order = ["hypothesis", "name", "unit", "direction", "audience"]

    name = LineField(
        label=_("Que compterez-vous\u00a0?"),
        max_length=160,
        required=False,
        help_text=_("Par exemple «\u00a0Familles accueillies\u00a0»."),
    )
    unit = LineField(
        label=_("Unité"),
        max_length=40,
        required=False,
        help_text=_("Par exemple «\u00a0familles\u00a0», «\u00a0heures\u00a0», «\u00a0€\u00a0»."),
    )
    direction = forms.ChoiceField(
        label=_("Dans quel sens voulez-vous aller\u00a0?"),
        choices=Direction.choices,
        initial=Direction.NEITHER,
        required=False,
        widget=forms.RadioSelect,
    )

    @property
    def kept(self) -> set[str]:
        return {"hypothesis", "audience"}

    @property
    def indicator(self) -> dict | None:
        """What to count, if something was typed."""
        data = self.cleaned_data
        if not data.get("name"):
            return None
        direction = data["direction"] or Direction.NEITHER
        return {"name": data["name"], "unit": data["unit"], "direction": direction}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("unit") and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Dites ce que vous comptez."))
        return cleaned


FORMS = {
    Step.START: StartForm,
    Step.WHY: WhyForm,
    Step.WITH: WithForm,
    Step.WHAT: WhatForm,
    Step.SIGNS: SignsForm,
}


def screen_form(step: Step, draft: Draft | None, data, *, owners, group, opens=False):
    """The form of a screen, with what the draft says already."""
    kind = FORMS[step]
    more = {"owners": owners, "group": group, "opens": opens} if step == Step.START else {}
    initial = {}
    if draft is not None:
        initial = {name: getattr(draft, name) for name in kind.base_fields if hasattr(draft, name)}
    return kind(data, initial=initial, **more)
