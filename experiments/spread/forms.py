"""Saying what inspired what, and starting from a model."""

import uuid
from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form, LineField
from experiments.models import Experimentation
from experiments.spread.selectors.inspirations import Source
from experiments.spread.services import COPIED

_NOTE = {
    "label": _("Ce que vous en avez repris"),
    "max_length": 300,
    "required": False,
    "help_text": _(
        "Par exemple «\u00a0le prêt de machines, pas le local\u00a0». Lu par qui voit les deux "
        "expérimentations."
    ),
}


class SourceForm(Form):
    """What inspired an experimentation, among what `find` reads for the person who asks."""

    source = forms.CharField(
        label=_("Ce qui vous a inspiré·es"),
        max_length=40,
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Choisissez une expérimentation ou une fiche dans la liste.")
        },
    )
    note = LineField(**_NOTE)

    def __init__(self, *args, find: Callable[[str], Source | None], **kwargs):
        super().__init__(*args, **kwargs)
        self._find = find

    def clean_source(self) -> Source:
        found = self._find(self.cleaned_data["source"])
        if found is None:
            raise forms.ValidationError(
                _("Ce choix n’est plus dans la liste\u00a0: cherchez de nouveau.")
            )
        return found


class InspiredForm(Form):
    """Which of one's own experimentations was inspired by the page one comes from."""

    inspired = forms.ChoiceField(
        label=_("Votre expérimentation"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez une de vos expérimentations."),
            "invalid_choice": _("Choisissez une de vos expérimentations."),
        },
    )
    note = LineField(**_NOTE)

    def __init__(self, *args, trials: list[Experimentation], **kwargs):
        super().__init__(*args, **kwargs)
        self._trials = {str(trial.pk): trial for trial in trials}
        self.fields["inspired"].choices = [
            (pk, f"{trial.title} ({trial.owner.name})") for pk, trial in self._trials.items()
        ]
        if len(self._trials) == 1:
            self.initial["inspired"] = next(iter(self._trials))

    def clean_inspired(self) -> Experimentation:
        return self._trials[self.cleaned_data["inspired"]]


class StartForm(Form):
    """A new experimentation from a model: where, its title, and what is taken over."""

    place = forms.ChoiceField(
        label=_("Dans quel groupe\u00a0?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez le groupe."),
            "invalid_choice": _("Choisissez un groupe de la liste."),
        },
    )
    title = LineField(
        label=_("Titre de votre expérimentation"),
        max_length=160,
        help_text=_("Celui du modèle est proposé\u00a0: donnez-lui le vôtre."),
        error_messages={"required": _("Donnez un titre à l’expérimentation.")},
    )
    description = forms.MultipleChoiceField(required=False)
    actions = forms.MultipleChoiceField(required=False)
    indicators = forms.MultipleChoiceField(required=False)
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, places, source: Source, actions=(), indicators=(), **kwargs):
        super().__init__(*args, **kwargs)
        self._places = {str(each.pk): each for each in places}
        self.fields["place"].choices = [
            (pk, f"{each.group.name} ({each.organisation.name})")
            for pk, each in self._places.items()
        ]
        if len(self._places) == 1:
            self.only_place = next(iter(self._places.values()))
            self.initial["place"] = str(self.only_place.pk)
            self.fields["place"].widget = forms.HiddenInput()
        self.initial |= {"title": source.title, "client_id": uuid.uuid4()}
        self._described = [] if source.sheet else _described(source.trial)
        self._actions = {str(each.pk): each for each in actions}
        self._indicators = {str(each.pk): each for each in indicators}
        self._offer("description", [name for name, _label, _text in self._described])
        self._offer("actions", list(self._actions))
        self._offer("indicators", list(self._indicators))

    def _offer(self, name: str, values: list[str]) -> None:
        self.fields[name].choices = [(value, value) for value in values]
        self.initial[name] = values

    def _rows(self, name: str, rows: list[tuple]) -> list[dict]:
        kept = self[name].value() or []
        return [
            {"value": value, "label": label, "text": text, "checked": value in kept}
            for value, label, text in rows
        ]

    def parts(self) -> list[dict]:
        """What may be taken over, a block for each kind: `name` of the field, `label`, `rows`."""
        actions = [(pk, each.title, "") for pk, each in self._actions.items()]
        indicators = [
            (pk, f"{each.name} ({each.unit})" if each.unit else each.name, "")
            for pk, each in self._indicators.items()
        ]
        blocks = [
            ("description", _("La présentation"), self._described),
            ("actions", _("Les actions prévues, sans date ni personne"), actions),
            ("indicators", _("Les indicateurs, sans leurs valeurs"), indicators),
        ]
        return [
            {"name": name, "label": label, "rows": self._rows(name, rows)}
            for name, label, rows in blocks
            if rows
        ]

    def clean(self):
        cleaned = super().clean()
        place = self._places.get(cleaned.get("place", ""))
        title = cleaned.get("title")
        if place and title:
            twin = Experimentation.objects.filter(
                space__group=place.group_id, owner=place.organisation_id, title__iexact=title
            ).exclude(client_id=cleaned.get("client_id"))
            if twin.exists():
                self.add_error(
                    "title",
                    _("Cette collectivité a déjà une expérimentation de ce nom dans le groupe."),
                )
        return cleaned

    @property
    def start(self) -> dict:
        """What the service takes of the cleaned form."""
        cleaned = self.cleaned_data
        place = self._places[cleaned["place"]]
        return {
            "group": place.group,
            "owner": place.organisation,
            "title": cleaned["title"],
            "description": cleaned["description"],
            "actions": [self._actions[pk] for pk in cleaned["actions"]],
            "indicators": [self._indicators[pk] for pk in cleaned["indicators"]],
            "client_id": cleaned["client_id"],
        }


def _described(trial: Experimentation) -> list[tuple[str, str, str]]:
    """What the description of a model says, with its names and labels."""
    fields = [(name, Experimentation._meta.get_field(name)) for name in COPIED]
    return [
        (name, str(each.verbose_name).capitalize(), _read(trial, name))
        for name, each in fields
        if getattr(trial, name)
    ]


def _read(trial: Experimentation, name: str) -> str:
    return trial.get_activity_display() if name == "activity" else getattr(trial, name)
