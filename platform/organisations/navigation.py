"""What organisations add to the frame of every page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import registry
from common.navigation import Destination, destinations


def register() -> None:
    """Called once, when the app is ready."""
    registry.add(
        destinations,
        Destination(
            key="collectivities",
            order=20,
            label=_("Collectivités"),
            icon="map",
            url=lambda: reverse("organisations:collectivities"),
            visitors=True,
            bar=True,
        ),
    )
    registry.add(
        destinations,
        Destination(
            key="partners",
            order=30,
            label=_("Partenaires"),
            icon="building-office-2",
            url=lambda: reverse("organisations:partners"),
        ),
    )
    registry.add(
        registry.profile_panels,
        registry.Panel(
            key="affiliations",
            order=10,
            template="organisations/_profile_panel.html",
            context=my_places,
        ),
    )


def my_places(user, person, access) -> dict:
    """Where `person` works, for her own profile. One query."""
    places = person.affiliations.current().select_related("organisation")
    return {"places": places.order_by("organisation__name", "pk")}
