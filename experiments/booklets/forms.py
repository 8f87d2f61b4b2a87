"""Choosing the sheets of a booklet and their order."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form, LineField, TextField
from experiments.booklets.selectors import MOST_SHEETS
from experiments.enums import Activity
from experiments.sheets.models import ExperienceSheet

MAX_INTRODUCTION = 5_000
HERE, EVERYWHERE = "ici", "partout"


class BookletForm(Form):
    """`sheets` are all the published ones. Those that the filters leave out keep what was ticked:
    nothing is lost by filtering, which is done by the same button row."""

    title = LineField(
        label=_("Titre du recueil"),
        max_length=160,
        error_messages={"required": _("Donnez un titre au recueil.")},
    )
    introduction = TextField(
        label=_("Introduction"),
        max_length=MAX_INTRODUCTION,
        rows=5,
        required=False,
        help_text=_("Sur la première page. **gras**, *italique*, «\u00a0-\u00a0» pour une liste."),
    )
    where = forms.ChoiceField(
        label=_("Fiches"),
        choices=[(HERE, _("de ce groupe")), (EVERYWHERE, _("de tous les groupes"))],
        required=False,
    )
    activity = forms.ChoiceField(
        label=_("Activité de départ"),
        choices=[("", _("Toutes les activités")), *Activity.choices],
        required=False,
    )

    def __init__(self, *args, sheets: list[ExperienceSheet], **kwargs):
        super().__init__(*args, **kwargs)
        self.sheets = sheets
        for sheet in sheets:
            self.fields[f"sheet_{sheet.pk}"] = forms.BooleanField(
                label=sheet.published.content["title"], required=False
            )
            self.fields[f"place_{sheet.pk}"] = forms.IntegerField(
                label=_("Rang"),
                required=False,
                min_value=1,
                max_value=9_999,
                error_messages={
                    "invalid": _("Indiquez un rang, par exemple 3."),
                    "min_value": _("Le premier rang est 1."),
                },
            )

    def rows(self) -> list[dict]:
        """Each sheet with its fields, and whether the filters show it."""
        where = self["where"].value() or HERE
        activity = self["activity"].value()
        group = self.initial["group"]
        return [
            {
                "sheet": each,
                "use": self[f"sheet_{each.pk}"],
                "place": self[f"place_{each.pk}"],
                "is_shown": (where == EVERYWHERE or each.experimentation.space.group_id == group)
                and (activity in {"", None} or each.experimentation.activity == activity),
            }
            for each in self.sheets
        ]

    def clean(self):
        cleaned = super().clean()
        count = len(self.chosen(cleaned))
        if not count:
            self.add_error(None, _("Choisissez au moins une fiche."))
        elif count > MOST_SHEETS:
            self.add_error(
                None, _("Un recueil tient %(most)s fiches au plus.") % {"most": MOST_SHEETS}
            )
        return cleaned

    def chosen(self, cleaned: dict | None = None) -> list[ExperienceSheet]:
        """Those that were ticked, by rank; those of the same rank as they were offered."""
        cleaned = self.cleaned_data if cleaned is None else cleaned
        ticked = [each for each in self.sheets if cleaned.get(f"sheet_{each.pk}")]
        return sorted(ticked, key=lambda each: cleaned.get(f"place_{each.pk}") or 9_999)
