"""Handing out stored files, once a view has decided that this person may have this one."""

from urllib.parse import quote

from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control

from common.uploads import clean_name

# Nothing runs, loads or submits from a file that somebody uploaded, whatever it holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def inline(request: HttpRequest, file: FieldFile, *, content_type: str) -> HttpResponse:
    """A picture made by us, to be shown in a page; asked again, 304 if it has not changed.

    Stored names are made once per content, so the name is the ETag. The browser keeps the file but
    asks each time, so that an access that ended shows nothing more.
    """
    etag = f'"{file.name.rsplit("/", 1)[-1]}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _guarded(HttpResponseNotModified(), etag)
    response = HttpResponse(_read(file.storage, file.name), content_type=content_type)
    response["Content-Disposition"] = "inline"
    return _guarded(response, etag)


def guarded_pdf(content: bytes, *, name: str) -> HttpResponse:
    """A PDF that we made, to be saved under `name` (ASCII)."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _guarded(response, "")


def attachment(file: FieldFile, *, name: str, content_type: str) -> HttpResponse:
    """A document, to be saved under `name`; never shown by the browser in our place."""
    response = HttpResponse(_read(file.storage, file.name), content_type=content_type)
    name = clean_name(name)
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    plain = plain.replace("\\", "_").replace('"', "_")
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return _guarded(response, "")


def _read(storage: Storage, name: str) -> bytes:
    """The whole file: uploads are capped at 25 MB, and under ASGI Django would gather a streamed
    file in memory all the same."""
    try:
        with storage.open(name, "rb") as file:
            return file.read()
    except FileNotFoundError as error:
        raise Http404 from error


def _guarded(response: HttpResponse, etag: str) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if etag:
        response["ETag"] = etag
        patch_cache_control(response, private=True, no_cache=True, max_age=0)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
