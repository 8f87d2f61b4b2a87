"""Health and the interface kit."""

urlpatterns = []
