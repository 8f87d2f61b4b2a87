"""What the loader has already made, so that loading twice makes nothing twice.

Each thing that has a key is recorded once in the audit journal (« demo.loaded »). A second loading
leaves it alone, whatever people did to it since: renamed, edited or deleted.
"""

from collections.abc import Callable
from datetime import datetime

from django.apps import apps
from django.db import models

from audit.models import AuditEvent

ACTION = "demo.loaded"


class Registry:
    def __init__(self):
        self._known: dict[str, AuditEvent] = {
            event.data["key"]: event for event in AuditEvent.objects.filter(action=ACTION)
        }
        self._objects: dict[str, models.Model | None] = {}
        self.created = 0

    def once(self, key: str, make: Callable[[], models.Model]) -> tuple[models.Model | None, bool]:
        """(object of `key`, whether it was made now). None: people deleted it, so it stays gone."""
        if key in self._known:
            return self.get(key), False
        made = make()
        event = AuditEvent.objects.create(
            action=ACTION,
            target_type=made._meta.label_lower,
            target_id=str(made.pk),
            data={"key": key},
        )
        self._known[key] = event
        self._objects[key] = made
        self.created += 1
        return made, True

    def knows(self, key: str) -> bool:
        """Whether it was ever made."""
        return key in self._known

    def get(self, key: str) -> models.Model | None:
        """The object of `key` as it stands today."""
        if key not in self._objects:
            event = self._known[key]
            model = apps.get_model(event.target_type)
            self._objects[key] = model.objects.filter(pk=event.target_id).first()
        return self._objects[key]

    def loaded_at(self, key: str) -> datetime:
        """When the object of `key` was made: one changed later was changed by somebody."""
        return self._known[key].at
