"""What people fill in about a call, its questions, and the answers to it."""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django import forms
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.forms import DateField, Form, LineField, TextField, TimeField
from common.text import clean_line
from groups.enums import AnswerStatus, QuestionKind
from groups.forms.shared import VersionField, end_of
from groups.models import CallQuestion
from organisations.enums import Kind
from organisations.forms import OrganisationField
from organisations.models import Organisation

LAST_MINUTE = time(23, 59)


class CallForm(Form):
    title = LineField(label=_("Titre de l’appel"), max_length=160)
    text = TextField(label=_("Texte de l’appel"), rows=10)
    expected = TextField(
        label=_("Ce qui est demandé"),
        required=False,
        help_text=_("À quoi s’engage une collectivité qui répond."),
    )
    criteria = TextField(
        label=_("Critères"),
        required=False,
        help_text=_("Ce que l’animation regarde pour choisir\u00a0: tout le monde peut les lire."),
    )
    closes_on = DateField(
        label=_("Dernier jour pour répondre"),
        required=False,
        help_text=_("Sans date, l’appel reste ouvert jusqu’à ce que vous le terminiez."),
    )
    closes_hour = TimeField(
        label=_("Heure de clôture"),
        required=False,
        help_text=_("Heure de Paris. Sans heure, l’appel se termine à la fin de ce jour."),
    )
    version = VersionField()

    def clean(self):
        """Gives the moment of closing, or None, as `closes_at`."""
        cleaned = super().clean()
        cleaned["closes_at"] = None
        if "closes_on" not in self.errors and "closes_hour" not in self.errors:
            try:
                cleaned["closes_at"] = self._closing(cleaned["closes_on"], cleaned["closes_hour"])
            except forms.ValidationError as error:
                self.add_error("closes_on", error)
        return cleaned

    def _closing(self, day, hour) -> datetime | None:
        if day is None:
            if hour is not None and "closes_hour" in self.changed_data:
                raise forms.ValidationError(_("Indiquez aussi le jour."))
            return None
        if day > timezone.localdate() + timedelta(days=3 * 366):
            raise forms.ValidationError(_("Choisissez une date dans les trois ans à venir."))
        moved = {"closes_on", "closes_hour"} & set(self.changed_data)
        if moved and day < timezone.localdate():
            raise forms.ValidationError(_("Choisissez une date à venir."))
        if hour is None or hour == LAST_MINUTE:
            moment = end_of(day)
        else:
            # Refuses the hour that the change to summer time leaves out.
            moment = from_current_timezone(datetime.combine(day, hour))
        if moved and moment <= timezone.now():
            raise forms.ValidationError(_("Choisissez une heure à venir."))
        return moment


class QuestionForm(Form):
    """One question of a call; `answered` fixes its kind."""

    MOST_OPTIONS = 20
    LONGEST_OPTION = 120

    label = LineField(label=_("Question"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Forme de la réponse"),
        widget=forms.RadioSelect,
        choices=QuestionKind,
        initial=QuestionKind.TEXT,
        error_messages={"required": _("Choisissez une forme.")},
    )
    options = TextField(
        label=_("Choix proposés"),
        required=False,
        rows=4,
        max_length=3000,
        help_text=_("Pour un choix dans une liste\u00a0: un par ligne, deux au moins."),
    )
    unit = LineField(
        label=_("Unité"),
        required=False,
        max_length=30,
        help_text=_("Pour un nombre\u00a0: habitant·es, euros, m²…"),
    )
    help = LineField(
        label=_("Aide"),
        required=False,
        max_length=300,
        help_text=_("Elle s’affiche sous la question."),
    )
    required = forms.BooleanField(label=_("Il faut y répondre"), required=False)
    version = VersionField()

    def __init__(self, *args, question: CallQuestion | None = None, answered=False, **kwargs):
        if question is not None:
            names = ["label", "kind", "unit", "help", "required"]
            initial = {name: getattr(question, name) for name in names}
            initial |= {"options": "\n".join(question.options), "version": question.updated_at}
            kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.fixed_kind = question.kind if answered else ""
        if answered:
            del self.fields["kind"]
            self.fields["options"].required = True
            for kind, name in ((QuestionKind.CHOICE, "options"), (QuestionKind.NUMBER, "unit")):
                if kind != question.kind:
                    del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        kind = cleaned["kind"] = self.fixed_kind or cleaned.get("kind")
        cleaned.setdefault("unit", "")
        lines = (clean_line(line) for line in cleaned.get("options", "").split("\n"))
        options = list(dict.fromkeys(line for line in lines if line))
        cleaned["options"] = options
        if kind != QuestionKind.CHOICE or "options" in self.errors:
            return cleaned
        if len(options) < 2:
            self.add_error("options", _("Proposez au moins deux choix, un par ligne."))
        elif len(options) > self.MOST_OPTIONS:
            self.add_error("options", _("Proposez vingt choix au plus."))
        elif max(map(len, options)) > self.LONGEST_OPTION:
            self.add_error("options", _("Un choix tient en 120 caractères."))
        return cleaned


class NumberField(LineField):
    """A number as people write it in French (« 1 250 », « 12,5 »), given in plain digits."""

    NUMBER = re.compile(r"(-?)0*([0-9]{1,12})(?:\.([0-9]{1,4}))?")
    default_error_messages = {
        "number": _("Indiquez un nombre en chiffres, par exemple 1 250 ou 12,5.")
    }

    def __init__(self, **kwargs):
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value):
        typed = super().to_python(value)
        if not typed:
            return ""
        plain = re.sub(r"\s", "", typed).replace(",", ".").replace("\u2212", "-")
        found = self.NUMBER.fullmatch(plain)
        if found is None:
            raise forms.ValidationError(self.error_messages["number"], code="number")
        sign, whole, part = found.groups()
        part = (part or "").rstrip("0")
        number = f"{whole}.{part}" if part else whole
        return number if number == "0" else sign + number


FEW = 6


def _field_for(question: CallQuestion, said: str) -> forms.Field:
    """The field that asks `question`; `said` is what was answered before."""
    told = {"label": question.label, "help_text": question.help, "required": question.required}
    if question.kind == QuestionKind.NUMBER:
        if question.unit:
            told["label"] = f"{question.label} ({question.unit})"
        return NumberField(**told)
    if question.kind == QuestionKind.TEXT:
        return TextField(rows=4, max_length=3000, **told)
    choices = [(option, option) for option in question.options]
    if said and said not in question.options:
        choices.append((said, _("%(choice)s (n’est plus proposé)") % {"choice": said}))
    few = len(choices) <= FEW
    if not question.required:
        choices.insert(0, ("", _("Sans réponse")))
    elif not few:
        choices.insert(0, ("", _("Choisissez…")))
    return forms.ChoiceField(
        choices=choices,
        widget=forms.RadioSelect if few else forms.Select,
        error_messages={
            "invalid_choice": _("Ce choix n’est plus proposé\u00a0: prenez-en un autre.")
        },
        **told,
    )


class AnswerForm(Form):
    organisation = OrganisationField(
        label=_("Votre collectivité"),
        kinds=[Kind.COLLECTIVITY],
        help_text=_("Cherchez-la par son nom, son code postal ou son numéro SIREN."),
    )
    function = LineField(
        label=_("Votre fonction"),
        max_length=120,
        required=False,
        help_text=_(
            "Par exemple\u00a0: chargé·e de mission ESS, élu·e à la politique de la ville."
        ),
    )
    intention = TextField(
        label=_("Ce que votre collectivité veut essayer"),
        rows=6,
        max_length=5000,
        help_text=_(
            "Une activité de départ, un quartier, une idée\u00a0: quelques phrases suffisent."
        ),
    )
    neighbourhood = LineField(
        label=_("Quartier ou territoire visé"), max_length=160, required=False
    )
    partners = TextField(label=_("Partenaires pressentis"), required=False, rows=3, max_length=2000)
    wants_mirror = forms.BooleanField(
        label=_("Rejoindre seulement le groupe miroir\u00a0: suivre, sans expérimenter"),
        required=False,
    )
    version = VersionField()

    def __init__(
        self,
        *args,
        questions: list[CallQuestion] = (),
        said: Mapping[int, str] | None = None,
        typed: Mapping[str, str] | None = None,
        answered_for: Organisation | None = None,
        **kwargs,
    ):
        """`questions` are the call's own, `said` ({question id: value}) what was answered to them.

        `typed` is a draft, as `typed_in` gave it: it stands before all other first values.
        `answered_for`: the collectivité of the answer being edited, which does not change.
        """
        super().__init__(*args, **kwargs)
        if answered_for is not None:
            del self.fields["organisation"]
        else:
            del self.fields["version"]
        said = said or {}
        self.asked = {f"question-{question.pk}": question.pk for question in questions}
        for name, question in zip(self.asked, questions, strict=True):
            self.fields[name] = _field_for(question, said.get(question.pk, ""))
            if question.pk in said:
                self.initial[name] = said[question.pk]
            if question.kind == QuestionKind.NUMBER and name in self.initial:
                self.initial[name] = self.initial[name].replace(".", ",")
        self.order_fields(
            [name for name in self.fields if name != "wants_mirror"] + ["wants_mirror"]
        )
        for name, field in self.fields.items() if typed else ():
            if name != "version":
                value = field.widget.value_from_datadict(typed, {}, name)
                self.initial[name] = "" if value is None else value

    @property
    def replies(self) -> dict[int, str]:
        """What a valid form says to the call's questions."""
        return {pk: self.cleaned_data[name] for name, pk in self.asked.items()}

    def typed_in(self) -> dict[str, str]:
        """What was posted in the fields of this form, as it came; nothing if all are empty."""
        names = [name for name in self.fields if name != "version"]
        if "organisation" in names:
            names += ["organisation_text", "organisation_for"]
        found = {name: self.data[name] for name in names if self.data.get(name)}
        return found if set(found) - {"organisation_for"} else {}

    def told(self) -> list[tuple[str, str]]:
        """What it holds before anybody changes it, to be read: (label, words)."""
        found = []
        for bound in self:
            value = self.initial.get(bound.name)
            if isinstance(bound.field, forms.BooleanField):
                value = _("oui") if value else ""
            elif isinstance(bound.field, OrganisationField):
                value = getattr(value, "text", value)
            if value and not bound.is_hidden:
                found.append((bound.label, value))
        return found


class DecisionForm(Form):
    decision = forms.ChoiceField(
        label=_("Suite à donner"),
        widget=forms.RadioSelect,
        choices=[
            (AnswerStatus.ENGAGED, _("Engager la collectivité")),
            (AnswerStatus.MIRROR, _("L’accueillir dans le groupe miroir")),
            (AnswerStatus.WAITING, _("La mettre sur liste d’attente")),
            (AnswerStatus.DECLINED, _("Ne pas la retenir")),
        ],
    )
    message = TextField(
        label=_("Message à la collectivité"),
        required=False,
        max_length=3000,
        help_text=_("Il part par e-mail avec votre décision."),
    )
    # The status that the answer had when the form was shown.
    seen = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def __init__(self, *args, status: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = status
        if status == AnswerStatus.WAITING:
            field = self.fields["decision"]
            field.choices = [each for each in field.choices if each[0] != AnswerStatus.WAITING]

    def clean_seen(self) -> str:
        return self.cleaned_data["seen"] or AnswerStatus.SUBMITTED
