"""Every address of the site, by app."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# One way in, the one that is throttled: not the sign-in form of the administration.
admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("home.urls")),
    path("compte/", include("accounts.urls")),
    path("compte/", include("allauth.urls")),
    path("", include("organisations.urls")),
    path("", include("groups.urls")),
    path("", include("groups.moderation.urls")),
    path("", include("groups.documents.urls")),
    path("", include("groups.library.urls")),
    path("", include("experiments.urls")),
    path("", include("experiments.vocabularies.urls")),
    path("", include("experiments.indicators.urls")),
    path("", include("experiments.drafts.urls")),
    path("", include("experiments.silence.urls")),
    path("", include("experiments.sites.urls")),
    path("", include("experiments.sheets.urls")),
    path("", include("experiments.spread.urls")),
    path("", include("experiments.exports.urls")),
    path("", include("experiments.booklets.urls")),
    path("", include("discussions.urls")),
    path("", include("common.urls")),
    path("administration/", admin.site.urls),
]

handler400 = "common.views.bad_request"
handler403 = "common.views.permission_denied"
handler404 = "common.views.not_found"
handler500 = "common.views.server_error"
