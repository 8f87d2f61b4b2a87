"""The only way into the audit journal."""

from django.db import models

from audit.models import AuditEvent


def record(
    *,
    action: str,
    actor=None,
    target: models.Model | None = None,
    group_id: int | None = None,
    space_id: int | None = None,
    **data,
) -> AuditEvent:
    """Append one act. `action` is `<noun>.<verb in the past>` (`membership.ended`); `data` holds
    identifiers and codes only, never names or words that people wrote."""
    return AuditEvent.objects.create(
        action=action,
        actor_id=getattr(actor, "pk", None),
        group_id=group_id,
        space_id=space_id,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        data=data,
    )
