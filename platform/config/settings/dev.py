"""One process, SQLite, everything in memory: what `script/server` runs."""

from .base import *
from .base import env

# Off, so that everyone sees the designed error pages; a developer sets DEBUG=1.
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=True)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# Sessions of a development server protect nothing: production has no such default.
SECRET_KEY = env("SECRET_KEY", default="development-only-key-that-production-refuses")

SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = True

TASKS = {"default": {"BACKEND": "common.tasks.EmbeddedBackend"}}
