"""Choosing what to count, noting and correcting a value, sending a file."""

import uuid
from collections.abc import Iterable
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from common.forms import DateField, Form, LatestChoiceField, LineField
from common.models import Audience
from common.templatetags.chantiers import precise
from common.text import fold, french_number
from common.upload_fields import UploadMixin
from experiments.forms.dates import PastDateField, precision_field
from experiments.forms.journal import AUDIENCES
from experiments.forms.parts import LATEST
from experiments.indicators.enums import Direction
from experiments.indicators.models import Indicator
from experiments.indicators.reading import read_number
from experiments.indicators.tables import ACCEPT, read_table


class NumberField(forms.Field):
    """A number as people write it: « 1 234,5 », « 1234.5 »; cleaned, a Decimal."""

    default_error_messages = {
        "number": _(
            "Indiquez un nombre, par exemple 1 234,5 (quatre chiffres après la virgule au plus)."
        )
    }
    longest = 40

    def __init__(self, **kwargs):
        attrs = {"inputmode": "decimal", "autocomplete": "off", "maxlength": self.longest}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value):
        text = (value or "").strip()
        if not text:
            return None
        number = read_number(text) if len(text) <= self.longest else None
        if number is None:
            raise forms.ValidationError(self.error_messages["number"])
        return number

    def prepare_value(self, value):
        return french_number(value) if isinstance(value, Decimal) else value


class IndicatorForm(Form):
    """What is counted: only its name is needed."""

    name = LineField(
        label=_("Que comptez-vous\u00a0?"),
        max_length=160,
        help_text=_("Par exemple «\u00a0Familles accueillies\u00a0»."),
        error_messages={"required": _("Dites ce que vous comptez.")},
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
        widget=forms.RadioSelect,
    )
    baseline_value = NumberField(label=_("Valeur de départ"), required=False)
    baseline_on = PastDateField(label=_("Date de cette valeur"), required=False)
    target_value = NumberField(label=_("Valeur visée"), required=False)
    target_on = DateField(label=_("Pour quand"), required=False)
    audience = forms.ChoiceField(
        label=_("Visible par"),
        choices=AUDIENCES.items(),
        initial=Audience.SPACE,
        widget=forms.RadioSelect,
        help_text=_("Les mesures suivent le réglage de leur indicateur."),
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, others: Iterable[Indicator], **kwargs):
        """`others`: the other indicators of the experimentation."""
        super().__init__(*args, **kwargs)
        self.others = {fold(each.name): each.client_id for each in others}
        self.initial.setdefault("client_id", uuid.uuid4())

    def clean_name(self):
        name = self.cleaned_data["name"]
        if not fold(name):
            raise forms.ValidationError(_("Donnez un nom avec des lettres ou des chiffres."))
        return name

    def clean_target_on(self):
        day = self.cleaned_data["target_on"]
        if day and not 1950 <= day.year <= LATEST.year:
            raise forms.ValidationError(_("Indiquez une date entre 1950 et 2100."))
        return day

    def clean(self):
        cleaned = super().clean()
        twin = self.others.get(fold(cleaned.get("name", "")))
        # What this very form made, sent twice, is no other.
        if twin is not None and twin != cleaned.get("client_id"):
            self.add_error(
                "name",
                _("Un indicateur porte déjà ce nom ici, peut-être archivé ou masqué."),
            )
        for name, label in (("baseline", _("de départ")), ("target", _("visée"))):
            missing = cleaned.get(f"{name}_value") is None and cleaned.get(f"{name}_on")
            if missing and f"{name}_value" not in self.errors:
                self.add_error(
                    f"{name}_value",
                    _("Indiquez la valeur %(which)s, ou retirez sa date.") % {"which": label},
                )
        return cleaned


class NoteField(LatestChoiceField):
    """A note of the journal, by its day, its kind and how it begins."""

    def label_from_instance(self, obj) -> str:
        beginning = Truncator(" ".join(obj.text.split())).chars(60)
        day = precise(obj.occurred_on, obj.precision)
        return " · ".join(filter(None, [day, obj.get_kind_display(), beginning]))


class MeasurementForm(Form):
    """A value, dated as exactly as known, and where it comes from."""

    value = NumberField(
        label=_("Valeur"), error_messages={"required": _("Indiquez la valeur mesurée.")}
    )
    measured_on = PastDateField(label=_("Date"))
    precision = precision_field()
    source = LineField(
        label=_("D’où vient ce chiffre"),
        max_length=200,
        required=False,
        help_text=_("Par exemple «\u00a0feuilles de présence\u00a0»."),
    )
    entry = NoteField(
        label=_("Note du journal qui l’explique"),
        queryset=None,
        help_text=_("Les cent dernières du journal, la plus récente d’abord."),
        required=False,
        empty_label=_("Aucune"),
        error_messages={"invalid_choice": _("Choisissez une note de la liste.")},
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, notes=None, **kwargs):
        """`notes`: what may be named; without it the form is the short one, in the page."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("measured_on", timezone.localdate())
        self.initial.setdefault("client_id", uuid.uuid4())
        if notes is None:
            del self.fields["entry"]
        else:
            self.fields["entry"].queryset = notes
            self.fields["entry"].offer(self["entry"].value())


class CorrectionForm(MeasurementForm):
    """The same for a measurement already there, and why it changes."""

    reason = LineField(
        label=_("Pourquoi corriger"),
        max_length=300,
        help_text=_("Reste dans l’historique, avec la valeur d’avant."),
        error_messages={"required": _("Dites en quelques mots pourquoi la valeur change.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["client_id"]


class TableField(forms.FileField):
    """A CSV or XLSX file; cleaned, its name and its lines."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPT, "data-file-drop": ""}))
        super().__init__(**kwargs)
        self.error_messages["empty"] = _("Ce fichier est vide.")

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        return read_table(file) if file else None


class ImportForm(UploadMixin, Form):
    """A file of measurements."""

    file = TableField(
        label=_("Fichier CSV ou XLSX"),
        help_text=_("2 Mo et 5 000 lignes au plus. La première ligne porte les titres."),
        error_messages={"required": _("Choisissez un fichier.")},
    )
