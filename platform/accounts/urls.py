"""The profile; sign-in and sign-up are allauth's."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("profil/", views.profile, name="account_profile"),
]
