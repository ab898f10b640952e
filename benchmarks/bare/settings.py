"""Settings of the floor: Django alone, no middleware, cached templates."""

from __future__ import annotations

import os
from pathlib import Path

from steerco.config import settings as ours

SECRET_KEY = "a benchmark keeps no secret"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "benchmarks.bare.urls"
WSGI_APPLICATION = "benchmarks.bare.wsgi.application"
INSTALLED_APPS = ["benchmarks.bare"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [Path(__file__).parent / "templates"]}]
DATABASES = {"default": ours.database(Path(os.environ["BARE_HOME"]))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
