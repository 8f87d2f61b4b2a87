"""The guided path: five screens, each saved as one leaves it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.forms import data_of
from common.text import whole_number
from experiments.drafts import selectors, services
from experiments.drafts.enums import ORDER, Step
from experiments.drafts.forms import screen_form
from experiments.drafts.models import Draft, DraftIndicator, DraftPartner
from groups.services import RuleError

both = require_http_methods(["GET", "POST"])

PARTS = {Step.WITH: DraftPartner, Step.SIGNS: DraftIndicator}
# What the buttons of a screen say, besides the screens themselves.
OPEN, LATER, MORE = "ouvrir", "plus-tard", "ajouter"


@login_required
@both
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """The first screen, of something that is not kept yet; those to take up again beside it."""
    group, owners = selectors.get_place(request.user, slug)
    opens = request.POST.get("vers") == OPEN
    form = screen_form(Step.START, None, data_of(request), owners=owners, group=group, opens=opens)
    if form.is_valid():
        client_id = form.cleaned_data["client_id"]
        draft = services.begin(author=request.user, group=group, client_id=client_id, **form.saved)
        if draft.opened_as_id:
            return redirect("experimentation_presentation", draft.opened_as_id)
        return _onward(request, draft, Step.START, owners)
    drafts = [] if form.is_bound else selectors.my_drafts(request.user, group)
    return _screen(request, group, None, Step.START, form, drafts=drafts)


@login_required
@require_safe
def resume(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Where one left it."""
    group, _owners = selectors.get_place(request.user, slug)
    draft = selectors.get_draft(request.user, group, pk)
    return redirect("draft_screen", group.slug, draft.pk, draft.step)


@login_required
@both
def screen(request: HttpRequest, slug: str, pk: int, step: str) -> HttpResponse:
    """One screen: what is understood of it is kept, and what is not is said beside its field."""
    group, owners = selectors.get_place(request.user, slug)
    if step not in Step.values:
        raise Http404
    try:
        draft = selectors.get_draft(request.user, group, pk)
    except Http404:
        made = selectors.opened_from(request.user, group, pk)
        if made is None:
            raise
        return redirect("experimentation_presentation", made)
    step = Step(step)
    opens = request.POST.get("vers") == OPEN
    form = screen_form(step, draft, data_of(request), owners=owners, group=group, opens=opens)
    if request.method == "POST":
        try:
            if _keep(request, draft, step, form):
                return _onward(request, draft, step, owners)
        except services.OpenedMeanwhileError:
            return _opened_meanwhile(request, group)
    return _screen(request, group, draft, step, form)


def _keep(request: HttpRequest, draft: Draft, step: Step, form) -> bool:
    """Keep the screen; whether one may go on from it."""
    valid = form.is_valid()
    taken_off = whole_number(request.POST.get("retirer", ""))
    if taken_off is not None and step in PARTS:
        services.take_off(draft=draft, part=PARTS[step], pk=taken_off)
    services.save(draft=draft, editor=request.user, step=step, **form.saved)
    if not valid or taken_off is not None:
        return False
    if step == Step.WITH and form.cleaned_data["organisation"]:
        try:
            services.name_partner(draft=draft, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return False
    if step == Step.SIGNS and form.indicator:
        services.choose_indicator(draft=draft, **form.indicator)
    return True


def _onward(request: HttpRequest, draft: Draft, step: Step, owners) -> HttpResponse:
    """Where the button leads."""
    group, wanted = draft.group, request.POST.get("vers", "")
    if wanted == OPEN:
        return _open(request, draft, owners)
    if wanted == LATER:
        messages.success(
            request, _("C’est gardé. Vous le retrouverez ici et dans «\u00a0Mon travail\u00a0».")
        )
        return redirect("group_experimentations", group.slug)
    if wanted == MORE:
        following = step
    elif wanted in Step.values:
        following = Step(wanted)
    else:
        following = ORDER[min(ORDER.index(step) + 1, len(ORDER) - 1)]
    return redirect("draft_screen", group.slug, draft.pk, following)


def _open(request: HttpRequest, draft: Draft, owners) -> HttpResponse:
    """Open it to the group or, if it has no title of its own, ask for one."""
    try:
        experimentation = services.open_to_group(draft=draft, by=request.user)
    except ValidationError:
        names = [*screen_form(Step.START, draft, None, owners=owners, group=draft.group).kept]
        said = {name: getattr(draft, name) for name in names} | {"owner": draft.owner_id}
        form = screen_form(Step.START, draft, said, owners=owners, group=draft.group, opens=True)
        return _screen(request, draft.group, draft, Step.START, form)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect("group", draft.group.slug)
    messages.success(
        request, _("L’expérimentation est ouverte au groupe. Notez la suite dans son journal.")
    )
    return redirect("experimentation_presentation", experimentation.pk)


def _opened_meanwhile(request: HttpRequest, group) -> HttpResponse:
    messages.info(
        request,
        _("Un·e collègue vient de l’ouvrir au groupe, ou de supprimer ce brouillon."),
    )
    return redirect("group_experimentations", group.slug)


def _screen(request, group, draft: Draft | None, step: Step, form, **more) -> HttpResponse:
    index = ORDER.index(step)
    context = {
        "group": group,
        "draft": draft,
        "form": form,
        "step": step,
        "steps": [(each, position < index) for position, each in enumerate(ORDER)],
        "number": index + 1,
        "count": len(ORDER),
        "before": ORDER[index - 1] if index else None,
        "is_last": step == ORDER[-1],
        "parts": _parts(draft, step),
        **more,
    }
    return render(request, "drafts/screen.html", context)


def _parts(draft: Draft | None, step: Step):
    if draft is not None and step == Step.WITH:
        return draft.partners.select_related("organisation")
    if draft is not None and step == Step.SIGNS:
        return draft.indicators.all()
    return None


@login_required
@both
def delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Throw it away, after a confirmation: it cannot be brought back."""
    group, _owners = selectors.get_place(request.user, slug)
    draft = selectors.get_draft(request.user, group, pk)
    if request.method == "POST":
        try:
            services.delete(draft=draft, by=request.user)
        except services.OpenedMeanwhileError:
            return _opened_meanwhile(request, group)
        messages.success(request, _("Le brouillon est supprimé."))
        return redirect("group_experimentations", group.slug)
    return render(request, "drafts/delete.html", {"group": group, "draft": draft})
