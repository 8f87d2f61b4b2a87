"""One process, SQLite, everything in memory: what `script/server` runs."""

from .base import *
from .base import DATA_DIR, env

DEBUG = env.bool("DEBUG", default=True)
DEMO = env.bool("DEMO", default=True)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# Sessions of a development server protect nothing: production has no such default.
SECRET_KEY = env("SECRET_KEY", default="development-only-key-that-production-refuses")

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"

SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = True
