"""What network administrators may look at; every change goes through the services."""

from django.contrib import admin

from organisations.models import Affiliation, Organisation, OrganisationDomain, OrganisationMerge


class ReadOnly(admin.ModelAdmin):
    """Looks, changes nothing."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(ReadOnly):
    list_display = ["name", "kind", "level", "code", "department_code", "is_network_member"]
    list_filter = ["kind", "level", "is_network_member", "is_retired"]
    search_fields = ["key", "code", "siren"]
    show_full_result_count = False


@admin.register(Affiliation)
class AffiliationAdmin(ReadOnly):
    list_display = ["user", "organisation", "function", "until", "is_referent", "verified_at"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__email", "organisation__key"]


@admin.register(OrganisationDomain)
class OrganisationDomainAdmin(ReadOnly):
    list_display = ["domain", "organisation", "listed_by", "created_at"]
    list_select_related = ["organisation", "listed_by"]
    search_fields = ["domain", "organisation__key"]


@admin.register(OrganisationMerge)
class OrganisationMergeAdmin(ReadOnly):
    list_display = ["survivor", "merged", "by", "at", "undone_at"]
    list_select_related = ["survivor", "merged", "by"]
