"""Production: every secret and address comes from the environment, and none has a default."""

from .base import *
from .base import env

DEBUG = False
DEMO = False
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
