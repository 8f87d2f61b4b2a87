"""Every write of the library."""

import uuid
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.services import record
from common.rules import RuleError
from common.text import fold
from common.uploads import CheckedFile
from groups.library.content import FIELDS, content_of, fields_of
from groups.library.enums import Kind, State
from groups.library.models import Keyword, Resource, ResourceFile, ResourceVersion
from organisations.models import Organisation


class AlreadyDecidedError(RuleError):
    message = _("Quelqu’un vient de décider pour cette ressource. Rien n’a été changé.")


@transaction.atomic
def suggest_resource(*, by, client_id: uuid.UUID | None = None, **content) -> Resource:
    """Propose a resource; a facilitator then decides. The same `client_id` sent twice is one."""
    return _created(State.SUGGESTED, by, client_id, content)


@transaction.atomic
def add_resource(*, by, client_id: uuid.UUID | None = None, **content) -> Resource:
    """Put a resource in the library at once: for who keeps it."""
    return _created(State.ACCEPTED, by, client_id, content)


def _created(state: str, by, client_id, content: dict) -> Resource:
    client_id = client_id or uuid.uuid4()
    known = Resource.objects.filter(client_id=client_id, suggested_by=by).first()
    if known is not None:
        return known
    if Resource.objects.filter(client_id=client_id).exists():
        client_id = uuid.uuid4()
    resource = Resource(state=state, suggested_by=by, client_id=client_id)
    if state == State.ACCEPTED:
        resource.accepted_at, resource.decided_by = timezone.now(), by
    write_resource(resource, content, by)
    _recorded(f"resource.{state}", by, resource)
    return resource


def write_resource(resource: Resource, content: dict, by) -> None:
    """Give `resource` this content, and keep it as a version."""
    words = content.pop("keywords", [])
    organisations = content.pop("organisations", None)
    for name, value in content.items():
        if name not in FIELDS:
            raise TypeError(f"{name!r} is no field of a resource")
        setattr(resource, name, value)
    resource.find_by(words)
    resource.save()
    keywords = keywords_named(words)
    resource.keywords.set(keywords)
    if organisations is not None:
        resource.organisations.set(organisations)
    _keep_version(resource, [each.label for each in keywords], by)


def _keep_version(resource: Resource, keywords: list[str], by) -> None:
    ids = list(resource.organisations.values_list("pk", flat=True))
    content = content_of(resource, keywords, ids)
    newest = resource.versions.first()
    if newest is None or newest.content != content:
        number = newest.number + 1 if newest else 1
        ResourceVersion.objects.create(resource=resource, number=number, content=content, author=by)


def keywords_named(words: Iterable[str]) -> list[Keyword]:
    """The keywords of these words, made where they are missing, in order."""
    asked = {key: word for word in words if (key := fold(word))}
    found = {each.key: each for each in Keyword.objects.filter(key__in=asked)}
    missing = [Keyword(label=word, key=key) for key, word in asked.items() if key not in found]
    if missing:
        Keyword.objects.bulk_create(missing, ignore_conflicts=True)
        found = {each.key: each for each in Keyword.objects.filter(key__in=asked)}
    return [found[key] for key in asked if key in found]


@transaction.atomic
def edit_resource(*, resource: Resource, by, **content) -> Resource:
    """Change what it says; what it said is kept as a version."""
    resource = _locked(resource)
    write_resource(resource, content, by)
    _recorded("resource.edited", by, resource)
    return resource


@transaction.atomic
def restore_version(*, resource: Resource, version: ResourceVersion, by) -> Resource:
    """Have it say again what it said; organisations that are gone since stay so."""
    content = fields_of(version.content)
    there = Organisation.objects.filter(pk__in=content["organisations"])
    content["organisations"] = list(there)
    return edit_resource(resource=resource, by=by, **content)


def _locked(resource: Resource) -> Resource:
    return Resource.objects.select_for_update().get(pk=resource.pk)


@transaction.atomic
def accept_resource(*, resource: Resource, by) -> Resource:
    """Put a suggestion in the library, or back what was declined. Twice is once."""
    resource = _locked(resource)
    if resource.state == State.ACCEPTED:
        return resource
    if resource.state == State.REMOVED:
        raise AlreadyDecidedError
    resource.state, resource.refusal = State.ACCEPTED, ""
    return _decided(resource, by, "resource.accepted")


@transaction.atomic
def decline_resource(*, resource: Resource, by, reason: str) -> Resource:
    """Say why a suggestion is not kept; whoever made it reads it. Raises AlreadyDecidedError."""
    resource = _locked(resource)
    if resource.state != State.SUGGESTED:
        raise AlreadyDecidedError
    resource.state, resource.refusal = State.DECLINED, reason
    return _decided(resource, by, "resource.declined")


@transaction.atomic
def remove_resource(*, resource: Resource, by) -> Resource:
    """Take it out of the library; it can be brought back."""
    resource = _locked(resource)
    resource.state = State.REMOVED
    return _decided(resource, by, "resource.removed")


@transaction.atomic
def restore_resource(*, resource: Resource, by) -> Resource:
    """Bring a removed resource back into the library."""
    resource = _locked(resource)
    resource.state = State.ACCEPTED
    return _decided(resource, by, "resource.restored")


def _decided(resource: Resource, by, action: str) -> Resource:
    resource.decided_by = by
    if resource.state == State.ACCEPTED and resource.accepted_at is None:
        resource.accepted_at = timezone.now()
    resource.save(update_fields=["state", "refusal", "decided_by", "accepted_at", "updated_at"])
    _recorded(action, by, resource)
    return resource


@transaction.atomic
def add_file(
    *, resource: Resource, by, file: CheckedFile | None = None, url: str = "", label: str = ""
) -> ResourceFile:
    """Join a checked file or an address; the same content twice is there once."""
    resource = _locked(resource)
    same = resource.files.filter(url=url) if url else resource.files.filter(sha256=file.sha256)
    known = same.first()
    if known is not None:
        return known
    joined = ResourceFile(resource=resource, label=label, url=url)
    if file is not None:
        joined.filename, joined.content_type = file.name, file.content_type
        joined.size, joined.sha256 = file.size, file.sha256
        joined.file.save("", ContentFile(file.content), save=False)
    joined.save()
    _recorded("resource.file_added", by, resource)
    return joined


@transaction.atomic
def remove_file(*, file: ResourceFile, by) -> None:
    """Take a file or an address away, and its content from the disk once that is sure."""
    stored, resource = file.file, file.resource
    file.delete()
    if stored:
        transaction.on_commit(lambda: stored.storage.delete(stored.name))
    _recorded("resource.file_removed", by, resource)


@transaction.atomic
def put_on_shelf(*, shelf: str, pk: int, by=None, **content) -> Resource:
    """Have what a higher app publishes appear in the library, as it says now."""
    resource = Resource.objects.filter(shelf=shelf, shelf_pk=pk).first()
    if resource is None:
        resource = Resource(shelf=shelf, shelf_pk=pk, accepted_at=timezone.now())
    resource.state = State.ACCEPTED
    write_resource(resource, {"kind": Kind.SHEET, **content}, by)
    return resource


def _recorded(action: str, by, resource: Resource) -> None:
    record(action=action, actor=by, target=resource)
