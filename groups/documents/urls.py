"""Addresses of documents."""

from django.urls import path

from groups.documents import views

urlpatterns = [
    path("groupes/<slug:slug>/documents/", views.group_documents, name="group_documents"),
    path("espaces/<int:pk>/documents/", views.space_documents, name="space_documents"),
    path("espaces/<int:pk>/documents/nouveau/", views.add, name="document_add"),
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/modifier/", views.edit, name="document_edit"),
    path("documents/<int:pk>/versions/nouvelle/", views.add_version, name="version_add"),
    path("documents/<int:pk>/supprimer/", views.remove, name="document_remove"),
    path("documents/<int:pk>/retablir/", views.restore, name="document_restore"),
    path(
        "documents/<int:pk>/versions/<int:number>/telecharger/",
        views.download,
        name="document_download",
    ),
]
