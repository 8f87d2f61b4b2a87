"""Every write of a place."""

from django.db import transaction

from audit.services import record
from common.models import Audience
from experiments.models import Experimentation
from experiments.sites.models import Site
from organisations.models import Organisation

FIELDS = frozenset(["name", "place", "commune", "audience"])


@transaction.atomic
def add_site(
    *,
    experimentation: Experimentation,
    author,
    name: str,
    place: str = "",
    commune: Organisation | None = None,
    audience: str = Audience.SPACE,
) -> Site:
    """Name a place; a form sent twice names one."""
    Experimentation.objects.select_for_update().only("pk").get(pk=experimentation.pk)
    site, created = Site.objects.get_or_create(
        experimentation=experimentation,
        name=name,
        place=place,
        commune=commune,
        audience=audience,
        defaults={"author": author},
    )
    if created:
        _recorded("site.added", author, site)
    return site


@transaction.atomic
def edit_site(*, site: Site, by, **fields) -> Site:
    """Change its `name`, `place`, `commune` or `audience`."""
    before = site.audience
    for name in fields.keys() & FIELDS:
        setattr(site, name, fields[name])
    site.save()
    if site.audience != before:
        _recorded("site.audience_changed", by, site)
    return site


@transaction.atomic
def remove_site(*, site: Site, by) -> None:
    """Take it off the list."""
    _recorded("site.removed", by, site)
    site.delete()


def _recorded(action: str, by, site: Site) -> None:
    space = site.experimentation.space
    record(
        action=action,
        actor=by,
        target=site.experimentation,
        group_id=space.group_id,
        space_id=space.pk,
        subject=site.pk,
        audience=site.audience,
    )
