"""How stages and amounts are shown."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from experiments.enums import STAGE_PATH, Stage

register = template.Library()

TONES = {
    Stage.SPOTTING: "note",
    Stage.DIAGNOSIS: "info",
    Stage.CODESIGN: "info",
    Stage.TRIAL: "warn",
    Stage.FORMALISATION: "ok",
    Stage.SUSTAINING: "ok",
}


@register.filter
def stage_tone(stage: str) -> str:
    """The colour of a stage's badge; its words say the same."""
    return TONES.get(stage, "")


@register.filter
def euros(amount) -> str:
    """« 12 500 € », with cents only if there are some."""
    decimals = 0 if amount == amount.to_integral_value() else 2
    return f"{number_format(amount, decimals, force_grouping=True)}\u00a0€"


@register.simple_tag
@lru_cache(maxsize=len(Stage))
def mini_path(stage: str) -> str:
    """The six steps as a small bar, with the same in words for those who do not see it. Drawn once
    per process and stage: a list has dozens."""
    context = {"states": [""] * len(STAGE_PATH), "label": _("Abandonnée")}
    if stage != Stage.ABANDONED:
        reached = STAGE_PATH.index(Stage(stage))
        states = ["done" if i < reached else "now" if i == reached else "" for i in range(6)]
        context = {"states": states, "label": _("Étape %(n)s sur 6") % {"n": reached + 1}}
    return render_to_string("experiments/_mini_path.html", context)
