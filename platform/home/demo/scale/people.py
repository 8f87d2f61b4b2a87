"""Organisations, people, groups and who belongs to them."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission

from accounts.models import User
from groups.enums import (
    AnswerStatus,
    EngagementStatus,
    GroupState,
    GuestLevel,
    Hue,
    QuestionKind,
    Role,
    SpaceKind,
)
from groups.models import (
    CallAnswer,
    CallForParticipation,
    CallQuestion,
    Engagement,
    GuestAccess,
    Invitation,
    Membership,
    Space,
    SpaceUserObjectPermission,
    WorkingGroup,
)
from groups.permissions import GRANTS
from groups.services.invitations import hashed
from home.demo.scale import words as w
from home.demo.scale.world import DOMAIN, SLUG, YEARS, World
from organisations.enums import Kind, Level, PartnerType
from organisations.keywords import name_key
from organisations.models import Affiliation, Organisation, SearchTerm
from organisations.reference import departments

LEVELS = (GuestLevel.CONTRIBUTOR, GuestLevel.COMMENTER, GuestLevel.READER)


def add_organisations(world: World) -> None:
    codes = list(departments()) or ["00"]
    partner_types = [choice for choice in PartnerType if choice != PartnerType.OTHER]

    def collectivity(index: int) -> Organisation:
        grouping = index % 6 == 0
        names = w.GROUPINGS if grouping else w.PLACES
        return Organisation(
            kind=Kind.COLLECTIVITY,
            level=Level.EPCI if grouping else Level.COMMUNE,
            name=f"{names[index % len(names)]} {index + 1}",
            code=f"MX{index:05}",
            population=int(400 * world.rng.paretovariate(0.8)) % 900_000,
            department_code=world.rng.choice(codes),
            is_network_member=index % 4 == 0,
        )

    def partner(index: int) -> Organisation:
        return Organisation(
            kind=Kind.PARTNER,
            partner_type=partner_types[index % len(partner_types)],
            name=f"{w.STRUCTURES[index % len(w.STRUCTURES)]} {index + 1}",
        )

    rows = [collectivity(index) for index in range(world.size.collectivities)]
    rows += [partner(index) for index in range(world.size.partners)]
    for row in rows:
        row.key = name_key(row.name)
    world.insert(Organisation, rows, len(rows))
    world.collectivities = rows[: world.size.collectivities]
    world.partners = rows[world.size.collectivities :]
    words = [
        SearchTerm(organisation=row, kind=row.kind, term=term, weight=weight)
        for row in rows
        for term, weight in row.search_terms().items()
    ]
    world.insert(SearchTerm, words, len(words))


def add_users(world: World) -> None:
    password = make_password(settings.DEMO_PASSWORD)
    size = world.size
    joined = world.now - timedelta(days=365 * YEARS)

    def user(index: int) -> User:
        home = world.collectivities[index % size.collectivities]
        return User(
            id=world.uuid(),
            email=f"agent{index}@{DOMAIN}",
            name=f"Agent·e {index + 1} de {home.name}",
            password=password,
            date_joined=joined,
            previous_visit_at=world.now - timedelta(days=4),
            last_visit_at=world.now - timedelta(days=1),
        )

    world.users = world.insert(User, map(user, range(size.users)), size.users)
    world.insert(
        EmailAddress,
        (EmailAddress(user=u, email=u.email, primary=True, verified=True) for u in world.users),
        size.users,
    )
    # Who works where: the last tenth are partners' people, the guests.
    world.guests = world.users[-max(size.users // 10, 2) :]
    agents = world.users[: -len(world.guests)]
    world.home_of = {
        agent.pk: world.collectivities[index % size.collectivities]
        for index, agent in enumerate(agents)
    }
    world.home_of |= {
        guest.pk: world.partners[index % size.partners] for index, guest in enumerate(world.guests)
    }
    world.agents_of: dict[int, list[User]] = {}
    for agent in agents:
        world.agents_of.setdefault(world.home_of[agent.pk].pk, []).append(agent)
    world.insert(
        Affiliation,
        (
            Affiliation(
                user=u,
                organisation=world.home_of[u.pk],
                function="Chargé·e de mission",
                verified_at=joined,
            )
            for u in world.users
        ),
        size.users,
    )


def add_groups(world: World) -> None:
    def group(index: int) -> WorkingGroup:
        theme = w.THEMES[index % len(w.THEMES)]
        state = GroupState.ARCHIVED if index % 10 == 9 else GroupState.RUNNING
        return WorkingGroup(
            slug=f"{SLUG}{index + 1:03}",
            name=f"{theme} {index + 1}",
            initials=theme[:2].upper(),
            hue=list(Hue)[index % len(Hue)],
            state=state,
            summary=f"Essayer ensemble : {theme.lower()}.",
            presentation="\n\n".join(w.NOTES[:4]),
            objectives="\n".join(f"- {action}" for action in w.ACTIONS[:3]),
            created_at=world.moment(),
        )

    size = world.size
    world.groups = world.insert(WorkingGroup, map(group, range(size.groups)), size.groups)
    world.group_spaces = world.insert(
        Space,
        (Space(group=group, kind=SpaceKind.GROUP) for group in world.groups),
        size.groups,
    )
    engagements, memberships = [], []
    world.engaged: dict[int, list[Organisation]] = {}
    world.members: dict[int, list[Membership]] = {}
    able = [each for each in world.collectivities if each.pk in world.agents_of]
    for index, group in enumerate(world.groups):
        wanted = 60 if index == 0 else world.rng.randint(10, 28)
        chosen = world.rng.sample(able, min(wanted, len(able)))
        mirrors = max(len(chosen) // 6, 1)
        world.engaged[group.pk] = chosen[mirrors:] or chosen
        people = _people(world, group, chosen, mirrors)
        memberships += people
        world.members[group.pk] = people
        engagements += [
            Engagement(
                organisation=organisation,
                group=group,
                status=EngagementStatus.MIRROR if place < mirrors else EngagementStatus.ENGAGED,
                commitment=world.rng.choice(w.ATTEMPTS),
                decided_at=world.moment(),
            )
            for place, organisation in enumerate(chosen)
        ]
    world.insert(Engagement, engagements, len(engagements))
    world.insert(Membership, memberships, len(memberships))
    _add_calls(world, able)


def _people(world: World, group, chosen: list[Organisation], mirrors: int) -> list[Membership]:
    """Agents of mirror collectivités observe, the others are members; one facilitates."""
    people = [
        Membership(
            user=agent,
            group=group,
            organisation=organisation,
            role=Role.OBSERVER if place < mirrors else Role.MEMBER,
            joined_at=world.moment(),
        )
        for place, organisation in enumerate(chosen)
        for agent in world.agents_of[organisation.pk]
    ]
    people[-1].role = Role.FACILITATOR
    return people


def _add_calls(world: World, able: list[Organisation]) -> None:
    soon = world.now + timedelta(days=30)
    calls = [
        CallForParticipation(
            group=group,
            title=f"Appel à participation : {group.name}",
            text="\n\n".join(w.NOTES[:3]),
            expected=w.QUESTIONS[0],
            published_at=world.moment(world.now - timedelta(days=60)),
            closes_at=soon if index % 3 == 0 else world.now - timedelta(days=1),
        )
        for index, group in enumerate(world.groups)
    ]
    calls = world.insert(CallForParticipation, calls, len(calls))
    questions = [
        CallQuestion(
            call=call, position=1, kind=QuestionKind.TEXT, label="Qu’avez-vous déjà essayé ?"
        )
        for call in calls
    ]
    world.insert(CallQuestion, questions, len(questions))
    answers = [
        CallAnswer(
            call=call,
            organisation=organisation,
            author=world.agents_of[organisation.pk][0],
            intention=world.rng.choice(w.NOTES),
            neighbourhood=world.rng.choice(w.QUARTERS),
            status=AnswerStatus.SUBMITTED,
            created_at=world.moment(world.now - timedelta(days=50)),
        )
        for call in calls
        for organisation in world.rng.sample(able, min(5, len(able)))
    ]
    world.insert(CallAnswer, answers, len(answers))


def add_guests(world: World) -> None:
    """Each guest has one space; a few of them have an access that ran out."""
    permissions = {
        permission.codename: permission
        for permission in Permission.objects.filter(
            content_type__app_label="groups", content_type__model="space"
        )
    }
    accesses = [
        GuestAccess(
            user=guest,
            space=world.trial_spaces[index % len(world.trial_spaces)],
            organisation=world.home_of[guest.pk],
            level=LEVELS[index % len(LEVELS)],
            starts_at=world.now - timedelta(days=90),
            until=world.now + timedelta(days=-1 if index % 20 == 19 else 200),
        )
        for index, guest in enumerate(world.guests)
    ]
    world.insert(GuestAccess, accesses, len(accesses))
    grants = [
        SpaceUserObjectPermission(
            user=access.user, content_object=access.space, permission=permissions[codename]
        )
        for access in accesses
        for codename in GRANTS[access.level]
    ]
    world.insert(
        SpaceUserObjectPermission, grants, len(grants), label="droits des personnes invitées"
    )


def add_invitations(world: World) -> None:
    """Some that wait for an answer, in the first group and in its experimentations. Their tokens
    can be guessed (`invitation_token`), which only a world without real people may allow."""
    group = world.groups[0]
    facilitator = next(m for m in world.members[group.pk] if m.role == Role.FACILITATOR)
    spaces = [None] * 12 + [space for space in world.trial_spaces if space.group_id == group.pk]
    later = world.now + timedelta(days=14)
    invitations = [
        Invitation(
            token_hash=hashed(invitation_token(index)),
            email=f"invitation{index}@{DOMAIN}",
            group=group,
            space=space,
            role="" if space else Role.MEMBER,
            level=GuestLevel.COMMENTER if space else "",
            organisation=world.partners[0] if space else world.engaged[group.pk][0],
            invited_by=facilitator.user,
            expires_at=later,
            guest_until=later if space else None,
        )
        for index, space in enumerate(spaces)
    ]
    # One waits for a person of this world: the first observer, asked into the last group.
    observer = next(m for m in world.members[group.pk] if m.role == Role.OBSERVER)
    other = world.groups[-1]
    invitations.append(
        Invitation(
            token_hash=hashed(invitation_token(len(invitations))),
            email=observer.user.email,
            group=other,
            role=Role.OBSERVER,
            organisation=observer.organisation,
            invited_by=next(m for m in world.members[other.pk] if m.role == Role.FACILITATOR).user,
            expires_at=later,
        )
    )
    world.insert(Invitation, invitations, len(invitations))


def invitation_token(index: int) -> str:
    """What the link of an invitation of this world ends with."""
    return f"{SLUG}{index}"
