"""Tags and filters loaded in every template."""

from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.forms.widgets import CheckboxInput, FileInput, Textarea
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from heroicons.templatetags.heroicons import heroicon_mini, heroicon_outline

from common.dates import date_format
from common.markdown import render
from common.models import Precision
from common.styles import stylesheet as joined_styles

register = template.Library()

HUES = ["green", "ochre", "plum", "blue"]


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = 20):
    """A decorative heroicon; the words beside it carry the meaning. Drawn once per process: a
    page has dozens."""
    draw = heroicon_mini if size < 18 else heroicon_outline
    return draw(name, size=size, **{"aria-hidden": "true", "class": "icon"})


@register.simple_tag
def stylesheet() -> str:
    """The address of all our CSS (common/styles.py says how an app adds its own)."""
    return reverse("stylesheet", args=[joined_styles()[0]])


@register.simple_tag
def script_words() -> dict[str, str]:
    """What our scripts say, in the language of the page; `{n}` is a number."""
    return {
        "dismiss": _("Masquer ce message"),
        "unreachable": _("Le serveur ne répond pas. Rien n’est perdu\u00a0: réessayez."),
        "error": _("L’enregistrement a échoué. Réessayez dans un instant."),
        "error403": _("Votre session a changé. Rechargez la page, puis recommencez."),
        "error404": _("Cette page n’existe plus, ou ne vous est plus ouverte."),
        "error413": _("C’est trop lourd pour être envoyé."),
        "error429": _("Trop de demandes en peu de temps. Patientez une minute."),
        "changed": _("Cette page vient d’être mise à jour."),
        "gone": _("Ce que vous lisiez n’est plus visible ici."),
        "draft_resumed": _("Voici ce que vous aviez commencé, pas encore enregistré."),
        "draft_back": _("Revenir au texte enregistré"),
        "left": _("{n} caractères restants"),
        "megabytes": _("{n}\u00a0Mo"),
        "sending": _("Envoi des fichiers…"),
        "not_sent": _(
            "L’envoi a été interrompu. Ce que vous avez saisi est encore là\u00a0: réessayez."
        ),
        "note_kept": _(
            "Votre note est gardée sur cet appareil. Elle partira dès que la connexion revient. "
            "Vous pouvez en écrire une autre."
        ),
        "notes_kept": _("Notes gardées sur cet appareil"),
        "note_waits": _("1 note en attente d’envoi."),
        "notes_wait": _("{n} notes en attente d’envoi."),
        "note_refused": _("1 note n’a pas pu être publiée\u00a0: reprenez-la."),
        "notes_refused": _("{n} notes n’ont pas pu être publiées\u00a0: reprenez-les."),
        "note_sign_in": _("Votre session est terminée\u00a0: reconnectez-vous pour les envoyer."),
        "note_other": _("Quelqu’un d’autre est connecté ici\u00a0: rien n’est envoyé."),
        "note_elsewhere": _("Elles partiront dès que la connexion revient."),
        "note_sent": _("Votre note est dans le journal «\u00a0{title}\u00a0»."),
        "note_send_now": _("Envoyer maintenant"),
        "note_take": _("Reprendre"),
        "note_drop": _("Supprimer"),
        "note_drop_sure": _("Supprimer cette note de l’appareil\u00a0? Elle n’a pas été publiée."),
        "notes_show": _("Voir"),
    }


@register.filter
def initials(name) -> str:
    """Two letters for an avatar: « Ville de Grigny » gives VG."""
    words = [
        word for word in str(name).replace("’", " ").replace("'", " ").split() if word[0].isalpha()
    ]
    big = [word for word in words if word[0].isupper()] or words
    letters = (big[0][0] + (big[-1][0] if len(big) > 1 else big[0][1:2])) if big else "?"
    return letters.upper()


@register.filter
def hue(key) -> str:
    """One of four colours, always the same for the same key."""
    return HUES[sum(str(key).encode()) % len(HUES)]


@register.simple_tag
def avatar(thing, small: bool = False):
    """The round initials of a person or an organisation (None: somebody who left)."""
    name = str(thing) if thing is not None else _("Compte supprimé")
    return _avatar(name, hue(getattr(thing, "pk", "")), small)


@lru_cache(maxsize=4096)
def _avatar(name: str, hue: str, small: bool) -> str:
    """Drawn once per process: a list has dozens, of the same few hundred."""
    context = {"name": name, "hue": hue, "small": small}
    return render_to_string("components/_avatar.html", context)


@register.simple_tag
def when(moment: datetime | date | None):
    """A `<time>`: relative within a week, exact on hover; nothing for None."""
    if moment is None:
        return ""
    is_moment = isinstance(moment, datetime)
    local = timezone.localtime(moment) if is_moment else moment
    day = local.date() if is_moment else local
    today = timezone.localdate()
    clock = date_format(local, "G\u00a0\\h\u00a0i") if is_moment else ""
    gap = (today - day).days
    if gap == 0:
        words = _("aujourd’hui")
    elif gap == 1:
        words = _("hier")
    elif gap == -1:
        words = _("demain")
    elif -7 < gap < 7:
        words = date_format(day, "l")
    elif day.year == today.year:
        words = date_format(day, "j F")
    else:
        words = date_format(day, "j F Y")
    if clock and abs(gap) < 7:
        words = f"{words}, {clock}"
    exact = date_format(day, "l j F Y") + (f", {clock}" if clock else "")
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact, words)


@register.filter(name="date", expects_localtime=True)
def dated(value: date | None, pattern: str) -> str:
    """Django's own `date`, with our `date_format`: « 1er juin »."""
    return date_format(value, pattern) if value else ""


@register.filter
def deadline(moment: datetime | None) -> str:
    """When something ends, hour and time zone in words: people overseas read it too."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    day, clock = date_format(local, "j F Y"), date_format(local, "G\u00a0\\h\u00a0i")
    return _("%(day)s à %(hour)s (heure de Paris)") % {"day": day, "hour": clock}


@register.filter
def precise(day: date | None, precision: str = Precision.DAY) -> str:
    """A date said as exactly as it is known: « 12 mars 2021 », « mars 2021 », « 2021 »."""
    if day is None:
        return ""
    return _written(day, precision, get_language())


@register.filter
def the_day(day: date | None, precision: str = Precision.DAY) -> str:
    """The same after « depuis »: « le 12 mars 2021 », but « mars 2021 »."""
    words = precise(day, precision)
    return _("le %(day)s") % {"day": words} if words and precision == Precision.DAY else words


@lru_cache(maxsize=1024)
def _written(day: date, precision: str, language: str) -> str:
    pattern = {Precision.YEAR: "Y", Precision.MONTH: "F Y"}.get(precision, "j F Y")
    return date_format(day, pattern)


@register.filter
def prose(text: str):
    """Long text as people write it (a Markdown subset), as safe HTML."""
    return render(text or "")


@register.inclusion_tag("components/_field.html")
def field(bound, **attrs):
    """A form field of any widget with its label, help and error, wired for screen readers.

    Further attributes go to the control: `{% field form.code autocomplete="one-time-code" %}`;
    `_` in a name becomes `-`.
    """
    widget = bound.field.widget
    described = [f"{bound.auto_id}_help"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
        attrs["aria-invalid"] = "true"
    group = bool(getattr(widget, "use_fieldset", False))
    long_text = isinstance(widget, Textarea) and bound.field.max_length
    if long_text:
        attrs.setdefault("maxlength", bound.field.max_length)
        described.append(f"{bound.auto_id}_counter")
    if described and not group:
        attrs["aria-describedby"] = " ".join(described)
    return {
        "field": bound,
        "widget": bound.as_widget(
            attrs={key.replace("_", "-"): value for key, value in attrs.items()}
        ),
        "described": " ".join(described),
        "group": group,
        "check": isinstance(widget, CheckboxInput),
        "file": isinstance(widget, FileInput),
        "hidden": widget.is_hidden,
        "counter": long_text,
    }


@register.simple_tag(takes_context=True)
def draw_panel(context, panel: dict):
    """One of the panels that `common.registry.drawn` gave: its template with its own context, also
    found whole under the name `panel`."""
    own = {**panel["context"], "panel": panel["context"]}
    return render_to_string(panel["template"], own, request=context.get("request"))


@register.inclusion_tag("components/_bars.html")
def bars(key: str, title: str, label: str, unit: str, values):
    """A bar chart with its table. `values`: pairs (what, number ≥ 0); `key`: unique in the page;
    `label` and `unit` head the table's columns."""
    values = list(values)
    step, height = 56, 90
    highest = max((value for _what, value in values), default=0) or 1
    drawn = [
        {
            "label": what,
            "value": value,
            "x": index * step + 8,
            "middle": index * step + step // 2,
            "width": step - 16,
            "height": round(value * height / highest),
            "y": height - round(value * height / highest),
        }
        for index, (what, value) in enumerate(values)
    ]
    width = max(1, len(values)) * step
    chart = {"key": key, "title": title, "label": label, "unit": unit, "bars": drawn}
    return {"chart": chart | {"width": width, "height": height}}


@register.inclusion_tag("components/_form_errors.html")
def form_errors(form):
    """The summary of a form's errors, each a link to its field."""
    return {"form": form}


@register.simple_tag(takes_context=True)
def and_back(context) -> str:
    """`?next=…` for the links that sign in: where one was going, or this page."""
    request = context.get("request")
    if request is None:
        return ""
    wanted = request.GET.get("next", "")
    if not wanted and not request.path.startswith("/compte/"):
        wanted = request.get_full_path()
    return f"?{urlencode({'next': wanted})}" if wanted.strip("/") else ""


@register.simple_tag
def demo_password() -> str:
    """The demonstration accounts' password, in demonstration mode only."""
    return settings.DEMO_PASSWORD if settings.DEMO else ""
