"""A server behind TLS: secure cookies, HSTS, secrets and mail from the environment only."""

from __future__ import annotations

import os

from steerco.config.settings import *  # noqa: F403  (settings extend settings; this is Django's own idiom)

SECRET_KEY = os.environ["STEERCO_SECRET_KEY"]
DEBUG = False
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
if ALLAUTH_TRUSTED_PROXY_COUNT:  # noqa: F405  (without a proxy anybody could send the header)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("STEERCO_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("STEERCO_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("STEERCO_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("STEERCO_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("STEERCO_MAIL_TLS") == "1"
