"""What the library adds to the frame of every page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import registry
from common.navigation import Destination, destinations


def register() -> None:
    """Called once, when the app is ready."""
    registry.add(
        destinations,
        Destination(
            key="library",
            order=25,
            label=_("Bibliothèque"),
            icon="book-open",
            url=lambda: reverse("library"),
            visitors=True,
        ),
    )
