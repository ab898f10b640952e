"""The embedded installation: SQLite in one folder, no server beside it. Every other setting builds on this one."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

HOME = Path(os.environ.get("STEERCO_HOME") or Path.cwd() / ".steerco").expanduser().resolve()
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
PACKAGE = Path(__file__).resolve().parent.parent


def _kept_secret() -> str:
    """The signing key of this installation, made once and kept beside its database, readable by its owner only."""
    path = HOME / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def origin_of(address: str) -> str:
    """The origin of an address, as the policy of a page names it; empty for no address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


SECRET_KEY = os.environ.get("STEERCO_SECRET_KEY") or _kept_secret()
DEBUG = os.environ.get("STEERCO_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("STEERCO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("STEERCO_ORIGINS", "").split(",") if origin]
ADDRESS = os.environ.get("STEERCO_ADDRESS") or next(iter(CSRF_TRUSTED_ORIGINS), "http://localhost:8000")  # what links in mails begin with

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "steerco.foundation.ui",
    "steerco.foundation.organisations",
    "steerco.foundation.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "steerco.foundation.access",
    "steerco.foundation.ledger",
    "steerco.foundation.tasks",
    "steerco.foundation.search",
    "steerco.foundation.exports",
    "steerco.foundation.registers",
    "steerco.foundation.fields",
    "steerco.foundation.differences",
    "steerco.foundation.audits",
    "steerco.foundation.comments",
    "steerco.foundation.documents",
    "steerco.foundation.notices",
    "steerco.foundation.subscriptions",
    "steerco.foundation.webhooks",
    "steerco.foundation.imports",
    "steerco.foundation.api",
    "steerco.capabilities.people",
    "steerco.capabilities.entitlements",
    "steerco.capabilities.provisioning.apps.ProvisioningConfig",
    "steerco.capabilities.projects",
    "steerco.capabilities.raid",
    "steerco.capabilities.status",
    "steerco.capabilities.returns",
    "steerco.capabilities.reporting",
    "steerco.capabilities.health",
    "steerco.capabilities.escalations",
    "steerco.capabilities.meetings",
    "steerco.capabilities.work",
    "steerco.capabilities.scorecards",
    "steerco.capabilities.exposures",
    "steerco.capabilities.dossiers",
    "steerco.capabilities.explanations",
    "steerco.capabilities.movements",
    "steerco.capabilities.dashboards",
    "steerco.capabilities.worklists",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "steerco.foundation.ui.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "steerco.foundation.ui.compressing.CompressingMiddleware",
    "steerco.foundation.api.middleware.ProblemMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "steerco.foundation.access.middleware.PlainTextMiddleware",
    "steerco.foundation.ui.shell.TokenMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "steerco.foundation.access.middleware.ActorMiddleware",
    "steerco.foundation.registers.refusing.RefusalMiddleware",
]

ROOT_URLCONF = "steerco.interfaces.urls"
WSGI_APPLICATION = "steerco.config.wsgi.application"

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "steerco.foundation.ui.templatetags.steerco",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "steerco.foundation.ui.context.shell",
            ],
        },
    }
]

FORM_RENDERER = "steerco.foundation.ui.controls.Controls"

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-20000;"
        "PRAGMA temp_store=MEMORY;PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;"
    ),
}


def database(home: Path) -> dict[str, Any]:
    """PostgreSQL where `STEERCO_DATABASE` names one (`name=… host=… user=…`), else one SQLite file in `home`."""
    described = os.environ.get("STEERCO_DATABASE", "")
    if described:
        named = dict(pair.split("=", 1) for pair in described.split())
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": named.get("name", "steerco"),
            "HOST": named.get("host", ""),
            "PORT": named.get("port", ""),
            "USER": named.get("user", ""),
            "PASSWORD": named.get("password", "") or os.environ.get("STEERCO_DATABASE_PASSWORD", ""),
            "OPTIONS": {"options": "-c jit=off"},  # compiling a page's query cost 320 ms where running it cost 3
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "steerco.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_DRAWN = "dummy.DummyCache" if DEBUG else "locmem.LocMemCache"  # who works on templates wants to see them anew
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kept", "OPTIONS": {"MAX_ENTRIES": 100_000}},
    "drawn": {"BACKEND": f"django.core.cache.backends.{_DRAWN}", "LOCATION": "drawn", "OPTIONS": {"MAX_ENTRIES": 1000}},
}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["steerco.foundation.accounts.sessions.Accounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "steerco.foundation.accounts.adapter.ClosedSignup"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key", "reset_password": "20/m/ip,5/m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are made by the office, so the address is known to be right
MFA_TOTP_ISSUER = "Steerco"
MFA_ADAPTER = "steerco.foundation.accounts.second_factors.SecondFactors"
SOCIALACCOUNT_ADAPTER = "steerco.foundation.accounts.single_sign_on.SignOn"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_ISSUER = os.environ.get("STEERCO_OIDC_ISSUER", "").rstrip("/")
OIDC_GROUPS_CLAIM = os.environ.get("STEERCO_OIDC_GROUPS", "groups")
OIDC_TRUSTS_EMAIL = os.environ.get("STEERCO_OIDC_TRUST_EMAIL") == "1"
_OIDC_ORIGINS = [each for each in os.environ.get("STEERCO_OIDC_ORIGINS", "").split(",") if each]
_OIDC_APP = {
    "provider_id": "office",
    "name": os.environ.get("STEERCO_OIDC_NAME", "your organisation"),
    "client_id": os.environ.get("STEERCO_OIDC_CLIENT", ""),
    "secret": os.environ.get("STEERCO_OIDC_SECRET", ""),
    "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True},
}
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [_OIDC_APP] if OIDC_ISSUER else [],
        "SCOPE": os.environ.get("STEERCO_OIDC_SCOPES", "openid profile email").split(),
    }
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("STEERCO_PROXIES", "0"))
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "outbox"
DEFAULT_FROM_EMAIL = os.environ.get("STEERCO_FROM", "steerco@localhost")

STEERCO_NAVIGATION = "steerco.interfaces.navigation.NAVIGATION"
STEERCO_TIMED_PAGE = "portfolio"  # the page that a date typed into search opens where no other page lies behind

JOB_QUEUE = os.environ.get("STEERCO_QUEUE") or ("postgresql" if os.environ.get("STEERCO_DATABASE") else str(HOME / "jobs.sqlite3"))

LANGUAGE_CODE = "en"  # not "en-gb": each app that knows both would add one more catalogue that every text is looked up in
LANGUAGES = [("en", "English")]
FORMAT_MODULE_PATH = "steerco.config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "steerco.foundation.ui.assets.Assets"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
IMPORT_MAX_BYTES = 50 * 2**20
FILE_MAX_BYTES = int(os.environ.get("STEERCO_FILE_MAX_MB", "25")) * 2**20
UPLOAD_MAX_BYTES = 2 * max(IMPORT_MAX_BYTES, FILE_MAX_BYTES)  # beyond this a file is not even written to the disk
FILE_UPLOAD_HANDLERS = [
    "steerco.foundation.documents.uploads.CappedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
WEBHOOKS_PRIVATE = os.environ.get("STEERCO_WEBHOOKS_PRIVATE") == "1"  # lets webhooks reach private networks, and plain http
API_REQUESTS_A_MINUTE = int(os.environ.get("STEERCO_API_RATE", "1200"))  # of one account
API_LIMITS = os.environ.get("STEERCO_API_LIMITS") or ("shared" if os.environ.get("STEERCO_DATABASE") else "process")

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "steerco.foundation.accounts.sessions"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # scripts send the token of the form that they stand in
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *sorted({origin_of(OIDC_ISSUER), *_OIDC_ORIGINS} - {""})],  # the redirect to the identity provider
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
