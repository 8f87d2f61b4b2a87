"""Addresses of « Où en êtes-vous ? »."""

from django.urls import path

from experiments.silence import views

urlpatterns = [
    path("experimentations/<int:pk>/ou-en-etes-vous/", views.standing, name="standing"),
    path("ou-en-etes-vous/<str:token>/", views.by_link, name="standing_by_link"),
]
