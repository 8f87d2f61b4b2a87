"""The live socket's address."""

websocket_urlpatterns = []
