"""Writes the demonstration world, by the ORM: its rows are dated in the past, which no service
allows. What services guarantee is kept here: dense positions, grants that follow their access."""

import hashlib
import uuid
from datetime import date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from groups.documents.models import Document, DocumentVersion
from groups.enums import GroupState, SpaceKind
from groups.models import (
    CallAnswer,
    CallForParticipation,
    CallQuestion,
    CallQuestionAnswer,
    CharterVersion,
    Engagement,
    Membership,
    Space,
    WorkingGroup,
)
from groups.permissions import authorship
from home.demo import pictures
from home.demo.data import world
from home.demo.prose import fr
from home.demo.registry import Registry
from home.demo.schema import Account, Call, Group, Org, Paper
from organisations.models import Affiliation, Organisation, OrganisationDomain

DOMAIN = "demo.example"
# The same data gives the same identifiers, so a browser's cache and a test may count on them.
NAMESPACE = uuid.UUID("6a0f3f2e-5d0c-4f39-9d43-3b1f4c5a2d10")
# What ends by then is prolonged: script/server loads again with each new month.
ENDS_SOON = timedelta(days=32)


def email_of(account: Account | str) -> str:
    """The address of an account, or of its key."""
    key = account if isinstance(account, str) else account.key
    return f"{key}@{DOMAIN}"


class Loader:
    """One loading. `load()` returns how many keyed things it made."""

    def __init__(self, *, now: datetime | None = None):
        self.now = now or timezone.now()
        self.today = timezone.localdate(self.now)
        self.registry = Registry()
        self.people: dict[str, User] = {}
        self.organisations: dict[str, Organisation] = {}
        # Spaces that were made now or before, by group slug or trial key.
        self.spaces: dict[str, Space] = {}

    @transaction.atomic
    def load(self) -> int:
        from home.demo.inspirations import load_inspirations
        from home.demo.library import load_library
        from home.demo.moderation import load_moderation
        from home.demo.paths import load_paths
        from home.demo.sheets import load_booklet, load_sheets
        from home.demo.talks import load_talks
        from home.demo.trials import TrialLoader
        from home.demo.words import load_papers_of_notes, load_words

        for org in world.ORGANISATIONS:
            self.organisations[org.key] = self._organisation(org)
        self._accounts()
        for group in world.GROUPS:
            self._group(group)
        trials = TrialLoader(self)
        for trial in world.TRIALS:
            trials.load(trial)
        load_words(self)
        load_papers_of_notes(self)
        load_talks(self)
        load_moderation(self)
        load_sheets(self)
        load_inspirations(self)
        load_booklet(self)
        load_paths(self)
        load_library(self)
        return self.registry.created

    # Dates -----------------------------------------------------------------------------------

    def ago(self, days: int, at: str = "10:00") -> datetime:
        """The moment `days` before loading, at that hour in Paris."""
        day = self.today - timedelta(days=days)
        return timezone.make_aware(datetime.combine(day, time.fromisoformat(at)))

    def day(self, on: date | None, days: int | None) -> date:
        """A real date as it is, or `days` before loading."""
        return on if on is not None else self.today - timedelta(days=days or 0)

    # Organisations and people ------------------------------------------------------------------

    def _organisation(self, org: Org) -> Organisation:
        description = fr(org.description)
        if org.source and description:
            description = f"{description}\n\n{fr(f'Source : {org.source}')}"

        def make() -> Organisation:
            fields = {
                "kind": org.kind,
                "name": fr(org.name),
                "level": org.level,
                "code": org.code,
                "siren": org.code
                if org.code and org.code.isdigit() and len(org.code) == 9
                else None,
                "department_code": org.department,
                "population": org.population,
                "partner_type": org.partner_type,
                "is_network_member": org.member,
                "website": org.website,
                "description": description,
            }
            found = None
            if org.code:
                found = Organisation.objects.filter(level=org.level, code=org.code).first()
            if found is None:
                return Organisation.objects.create(**fields)
            if org.member and not found.is_network_member:
                found.is_network_member = True
                found.save(update_fields=["is_network_member", "updated_at"])
            return found

        made, _new = self.registry.once(f"org:{org.key}", make)
        # One that people merged away or deleted is needed by what follows: it comes back.
        made = made or make()
        for domain in org.domains:
            self.registry.once(
                f"domain:{org.key}:{domain}",
                lambda domain=domain: OrganisationDomain.objects.create(
                    organisation=made, domain=domain
                ),
            )
        return made

    def _accounts(self) -> None:
        accounts = [(account, email_of(account)) for account in world.ACCOUNTS]
        existing = {
            user.email: user
            for user in User.objects.filter(email__in=[email for _account, email in accounts])
        }
        password = self._password([user.password for user in existing.values()])
        for account, email in accounts:
            user = existing.get(email)
            if user is None:
                user = User.objects.create(
                    email=email,
                    name=fr(account.name),
                    password=password,
                    is_staff=account.is_admin,
                    is_superuser=account.is_admin,
                    date_joined=self.ago(75),
                    previous_visit_at=self.ago(6, "17:10"),
                    last_visit_at=self.ago(2, "09:05"),
                )
                EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
                self.registry.created += 1
            elif user.password != password:
                # The sign-in page shows the password to everyone: it must be the right one.
                user.password = password
                user.save(update_fields=["password"])
            self.people[account.key] = user
        for account in world.ACCOUNTS:
            self._affiliation(account)

    def _password(self, stored: list[str]) -> str:
        """One hash for all demonstration accounts: the stored one while it is that of
        DEMO_PASSWORD. Hashing is slow on purpose, so it is done once."""
        known = stored[0] if stored else ""
        if known and check_password(settings.DEMO_PASSWORD, known):
            return known
        return make_password(settings.DEMO_PASSWORD)

    def _affiliation(self, account: Account) -> None:
        self.registry.once(
            f"affiliation:{account.key}",
            lambda: Affiliation.objects.create(
                user=self.people[account.key],
                organisation=self.organisations[account.org],
                function=fr(account.function),
                is_referent=account.is_referent,
                verified_at=self.ago(70),
                verified_by=self.people["admin"],
            ),
        )

    # Groups --------------------------------------------------------------------------------------

    def _group(self, data: Group) -> None:
        group, new = self.registry.once(f"group:{data.slug}", lambda: self._make_group(data))
        if group is None:
            return
        space = group.spaces.get(kind=SpaceKind.GROUP)
        self.spaces[data.slug] = space
        if new:
            self._people_of_group(data, group)
        for call in data.calls:
            self._call(call, group)
        for paper in data.papers:
            self.paper(paper, space)

    def _make_group(self, data: Group) -> WorkingGroup:
        slug = data.slug
        while WorkingGroup.objects.filter(slug=slug).exists():
            slug = f"{slug}-demo"
        group = WorkingGroup.objects.create(
            slug=slug,
            name=data.name,
            initials=data.initials,
            hue=data.hue,
            state=data.state,
            summary=fr(data.summary),
            presentation=fr(data.presentation),
            objectives=fr(data.objectives),
            calendar=fr(data.calendar),
            charter=fr(data.charter),
            source=fr(data.source),
            created_at=self.ago(70),
        )
        Space.objects.create(group=group, kind=SpaceKind.GROUP, created_at=self.ago(70))
        if group.charter:
            CharterVersion.objects.create(
                group=group,
                number=1,
                text=group.charter,
                published_at=self.ago(70),
                published_by=self.people["animation"],
            )
            WorkingGroup.objects.filter(pk=group.pk).update(charter_version=1)
            group.charter_version = 1
        return group

    def _accepted(self, group: WorkingGroup, account: str) -> dict:
        if not group.charter_version or account == "miroir":
            return {}
        return {
            "charter_accepted": group.charter_version,
            "charter_accepted_at": self.ago(63),
        }

    def _people_of_group(self, data: Group, group: WorkingGroup) -> None:
        from experiments.models import Funding

        facilitator = self.people["animation"]
        Engagement.objects.bulk_create(
            Engagement(
                organisation=self.organisations[engaged.org],
                group=group,
                status=engaged.status,
                commitment=fr(engaged.commitment),
                decided_at=self.ago(64),
                decided_by=facilitator,
                source=fr(engaged.source),
                created_at=self.ago(66),
            )
            for engaged in data.engaged
        )
        places = {account.key: account.org for account in world.ACCOUNTS}
        Membership.objects.bulk_create(
            Membership(
                user=self.people[member.account],
                group=group,
                organisation=self.organisations[places[member.account]],
                role=member.role,
                joined_at=self.ago(63),
                admitted_by=facilitator,
                # One has not yet said yes: her pages show what the group asks.
                **self._accepted(group, member.account),
            )
            for member in data.members
        )
        Funding.objects.bulk_create(
            Funding(
                group=group,
                funder=self.organisations[money.funder],
                year=money.year,
                amount=money.amount,
                note=fr(money.note),
                source=fr(money.source),
            )
            for money in data.money
        )

    def _call(self, data: Call, group: WorkingGroup) -> None:
        def make() -> CallForParticipation:
            return CallForParticipation.objects.create(
                group=group,
                title=fr(data.title),
                text=fr(data.text),
                expected=fr(data.expected),
                criteria=fr(data.criteria),
                published_at=self._moment(data.published) or self.ago(data.published_days or 0),
                closes_at=self._moment(data.closed) or self._closing(data),
                created_by=self.people["animation"],
            )

        key = f"call:{data.key}"
        call, new = self.registry.once(key, make)
        if new:
            self._questions_and_answers(data, call)
        elif call and data.closes_in and self._is_stale(call, key):
            CallForParticipation.objects.filter(pk=call.pk).update(closes_at=self._closing(data))

    def _questions_and_answers(self, data: Call, call: CallForParticipation) -> None:
        questions = CallQuestion.objects.bulk_create(
            CallQuestion(
                call=call,
                position=position,
                kind=question.kind,
                label=fr(question.label),
                help=fr(question.help),
                required=question.required,
                options=[fr(option) for option in question.options],
                unit=question.unit,
            )
            for position, question in enumerate(data.questions, start=1)
        )
        for answer in data.answers:
            made = CallAnswer.objects.create(
                call=call,
                organisation=self.organisations[answer.org],
                author=self.people[answer.author],
                intention=fr(answer.intention),
                neighbourhood=fr(answer.neighbourhood),
                partners=fr(answer.partners),
                created_at=self.ago(answer.days, "15:25"),
            )
            CallQuestionAnswer.objects.bulk_create(
                CallQuestionAnswer(answer=made, question=question, value=fr(value))
                for question, value in zip(questions, answer.replies, strict=False)
                if value
            )

    def _moment(self, day: date | None) -> datetime | None:
        return day and timezone.make_aware(datetime.combine(day, time(9)))

    def _closing(self, data: Call) -> datetime:
        day = self.today + timedelta(days=data.closes_in or 0)
        return timezone.make_aware(datetime.combine(day, time(23, 59)))

    def _is_stale(self, call: CallForParticipation, key: str) -> bool:
        """Over within a month, in a group that is still open, and untouched since loading."""
        return (
            call.closes_at <= self.now + ENDS_SOON
            and call.group.state == GroupState.OPEN
            and call.updated_at <= self.registry.loaded_at(key)
        )

    # What is written in a space ------------------------------------------------------------------

    def voice(self, author: str, space: Space) -> dict:
        """For whom and as what an account writes in `space`, as the services note it."""
        voice = authorship(self.people[author], space)
        return {"organisation_id": voice.organisation_id, "author_role": voice.role}

    def paper(self, data: Paper, space: Space) -> None:
        """A document with its only version: a link, or a small file made here."""
        self.registry.once(f"document:{data.key}", lambda: self._make_paper(data, space))

    def _make_paper(self, data: Paper, space: Space) -> Document:
        author = self.people[data.author]
        document = Document.objects.create(
            space=space,
            title=fr(data.title),
            description=fr(data.description),
            author=author,
            organisation_id=self.voice(data.author, space)["organisation_id"],
            source=fr(data.source),
            created_at=self.ago(data.days, "11:20"),
        )
        version = DocumentVersion(document=document, number=1, author=author, url=data.url)
        if not data.url:
            content = self._content(data)
            version.filename = data.filename
            version.content_type = data.content_type
            version.size = len(content)
            version.sha256 = hashlib.sha256(content).hexdigest()
            version.file.save(data.filename, ContentFile(content), save=False)
        version.save()
        DocumentVersion.objects.filter(pk=version.pk).update(created_at=document.created_at)
        Document.objects.filter(pk=document.pk).update(updated_at=document.created_at)
        return document

    def _content(self, data: Paper) -> bytes:
        if data.picture:
            return pictures.png(data.picture)
        # A byte order mark, so that spreadsheet programs read the accents.
        return data.content.encode("utf-8-sig")
