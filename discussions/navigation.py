"""What discussions add to the frame of every page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import registry
from common.navigation import Destination, destinations


def register() -> None:
    """Called once, when the app is ready."""
    registry.add(
        destinations,
        Destination(
            key="discussions",
            order=5,
            label=_("Discussions"),
            icon="chat-bubble-left-right",
            url=lambda: reverse("my_threads"),
            personal=True,
            bar=True,
        ),
    )
