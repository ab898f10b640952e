"""Tests: fast password hashes, mail in memory, no manifest; the database is chosen by `STEERCO_DATABASE`."""

from __future__ import annotations

import os
import tempfile

os.environ["STEERCO_HOME"] = os.environ.get("STEERCO_TEST_HOME") or tempfile.mkdtemp(prefix="steerco-test-")

from steerco.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["*"]
