"""Addresses of booklets."""

from django.urls import path

from experiments.booklets import views

room = "groupes/<slug:slug>/recueils/"
one = f"{room}<int:pk>/"

urlpatterns = [
    path(room, views.booklets, name="booklets"),
    path(f"{room}nouveau/", views.new, name="booklet_new"),
    path(one, views.booklet, name="booklet"),
    path(f"{one}pdf/", views.pdf, name="booklet_pdf"),
    path(f"{one}refaire/", views.again, name="booklet_again"),
    path(f"{one}jeter/", views.drop, name="booklet_drop"),
]
