"""Collecting static files while the image is built: production's storage, and no secret at all."""

from .base import *

DEBUG = False
SECRET_KEY = "signs-nothing-while-static-files-are-collected"  # noqa: S105
ALLOWED_HOSTS = []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.StaticStorage"},
}
