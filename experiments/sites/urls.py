"""Addresses of places."""

from django.urls import path

from experiments.sites import views

one = "experimentations/<int:pk>/lieux/"

urlpatterns = [
    path(f"{one}ajouter/", views.add, name="site_add"),
    path(f"{one}<int:site_pk>/modifier/", views.edit, name="site_edit"),
    path(f"{one}<int:site_pk>/retirer/", views.remove, name="site_remove"),
]
