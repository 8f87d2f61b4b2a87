"""The profile; sign-in and sign-up are allauth's."""

urlpatterns = []
