"""Local authorities, partner structures, and the place of people in them."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.models import TimeStamped
from common.text import thousands
from organisations.domains import is_public_provider, normalized
from organisations.enums import Kind, Level, PartnerType
from organisations.keywords import name_key, terms
from organisations.lookups import StartsWith
from organisations.reference import departments, regions

# Where « Grigny » and « Seine-Saint-Denis » weigh the same, the town comes first.
LEVEL_ORDER = [Level.COMMUNE, Level.EPT, Level.EPCI, Level.OVERSEAS, Level.DEPARTMENT, Level.REGION]

# A merge can be undone for this long.
MERGE_UNDONE_FOR = timedelta(days=30)


class OrganisationQuerySet(models.QuerySet):
    def current(self):
        """Without what the official reference data no longer has, nor merged duplicates."""
        return self.filter(is_retired=False, merged_into=None)

    def adherent(self):
        """Members of the network today."""
        until = Q(member_until=None) | Q(member_until__gte=timezone.localdate())
        return self.filter(until, is_network_member=True)

    def visible_to(self, user):
        """Local authorities and the network are public; partner structures, which people of the
        platform describe, are for those who are signed in."""
        if user.is_authenticated and user.is_active:
            return self
        return self.exclude(kind=Kind.PARTNER)

    def of_kinds(self, kinds):
        return self.filter(kind__in=kinds) if kinds else self


class Organisation(TimeStamped):
    """A local authority of the official reference data, a partner structure, or the network."""

    kind = models.CharField(_("nature"), max_length=16, choices=Kind)
    level = models.CharField(_("niveau"), max_length=16, choices=Level, blank=True)
    partner_type = models.CharField(_("type"), max_length=24, choices=PartnerType, blank=True)
    name = models.CharField(_("nom"), max_length=200)
    # INSEE code of a commune, département or région; SIREN of an EPCI or EPT.
    code = models.CharField(_("code officiel"), max_length=12, null=True, blank=True)
    siren = models.CharField(_("SIREN"), max_length=9, null=True, blank=True)
    postcodes = models.CharField(_("codes postaux"), max_length=400, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    department_code = models.CharField(_("département"), max_length=3, blank=True)
    region_code = models.CharField(_("région"), max_length=3, blank=True)
    # The last year of the reference data that has it; empty for what was entered by hand.
    reference_year = models.PositiveSmallIntegerField(
        _("millésime"), null=True, blank=True, editable=False
    )
    is_retired = models.BooleanField(_("n’existe plus"), default=False, editable=False)
    # The name as it is compared: see keywords.name_key.
    key = models.CharField(max_length=200, editable=False, default="")
    # What directories are sorted by, an index each. It is not the whole truth: a membership with a
    # last day ends by itself, see `is_adherent`.
    is_network_member = models.BooleanField(_("adhérente au réseau"), default=False)
    member_since = models.DateField(_("adhérente depuis"), null=True, blank=True)
    member_until = models.DateField(_("adhérente jusqu’au"), null=True, blank=True)
    website = models.URLField(_("site internet"), blank=True)
    description = models.TextField(_("présentation"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The organisation that this one was found to be: its page leads there.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="duplicates"
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "code"], condition=~Q(code=None), name="organisation_code_once"
            ),
            models.CheckConstraint(
                condition=Q(member_since=None)
                | Q(member_until=None)
                | Q(member_until__gte=F("member_since")),
                name="organisation_member_period",
            ),
        ]
        indexes = [
            models.Index(fields=["key"], name="organisation_key"),
            models.Index(fields=["code"], name="organisation_code"),
            models.Index(fields=["siren"], name="organisation_siren"),
            # The directory: members of the network, then by name; by level, by département.
            models.Index(
                fields=["kind", "-is_network_member", "key", "id"],
                condition=Q(is_retired=False),
                name="organisation_by_name",
            ),
            models.Index(
                fields=["kind", "level", "-is_network_member", "key", "id"],
                condition=Q(is_retired=False),
                name="organisation_by_level",
            ),
            models.Index(
                fields=["department_code", "kind", "-is_network_member", "key", "id"],
                condition=Q(is_retired=False),
                name="organisation_by_department",
            ),
            models.Index(
                fields=["kind", "key", "id"],
                condition=Q(is_network_member=True),
                name="organisation_members",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        """Save, and keep what it is found by in step."""
        self.key = name_key(self.name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "key"}
        super().save(*args, **kwargs)
        SearchTerm.objects.filter(organisation=self).delete()
        SearchTerm.objects.bulk_create(
            SearchTerm(organisation=self, kind=self.kind, term=term, weight=weight)
            for term, weight in self.search_terms().items()
        )

    def search_terms(self, alias: str = "") -> dict[str, int]:
        """The words it is found by, with their weight; none once it no longer exists."""
        if self.is_gone:
            return {}
        return terms(
            name=self.name,
            alias=alias,
            level=self.level,
            postcodes=self.postcodes,
            population=self.population,
        )

    @property
    def is_gone(self) -> bool:
        """No longer in the official reference data, or merged into another: nothing is added."""
        return self.is_retired or self.merged_into_id is not None

    @property
    def is_adherent(self) -> bool:
        """Whether it is a member of the network today, its last day included."""
        return self.is_network_member and (
            self.member_until is None or self.member_until >= timezone.localdate()
        )

    @property
    def what(self) -> str:
        """What it is, in a word: « Commune », « Régie de quartier »…"""
        return (
            self.get_level_display() or self.get_partner_type_display() or self.get_kind_display()
        )

    @property
    def label(self) -> str:
        """Its name with what tells it from its homonyms: « Grigny (91) »."""
        place = self.department_code
        return f"{self.name} ({place})" if place and self.level != Level.DEPARTMENT else self.name

    @property
    def detail(self) -> str:
        """What it is, where, how big: « Commune · Essonne (91) · 27 000 habitants »."""
        parts = [str(self.what)]
        if self.department_name and self.level not in {Level.DEPARTMENT, Level.OVERSEAS}:
            parts.append(f"{self.department_name} ({self.department_code})")
        elif self.region_name and self.level == Level.DEPARTMENT:
            parts.append(self.region_name)
        if self.population is not None:
            parts.append(
                ngettext("%(number)s habitant", "%(number)s habitants", self.population)
                % {"number": self.population_text}
            )
        return " · ".join(parts)

    @property
    def population_text(self) -> str:
        """Its population as one reads it: « 27 000 », "" when unknown."""
        return "" if self.population is None else thousands(self.population)

    @property
    def department_name(self) -> str:
        return departments().get(self.department_code, "")

    @property
    def region_name(self) -> str:
        return regions().get(self.region_code, "")


class SearchTerm(models.Model):
    """A word an organisation is found by (ASCII letters and digits; see keywords.terms)."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="words", db_index=False
    )
    kind = models.CharField(max_length=16)
    term = models.CharField(max_length=48)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("mot de recherche")
        verbose_name_plural = _("mots de recherche")
        indexes = [
            # Everything a search reads, so that it never visits the table. The operator class is
            # PostgreSQL's: with it, LIKE 'word%' uses the index whatever the collation.
            models.Index(
                fields=["term", "weight", "kind", "organisation"],
                opclasses=["varchar_pattern_ops", "int2_ops", "text_ops", "int8_ops"],
                name="search_term_prefix",
            ),
            models.Index(
                fields=["organisation", "term"],
                opclasses=["int8_ops", "varchar_pattern_ops"],
                name="search_term_of",
            ),
        ]

    def __str__(self) -> str:
        return self.term


SearchTerm._meta.get_field("term").register_lookup(StartsWith)


class AffiliationQuerySet(models.QuerySet):
    def current(self, on: date | None = None):
        """Places held today (or on that day)."""
        return self.filter(Q(until=None) | Q(until__gt=on or timezone.localdate()))

    def verified(self):
        """Those somebody vouched for."""
        return self.filter(verified_at__isnull=False)

    def waiting(self):
        """Claims that nobody has confirmed or refused yet."""
        return self.current().filter(verified_at=None, user__is_active=True)


class Affiliation(TimeStamped):
    """A person's place in an organisation: unverified until a facilitator or referent confirms, or
    an address of hers at a domain listed for the organisation."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="affiliations")
    function = models.CharField(_("fonction"), max_length=120, blank=True)
    since = models.DateField(_("depuis"), null=True, blank=True)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    is_referent = models.BooleanField(_("référent·e"), default=False)
    verified_at = models.DateTimeField(_("confirmée le"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The listed domain of her address, where that confirmed it and nobody else.
    verified_domain = models.CharField(max_length=253, blank=True, editable=False)
    # Refused, it ended that very day, with what was answered.
    refused_at = models.DateTimeField(_("refusée le"), null=True, blank=True, editable=False)
    refusal = models.TextField(_("message"), blank=True, editable=False)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("rattachement")
        verbose_name_plural = _("rattachements")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=Q(until=None), name="affiliation_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "created_at"],
                condition=Q(verified_at=None),
                name="affiliation_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"

    @property
    def is_verified(self) -> bool:
        """Whether somebody vouched for it; if not, it is shown as « à confirmer »."""
        return self.verified_at is not None


class OrganisationDomain(TimeStamped):
    """A domain whose addresses are those of an organisation's people, as an administrator says."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="domains")
    # See domains.normalized.
    domain = models.CharField(_("domaine"), max_length=253)
    listed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("domaine de messagerie")
        verbose_name_plural = _("domaines de messagerie")
        ordering = ["domain", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "domain"], name="domain_once"),
        ]

    def __str__(self) -> str:
        return self.domain

    def save(self, *args, **kwargs):
        """Refuse, wherever it comes from, a domain that would vouch for anybody."""
        self.domain = normalized(self.domain)
        if not self.domain or is_public_provider(self.domain):
            raise ValueError(f"{self.domain!r} vouches for nobody")
        super().save(*args, **kwargs)


class OrganisationMerge(models.Model):
    """That `merged` was found to be `survivor`; can be undone for a while."""

    survivor = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("date"), default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("défaite le"), null=True)

    class Meta:
        verbose_name = _("fusion")
        verbose_name_plural = _("fusions")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.merged} → {self.survivor}"

    @property
    def can_be_undone(self) -> bool:
        """Not undone yet, and recent enough."""
        return self.undone_at is None and timezone.now() < self.at + MERGE_UNDONE_FOR


class MergedRow(models.Model):
    """One row that a merge moved: `field` of `model` `row` named the duplicate before."""

    merge = models.ForeignKey(OrganisationMerge, models.CASCADE, related_name="rows")
    model = models.CharField(max_length=100)
    field = models.CharField(max_length=64)
    row = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("ligne déplacée")
        verbose_name_plural = _("lignes déplacées")

    def __str__(self) -> str:
        return f"{self.model} {self.row} {self.field}"
