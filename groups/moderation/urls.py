"""Addresses of moderation: reports, queue, acts, journal, answers."""

from django.urls import path

from groups.moderation import views

urlpatterns = [
    path("groupes/<slug:slug>/moderation/", views.queue, name="moderation_queue"),
    path("groupes/<slug:slug>/moderation/journal/", views.journal, name="moderation_journal"),
    path("espaces/<int:pk>/signaler/<slug:kind>/<int:target_pk>/", views.report, name="report"),
    path(
        "espaces/<int:pk>/moderation/<slug:kind>/<int:target_pk>/", views.moderate, name="moderate"
    ),
    path("espaces/<int:pk>/actes/<int:act_pk>/", views.act, name="moderation_act"),
    path("espaces/<int:pk>/actes/<int:act_pk>/repondre/", views.answer, name="moderation_answer"),
]
