"""Addresses of the library."""

from django.urls import path

from groups.library.views import feeds, files, imports, keeping, public, writing

one = "ressources/<int:pk>/"
draft = "ressources/importer/<int:pk>/"

urlpatterns = [
    path("ressources/", public.library, name="library"),
    path("ressources/flux.atom", feeds.atom, name="library_feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("ressources/proposer/", writing.add, name="resource_add"),
    path("ressources/importer/", imports.start, name="resource_import"),
    path(draft, imports.preview, name="import_preview"),
    path(f"{draft}<int:position>/", imports.line, name="import_line"),
    path(f"{draft}valider/", imports.finish, name="import_finish"),
    path(f"{draft}abandonner/", imports.drop, name="import_drop"),
    path(one, public.resource, name="resource"),
    path(f"{one}modifier/", writing.edit, name="resource_edit"),
    path(f"{one}versions/", writing.versions, name="resource_versions"),
    path(
        f"{one}versions/<int:number>/reprendre/", writing.restore, name="resource_version_restore"
    ),
    path(f"{one}accepter/", keeping.accept, name="resource_accept"),
    path(f"{one}decliner/", keeping.decline, name="resource_decline"),
    path(f"{one}retirer/", keeping.remove, name="resource_remove"),
    path(f"{one}retablir/", keeping.restore, name="resource_restore"),
    path(f"{one}fichiers/", files.add, name="resource_file_add"),
    path(f"{one}fichiers/<int:file_pk>/", files.download, name="resource_file"),
    path(f"{one}fichiers/<int:file_pk>/retirer/", files.remove, name="resource_file_remove"),
]
