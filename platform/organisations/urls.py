"""Directory of organisations."""

from django.urls import path

from organisations import views

app_name = "organisations"
urlpatterns = [
    path("organisations/recherche/", views.search_results, name="search"),
]
