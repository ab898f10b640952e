"""Tests: fast password hashes, mail in memory, no manifest; the database is chosen by `STEERCO_DATABASE`."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if "STEERCO_TEST_HOME" not in os.environ:
    os.environ["STEERCO_TEST_HOME"] = tempfile.mkdtemp(prefix="steerco-test-")
    atexit.register(shutil.rmtree, os.environ["STEERCO_TEST_HOME"], ignore_errors=True)
os.environ["STEERCO_HOME"] = os.environ["STEERCO_TEST_HOME"]
os.environ.setdefault("STEERCO_SECRET_KEY", "of the tests only")

from steerco.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name} for name in ("default", "drawn")}
STORAGES = {
    **STORAGES,  # noqa: F405
    # Each process its own: two databases give two files one name, and one process would take away the other's.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files" / os.environ.get("PYTEST_XDIST_WORKER", "alone")},  # noqa: F405
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
JOB_QUEUE = "memory"
API_LIMITS = "process"
ALLOWED_HOSTS = ["*"]
if not os.environ.get("STEERCO_DATABASE"):
    DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"}  # noqa: F405  (a file: threads share it as they do in use)
elif os.environ.get("STEERCO_TEST_TEMPLATE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ["STEERCO_TEST_TEMPLATE"]}  # noqa: F405  (migrated once for all processes)
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405  (a thread of the live server that waits for a browser keeps none open)
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
