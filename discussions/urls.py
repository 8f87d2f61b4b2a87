"""Addresses of discussions; the live socket's is in routing.py."""

from django.urls import path

from discussions.views import about, files, messages, moving, searching, threads

urlpatterns = [
    path("groupes/<slug:slug>/discussions/", threads.group_threads, name="group_threads"),
    path("espaces/<int:pk>/discussions/", threads.space_threads, name="space_threads"),
    path("espaces/<int:pk>/discussions/nouveau/", threads.thread_new, name="thread_new"),
    path("espaces/<int:pk>/discussions/lu/", threads.all_read, name="threads_all_read"),
    path("discussions/", threads.my_threads, name="my_threads"),
    path("discussions/pastilles", threads.badges, name="badges"),
    path("discussions/<int:pk>/", threads.thread, name="thread"),
    path("discussions/<int:pk>/changes", threads.changes, name="thread_changes"),
    path("discussions/<int:pk>/recherche/", searching.search_thread, name="thread_search"),
    path("discussions/<int:pk>/modifier/", about.edit, name="thread_edit"),
    path("discussions/<int:pk>/personnes", threads.people, name="thread_people"),
    path("discussions/<int:pk>/suivi/", about.attend, name="thread_attend"),
    path("discussions/<int:pk>/reponse/", about.resolve, name="thread_resolve"),
    path("discussions/<int:pk>/lu/", threads.mark_read, name="thread_read"),
    path("discussions/<int:pk>/deplacer/", moving.choose, name="thread_move"),
    path("discussions/<int:pk>/deplacer/<int:space_pk>/", moving.move, name="thread_move_to"),
    path("discussions/<int:pk>/fichiers/<int:file_pk>/", files.attachment, name="attachment"),
    path(
        "discussions/<int:pk>/fichiers/<int:file_pk>/vignette/",
        files.thumbnail,
        name="attachment_thumbnail",
    ),
    path("discussions/<int:pk>/messages/<int:message_pk>/", messages.message, name="message"),
    path(
        "discussions/<int:pk>/messages/<int:message_pk>/modifier/",
        messages.edit,
        name="message_edit",
    ),
    path(
        "discussions/<int:pk>/messages/<int:message_pk>/reagir/",
        messages.react,
        name="message_react",
    ),
    path(
        "discussions/<int:pk>/messages/<int:message_pk>/supprimer/",
        messages.remove,
        name="message_remove",
    ),
    path(
        "discussions/<int:pk>/messages/<int:message_pk>/retablir/",
        messages.restore,
        name="message_restore",
    ),
]
