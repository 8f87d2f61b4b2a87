"""Production: every secret and address comes from the environment, and none has a default."""

from django.core.exceptions import ImproperlyConfigured

import config.checks  # noqa: F401  (registers what `manage.py check --database` asks)

from .base import *
from .base import DATABASE_POOL_SIZE, SITE_URL, env, share_connections

env.require(
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "SITE_URL",
)

PRODUCTION = True
DEBUG = False
DEMO = False
# Its accounts share a published password, and it shows everyone's e-mails.
if env.bool("DEMO", default=False):
    raise ImproperlyConfigured(
        "Le mode démonstration (DEMO) est refusé en production : retirez cette variable."
    )

SECRET_KEY = env("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured(
        "SECRET_KEY doit être une suite aléatoire d’au moins 50 caractères, par exemple : "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS doit nommer les adresses du site, sans « * ».")
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL doit être l’adresse publique du site, en https://.")

share_connections(DATABASE_POOL_SIZE or 12)
# Shared by the workers, and as safe as the database: throttling survives the loss of Redis.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

if not vars()["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
    raise ImproperlyConfigured("EMAIL_URL doit désigner un serveur SMTP (smtp+tls://…).")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.StaticStorage"},
}

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# A neighbouring host of the same domain can neither read nor plant this cookie.
SESSION_COOKIE_NAME = "__Host-chantiers_session"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# Only for a server that is not told by its own options which proxy to believe: uvicorn is.
if env.bool("TRUST_FORWARDED_PROTO", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
