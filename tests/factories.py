"""Small builders shared by every test: each call makes one coherent thing, by the ORM."""

import itertools
from datetime import timedelta
from functools import cache

from django.utils import timezone

from accounts.models import User
from experiments.models import Experimentation
from groups.enums import EngagementStatus, GroupState, GuestLevel, Role, SpaceKind
from groups.models import (
    Carrier,
    Engagement,
    GuestAccess,
    Membership,
    Space,
    SpaceUserObjectPermission,
    WorkingGroup,
)
from groups.permissions import GRANTS
from organisations.enums import Kind, Level, PartnerType
from organisations.models import Affiliation, Organisation

_number = itertools.count(1)


def make_user(name: str = "", **fields) -> User:
    """A person with a verified address and the password « motdepasse-de-test »."""
    from allauth.account.models import EmailAddress

    n = next(_number)
    fields.setdefault("email", f"personne{n}@exemple.test")
    user = User.objects.create_user(
        password="motdepasse-de-test", name=name or f"Agent·e {n}", **fields
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def make_collectivity(name: str = "", **fields) -> Organisation:
    n = next(_number)
    fields.setdefault("level", Level.COMMUNE)
    fields.setdefault("code", f"T{n:04}")
    fields.setdefault("department_code", "91")
    return Organisation.objects.create(
        kind=Kind.COLLECTIVITY, name=name or f"Exempleville {n}", **fields
    )


def make_partner(name: str = "", **fields) -> Organisation:
    fields.setdefault("partner_type", PartnerType.SUPPORT)
    return Organisation.objects.create(
        kind=Kind.PARTNER, name=name or f"Structure {next(_number)}", **fields
    )


def make_group(name: str = "", **fields) -> WorkingGroup:
    """A running group with its own space."""
    n = next(_number)
    fields.setdefault("state", GroupState.RUNNING)
    fields.setdefault("slug", f"groupe-{n}")
    group = WorkingGroup.objects.create(name=name or f"Groupe {n}", **fields)
    Space.objects.create(group=group, kind=SpaceKind.GROUP)
    return group


def group_space(group: WorkingGroup) -> Space:
    return group.spaces.get(kind=SpaceKind.GROUP)


def join(group: WorkingGroup, role: str = Role.MEMBER, *, user=None, organisation=None) -> User:
    """A person with `role` in `group`; her collectivité is engaged (mirrors, for observers)."""
    known = user is not None and organisation is not None
    user = user or make_user()
    if role != Role.FACILITATOR:
        status = EngagementStatus.ENGAGED if role == Role.MEMBER else EngagementStatus.MIRROR
        if organisation is None:
            organisation = make_collectivity()
            Engagement.objects.create(organisation=organisation, group=group, status=status)
        else:
            Engagement.objects.get_or_create(
                organisation=organisation, group=group, defaults={"status": status}
            )
        here = {"user": user, "organisation": organisation, "until": None}
        if not (known and Affiliation.objects.filter(**here).exists()):
            Affiliation.objects.create(**here, verified_at=timezone.now())
    Membership.objects.create(user=user, group=group, role=role, organisation=organisation)
    return user


def make_experimentation(group: WorkingGroup, owner: Organisation, **fields) -> Experimentation:
    """An experimentation in its own space, carried by `owner`."""
    space = Space.objects.create(group=group, kind=SpaceKind.EXPERIMENTATION)
    Carrier.objects.create(space=space, organisation=owner, is_lead=True)
    fields.setdefault("title", f"Expérimentation {next(_number)}")
    return Experimentation.objects.create(space=space, owner=owner, **fields)


def make_guest(space: Space, level: str = GuestLevel.CONTRIBUTOR, *, user=None, **fields) -> User:
    """A guest of one space with her grants, for 30 days unless told."""
    user = user or make_user()
    fields.setdefault("until", timezone.now() + timedelta(days=30))
    GuestAccess.objects.create(user=user, space=space, level=level, **fields)
    SpaceUserObjectPermission.objects.bulk_create(
        SpaceUserObjectPermission(user=user, content_object=space, permission_id=permission)
        for permission in _granted(level)
    )
    return user


@cache
def _granted(level: str) -> list[int]:
    """The permissions of a guest of this level, which migrations made."""
    from django.contrib.auth.models import Permission

    rows = Permission.objects.filter(content_type__app_label="groups", codename__in=GRANTS[level])
    return list(rows.values_list("pk", flat=True))
