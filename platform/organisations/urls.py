"""Directory of organisations, and where people work."""

from django.urls import path

from organisations.views import affiliations, claims, domains, merges, organisations

app_name = "organisations"
urlpatterns = [
    path("collectivites/", organisations.collectivities, name="collectivities"),
    path("partenaires/", organisations.partners, name="partners"),
    path("partenaires/nouveau/", organisations.partner_create, name="partner_create"),
    path("organisations/recherche/", organisations.search_results, name="search"),
    path("organisations/demandes/", claims.claims, name="claims"),
    path("organisations/demandes/<int:pk>/confirmer/", claims.confirm, name="claim_confirm"),
    path("organisations/demandes/<int:pk>/refuser/", claims.refuse, name="claim_refuse"),
    path("organisations/fusions/", merges.merges, name="merges"),
    path("organisations/fusions/<int:pk>/defaire/", merges.undo, name="merge_undo"),
    path("organisations/<int:pk>/", organisations.detail, name="detail"),
    path("organisations/<int:pk>/modifier/", organisations.edit, name="edit"),
    path("organisations/<int:pk>/reseau/", organisations.mark_member, name="mark_member"),
    path("organisations/<int:pk>/domaines/", domains.domains, name="domains"),
    path(
        "organisations/<int:pk>/domaines/<int:domain_pk>/retirer/",
        domains.unlist,
        name="domain_unlist",
    ),
    path(
        "organisations/<int:organisation_pk>/personnes/<int:pk>/confirmer/",
        affiliations.verify,
        name="affiliation_verify",
    ),
    path(
        "organisations/<int:organisation_pk>/personnes/<int:pk>/terminer/",
        affiliations.end,
        name="affiliation_end",
    ),
    path(
        "organisations/<int:organisation_pk>/personnes/<int:pk>/referent/",
        affiliations.referent,
        name="affiliation_referent",
    ),
    path("compte/rattachements/", affiliations.mine, name="affiliations"),
    path(
        "compte/rattachements/<int:pk>/terminer/",
        affiliations.end_mine,
        name="affiliation_end_mine",
    ),
]
