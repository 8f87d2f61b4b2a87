"""The interface kit's own page: every component in every state, to build and check screens."""

from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from common.forms import DateField, Form, LineField, TextField


class SampleForm(Form):
    """One field of each kind."""

    title = LineField(label=_("Titre"), max_length=80, help_text=_("Court et parlant."))
    email = forms.EmailField(label=_("Adresse e-mail"))
    text = TextField(label=_("Ce qui s’est passé"), max_length=600, required=False)
    day = DateField(label=_("Date"), required=False)
    stage = forms.ChoiceField(
        label=_("Étape"), choices=[("a", _("Repérage")), ("b", _("Diagnostic"))]
    )
    audience = forms.ChoiceField(
        label=_("Qui peut le lire"),
        choices=[("space", _("Toutes les personnes de l’espace")), ("public", _("Tout le monde"))],
        widget=forms.RadioSelect,
        initial="space",
    )
    levers = forms.MultipleChoiceField(
        label=_("Leviers"),
        choices=[("a", _("Commande publique")), ("b", _("Local")), ("c", _("Formation"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    photos = forms.FileField(label=_("Photos"), required=False, help_text=_("JPEG ou PNG, 10 Mo."))
    charter = forms.BooleanField(label=_("J’ai lu la charte du groupe"))


def interface(request):
    """Only where DEBUG is on: elsewhere the page does not exist."""
    if not settings.DEBUG:
        raise Http404
    wrong = SampleForm(
        {
            "w-title": "x" * 90,
            "w-email": "agent(at)exempleville",
            "w-day": "31/02/2026",
            "w-stage": "z",
            "w-audience": "nobody",
        },
        prefix="w",
    )
    return render(
        request,
        "interface/index.html",
        {
            "form": SampleForm(),
            "wrong": wrong,
            "chart_title": _("Repas distribués (valeurs d’exemple)"),
            "chart_label": _("Mois"),
            "chart_unit": _("repas"),
            "chart_values": [
                (_("janvier"), 60),
                (_("février"), 80),
                (_("mars"), 75),
                (_("avril"), 110),
            ],
            "empty_text": _("Aucune note pour l’instant. La première dit d’où vous partez."),
            "empty_action": _("Écrire la première note"),
        },
    )
