"""Form bases and fields: cleaned text, French messages, what was typed kept."""

from contextlib import suppress
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from common.text import clean_line, clean_text


def data_of(request):
    """What was posted, an empty form included; None for a page that is only read."""
    return request.POST if request.method == "POST" else None


def files_of(request):
    """The files posted, as `data_of`."""
    return request.FILES if request.method == "POST" else None


class LineField(forms.CharField):
    """One line; `max_length` counts after cleaning."""

    def to_python(self, value):
        value = super().to_python(value)
        return clean_line(value) if value else value


class TextField(forms.CharField):
    """Several lines, at most `max_length` characters (20,000 unless told). `instead` says what else
    will do, in place of « facultatif »."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = 20_000, rows: int = 5, instead: str = "", **kwargs):
        super().__init__(max_length=max_length, **kwargs)
        self.instead = instead
        self.widget.attrs.setdefault("rows", rows)

    def to_python(self, value):
        value = super().to_python(value)
        return clean_text(value) if value else value


class LinkField(LineField):
    """An address on the web, http or https only. It is never fetched by the server."""

    def __init__(self, **kwargs):
        super().__init__(max_length=500, required=False, **kwargs)
        self.widget = forms.URLInput(attrs={"placeholder": "https://"})

    def clean(self, value):
        url = super().clean(value)
        if not url:
            return ""
        if "://" not in url and "." in url.partition("/")[0]:
            url = f"https://{url}"
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
            _port = parts.port
        except ValueError:
            host = ""
        if not host or "." not in host or parts.scheme not in {"http", "https"} or " " in url:
            raise forms.ValidationError(
                _("Indiquez une adresse complète, par exemple https://www.exemple.fr/page.")
            )
        if parts.username or parts.password:
            raise forms.ValidationError(
                _("Cette adresse contient un mot de passe\u00a0: retirez-le.")
            )
        return url


class DateField(forms.DateField):
    """A day, entered with the browser's own date field or as 31/12/2026."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Indiquez une date, par exemple 31/12/2026.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"])
        super().__init__(**kwargs)


class TimeField(forms.TimeField):
    """An hour of the day, entered with the browser's own field or as 18:30, 18h30, 18 h."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"invalid": _("Indiquez une heure, par exemple 18:30.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%H h %M", "%H h"])
        super().__init__(**kwargs)


class Boxes(forms.CheckboxSelectMultiple):
    """The same boxes as Django's, drawn at once: it takes two templates for each, which counts in a
    form that has hundreds."""

    def render(self, name, value, attrs=None, renderer=None):
        drawn = self.get_context(name, value, attrs)["widget"]
        boxes = (
            (
                flatatt(_known({"for": each["attrs"].get("id")})),
                flatatt(each["attrs"] | {"name": each["name"], "value": each["value"]}),
                each["label"],
            )
            for _group, options, _index in drawn["optgroups"]
            for each in options
        )
        box = '<div><label{}><input type="checkbox"{}> {}</label></div>'
        around = flatatt(_known({"id": drawn["attrs"].get("id")}))
        return format_html("<div{}>{}</div>", around, format_html_join("", box, boxes))


def _known(attrs: dict) -> dict:
    return {name: value for name, value in attrs.items() if value is not None}


class LatestChoiceField(forms.ModelChoiceField):
    """One row of many: the first `most` of its queryset are offered, any of it is taken."""

    def __init__(self, *args, most: int = 100, **kwargs):
        super().__init__(*args, **kwargs)
        self.most = most

    def offer(self, chosen) -> None:
        """Offer the first ones, and the `chosen` one (as the bound field gives it)."""
        self.choices = lambda: self._offered(chosen)

    def _offered(self, chosen) -> list[tuple]:
        rows = list(self.queryset[: self.most])
        if chosen and len(rows) == self.most and str(chosen) not in {str(row.pk) for row in rows}:
            with suppress(ValidationError):
                rows.append(self.to_python(chosen))
        named = [(row.pk, self.label_from_instance(row)) for row in rows]
        return named if self.empty_label is None else [("", self.empty_label), *named]


class _Base:
    """Shared behaviour: no colon after labels (the template has it), `required` told in words."""

    required_css_class = "required"

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class Form(_Base, forms.Form):
    """A plain form."""
