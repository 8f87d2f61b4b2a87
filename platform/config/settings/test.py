"""Tests: SQLite in a file unless DATABASE_URL names another; nothing leaves the process."""

import os
import tempfile
from pathlib import Path

from .base import *
from .base import CHANNEL_LAYERS, CHANNEL_PREFIX, DATABASES, REDIS_URL

DEBUG = False
DEMO = False
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# A journey gives a real SMTP server.
if not os.environ.get("EMAIL_URL"):
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="chantiers-test-"))
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # In a file: threads and processes must see each other's writes, as they do in service.
    DATABASES["default"]["TEST"] = {"NAME": str(MEDIA_ROOT / "test.sqlite3")}
# Test processes that share one Redis must not hear each other.
CHANNEL_PREFIX += os.environ.get("PYTEST_XDIST_WORKER", "")
if REDIS_URL:
    CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = CHANNEL_PREFIX
