"""Who looks, and at what: people and objects of the measuring world that fill every address.

The group, thread and experimentation are the largest there are.
"""

from dataclasses import dataclass, field

from django.db.models import Count

from accounts.models import User
from discussions.models import Thread
from experiments.booklets.models import Booklet
from experiments.drafts.enums import Step
from experiments.drafts.models import Draft
from experiments.enums import Activity, Stage
from experiments.models import Experimentation, JournalEntry, JournalPicture
from experiments.sheets.models import ExperienceSheet, SheetPicture
from experiments.vocabularies.models import Term
from experiments.vocabularies.selectors import waiting_suggestions
from groups.documents.models import Document, DocumentVersion
from groups.enums import Role, SpaceKind
from groups.library.enums import Kind, Origin
from groups.library.selectors import public_resources
from groups.models import (
    CallAnswer,
    CallQuestion,
    Carrier,
    Engagement,
    GuestAccess,
    Invitation,
    Membership,
    WorkingGroup,
)
from home.demo.scale.people import invitation_token
from home.demo.scale.world import SLUG
from organisations.models import Affiliation

VISITOR = "visiteur"


class NoWorldError(Exception):
    """The measuring world is not in this database."""


@dataclass(frozen=True)
class Samples:
    """`people` by role (None for a visitor); `values` by the part of a route that they fill;
    `queries` by route, what is asked there, each under a name ("" for the page itself)."""

    people: dict[str, User | None]
    values: dict[str, dict[str, object]]
    queries: dict[str, dict[str, str]] = field(default_factory=dict)


def pick() -> Samples:
    """The samples of the measuring world. Raises NoWorldError."""
    groups = WorkingGroup.objects.filter(slug__startswith=SLUG).order_by("slug")
    group = groups.first()
    if group is None:
        raise NoWorldError
    trial = (
        Experimentation.objects.filter(space__group=group)
        .annotate(size=Count("entries"))
        .order_by("-size", "pk")
        .first()
    )
    thread = (
        Thread.objects.filter(space__group=group, space__kind=SpaceKind.GROUP)
        .order_by("-last_position", "pk")
        .first()
    )
    return Samples(_people(group, trial), _values(group, trial, thread), _queries(group, trial))


def _queries(group: WorkingGroup, trial: Experimentation) -> dict[str, dict[str, str]]:
    """Lists in each of their views and by filters that leave whole pages; what resembles the
    experimentation; four of its group side by side, those of everybody first; a source, found by a
    frequent word and by one that nobody wrote."""
    rows = Experimentation.objects.filter(space__group=group).order_by("audience", "pk")
    four = rows.values_list("pk", flat=True)[:4]
    views = {
        "": "",
        "carte": "?vue=carte",
        "tableau": "?vue=tableau",
        "filtrée": "?reseau=on",
        "carte filtrée": f"?etape={Stage.TRIAL}&vue=carte",
    }
    word = trial.title.split()[0].casefold()
    return {
        "experimentations/": views,
        "groupes/<slug>/experimentations/": views,
        "experimentations/qui-a-deja-essaye/": {
            "": "",
            "proches": f"?proche={trial.pk}",
            "aperçu": f"?proche={trial.pk}&apercu=1",
            "par traits": f"?activite={trial.activity or Activity.FOOD}&type=commune",
        },
        "experimentations/comparer/": {"quatre": "?" + "&".join(f"e={pk}" for pk in four)},
        "experimentations/<pk>/essaimage/ajouter/": {
            "": "",
            "mot fréquent": f"?q={word}",
            "mot absent": "?q=zzzz",
        },
        "organisations/recherche/": {"": "?q=saint+denis"},
        "collectivites/": {"": "", "recherche": "?q=exemple", "filtrée": "?departement=59"},
        "ressources/": {
            "": "",
            "recherche": "?q=atelier",
            "filtrée": f"?nature={Kind.STUDY}&type={Origin.NETWORK}",
        },
    }


def _people(group: WorkingGroup, trial: Experimentation) -> dict[str, User | None]:
    memberships = Membership.objects.active().filter(group=group).select_related("user")
    carriers = Carrier.objects.filter(space=trial.space).values("organisation")
    guest = GuestAccess.objects.active().filter(space=trial.space).select_related("user").first()

    def one(role: str, **more) -> User | None:
        found = memberships.filter(role=role, **more).order_by("pk").first()
        return found and found.user

    people = {
        "invité·e": guest and guest.user,
        "observateur·rice": one(Role.OBSERVER),
        "membre": one(Role.MEMBER, organisation__in=carriers) or one(Role.MEMBER),
        "animateur·rice": one(Role.FACILITATOR),
        "administration": User.objects.filter(is_superuser=True).first(),
    }
    return {VISITOR: None} | {role: user for role, user in people.items() if user is not None}


def _values(
    group: WorkingGroup, trial: Experimentation, thread: Thread
) -> dict[str, dict[str, object]]:
    """Route prefix → values of its parameters; a longer prefix has the last word."""
    space = group.spaces.get(kind=SpaceKind.GROUP)
    access = GuestAccess.objects.filter(space=trial.space).first()
    message = thread.messages.order_by("position").last()
    entry = JournalEntry.objects.filter(experimentation=trial).first()
    action, funding = trial.actions.first(), trial.fundings.first()
    partner, document = trial.partnerships.first(), Document.objects.filter(space=space).first()
    indicator = trial.indicators.order_by("position", "pk").first()
    site = trial.sites.order_by("pk").first()
    draft = Draft.objects.filter(group=group, owner=trial.owner_id).order_by("pk").first()
    second = Carrier.objects.filter(space=trial.space, is_lead=False).first()
    booklet = Booklet.objects.filter(group=group).first()
    waiting = Invitation.objects.pending().filter(group=group)
    for_group, for_space = waiting.filter(space=None).first(), waiting.filter(space=trial.space)
    answer = CallAnswer.objects.filter(call__group=group).first()
    question = CallQuestion.objects.filter(call__group=group).first()
    engagement = Engagement.objects.filter(group=group).first()
    member = Membership.objects.active().filter(group=group).first()
    place = Affiliation.objects.current().filter(organisation=trial.owner_id).first()
    word, suggestion = Term.objects.known().first(), waiting_suggestions().first()
    return (
        {
            "vocabulaire/<pk>/": {"pk": word and word.pk},
            "vocabulaire/propositions/<pk>/": {"pk": suggestion and suggestion.pk},
            "groupes/<slug>/": {"slug": group.slug},
            "groupes/<slug>/experimentations/": {"extension": "csv"},
            "groupes/<slug>/recueils/<pk>/": {"pk": booklet and booklet.pk},
            "groupes/<slug>/reponses/<pk>/": {"pk": answer.pk},
            "groupes/<slug>/appel/questions/<pk>/": {"pk": question and question.pk},
            "groupes/<slug>/collectivites/<pk>/": {"pk": engagement.pk},
            "groupes/<slug>/membres/<pk>/": {"pk": member.pk},
            "groupes/<slug>/invitations/<pk>/": {"pk": for_group and for_group.pk},
            "groupes/<slug>/invitations/<pk>/<act>/": {"act": "retirer"},
            "invitation/<token>/": {"token": invitation_token(0)},
            "invitations/<pk>/": {"pk": _mine(group)},
            "espaces/<pk>/": {"pk": trial.space_id},
            "espaces/<pk>/invitations/": {
                "invitation_pk": for_space.values_list("pk", flat=True).first(),
                "act": "retirer",
            },
            "espaces/<pk>/invites/<access_pk>/": {
                "access_pk": access and access.pk,
                "act": "terminer",
            },
            "experimentations/<pk>/": {
                "pk": trial.pk,
                "entry_pk": entry and entry.pk,
                "carrier_pk": second and second.pk,
            },
            "experimentations/<pk>/actions/": {"part_pk": action and action.pk},
            "experimentations/<pk>/indicateurs/": {
                "indicator_pk": indicator and indicator.pk,
                "measurement_pk": indicator
                and indicator.measurements.values_list("pk", flat=True).first(),
                "extension": "csv",
            },
            "groupes/<slug>/experimentations/brouillons/<pk>/": {
                "pk": draft and draft.pk,
                "step": Step.WITH,
            },
            "experimentations/<pk>/lieux/": {"site_pk": site and site.pk},
            "experimentations/<pk>/financements/": {"part_pk": funding and funding.pk},
            "experimentations/<pk>/partenaires/": {"part_pk": partner and partner.pk},
            "discussions/<pk>/": {"pk": thread.pk, "message_pk": message.pk},
            "documents/<pk>/": {"pk": document.pk},
            "organisations/<pk>/": {"pk": trial.owner_id},
            "compte/rattachements/<pk>/": {"pk": place and place.pk},
            "organisations/<organisation_pk>/personnes/<pk>/": {
                "organisation_pk": trial.owner_id,
                "pk": place and place.pk,
            },
        }
        | _files()
        | _sheets(trial)
        | _library()
        | _links(trial)
    )


def _mine(group: WorkingGroup) -> int | None:
    """An invitation that waits for the observer who looks."""
    observers = Membership.objects.active().filter(group=group, role=Role.OBSERVER)
    addresses = observers.order_by("pk").values("user__email")[:1]
    waiting = Invitation.objects.pending().filter(email__in=addresses)
    return waiting.values_list("pk", flat=True).first()


def _sheets(trial: Experimentation) -> dict[str, dict[str, object]]:
    """The sheet of the experimentation; one of the demonstration for its picture."""
    sheet = ExperienceSheet.objects.published().filter(experimentation=trial).first()
    pictures = SheetPicture.objects.filter(sheet__in=ExperienceSheet.objects.published())
    shown = pictures.order_by("pk").first()
    return {
        "fiches/<pk>/": {"pk": sheet and sheet.pk},
        "fiches/<pk>/photos/": {
            "pk": shown and shown.sheet_id,
            "picture_pk": shown and shown.picture_id,
        },
    }


def _library() -> dict[str, dict[str, object]]:
    """A public resource of the demonstration: its page, its first version."""
    public = public_resources().filter(shelf="").values_list("pk", flat=True).first()
    return {
        "ressources/<pk>/": {"pk": public, "number": 1},
        "ressources/importer/<pk>/": {"pk": None},
    }


def _links(trial: Experimentation) -> dict[str, dict[str, object]]:
    """What the experimentation was inspired by, where it was."""
    link = trial.inspirations.order_by("pk").first()
    return {"experimentations/<pk>/essaimage/": {"link_pk": link and link.pk}}


def _files() -> dict[str, dict[str, object]]:
    """A picture and a document of the demonstration: the measuring world has no files."""
    picture = JournalPicture.objects.select_related("entry").order_by("pk").first()
    version = DocumentVersion.objects.exclude(file="").order_by("pk").first()
    return {
        "experimentations/<pk>/photos/": {
            "pk": picture and picture.entry.experimentation_id,
            "picture_pk": picture and picture.pk,
            "size": "grande",
        },
        "documents/<pk>/versions/<number>/": {
            "pk": version and version.document_id,
            "number": version and version.number,
        },
    }
