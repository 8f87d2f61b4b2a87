from django.urls import path

from home import offline, views

urlpatterns = [
    path("", views.home, name="home"),
    path("hors-ligne/", offline.page, name="offline"),
    path("service-worker.js", offline.service_worker, name="service_worker"),
]
