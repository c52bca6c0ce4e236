"""Settings. Production is the default; demonstration and development are asked for by name."""

from __future__ import annotations

import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from sojourn.lib import keys
from sojourn.project import environment, languages, logging

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = Path(environment.text("SOJOURN_VAR", str(BASE_DIR / "var")))
DEMONSTRATION = environment.flag("SOJOURN_DEMONSTRATION", default=False)
DEBUG = environment.flag("SOJOURN_DEBUG", default=False)
PACK = environment.text("SOJOURN_PACK") or (BASE_DIR / "packs" / "default").read_text().strip()
PORT = environment.number("SOJOURN_PORT", 8000)
PUBLIC_BASE = environment.text("SOJOURN_PUBLIC_BASE", f"http://localhost:{PORT}").rstrip("/")

_LOCAL = PUBLIC_BASE.startswith(("http://localhost", "http://127.0.0.1"))
ALLOWED_HOSTS = environment.text("SOJOURN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE]


def _secret_key() -> str:
    """The session key, or one of this process alone for commands that run before the keys are made.

    A web server without the key does not start: `wsgi.py`.
    """
    try:
        return keys.get(keys.Use.SESSION).secret.hex()
    except keys.KeyMissing:
        return secrets.token_hex(32)


SECRET_KEY = _secret_key()

ROOMS = [
    "sojourn.lib",
    "sojourn.audit",
    "sojourn.accounts",
    "sojourn.catalogue",
    "sojourn.documents",
    "sojourn.organisations",
    "sojourn.people",
    "sojourn.notices",
    "sojourn.payments",
    "sojourn.permits",
    "sojourn.stays",
    "sojourn.quotas",
    "sojourn.parties",
    "sojourn.reviews",
    "sojourn.applications",
    "sojourn.cases",
    "sojourn.petitions",
    "sojourn.flows",
]
SITES = ["sojourn.sites.ui", "sojourn.sites.portal", "sojourn.sites.office", "sojourn.sites.api"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton",
    *ROOMS,
    "sojourn.project",
    *SITES,
]

LOGGING = logging.configured(development=DEBUG)

MIDDLEWARE = [
    "sojourn.project.legal_day.LegalDay",
    "sojourn.project.logging.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sojourn.project.policy.ContentPolicy",
    "sojourn.sites.api.around.ApiSurroundings",
    "sojourn.sites.ui.plain_input.PlainInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sojourn.sites.ui.refusals.RefusalPages",
]

ROOT_URLCONF = "sojourn.project.urls"
WSGI_APPLICATION = "sojourn.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sojourn.sites.ui.context.page",
                "sojourn.sites.portal.frame.around",
            ],
            "libraries": {"i18n": "sojourn.sites.ui.templatetags.said_once"},
        },
    }
]
# W003 warns that two libraries are named `i18n`: ours takes the place of the framework's on purpose.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]

_DATABASE_URL = environment.text("DATABASE_URL", "postgresql:///sojourn")
DATABASES = {"default": environment.database(_DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["sojourn.accounts.backend.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "sojourn.accounts.second_factors.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Sojourn"
DEMONSTRATION_TOTP_CODE = "123456" if DEMONSTRATION else ""

PROCRASTINATE_ON_APP_READY = "sojourn.project.jobs.register"
MAIL_URL = environment.text("SOJOURN_MAIL_URL")  # smtp://user:password@host:port
MAIL_SENDER = environment.text("SOJOURN_MAIL_SENDER", "no-reply@localhost")
SMS_URL = environment.text("SOJOURN_SMS_URL")
SMS_TOKEN = environment.text("SOJOURN_SMS_TOKEN")
PAYMENT_PROVIDER = environment.text("SOJOURN_PAYMENT_PROVIDER", "sandbox" if DEMONSTRATION else "")
SANDBOX_PROVIDERS = {"SOJOURN_PAYMENT_PROVIDER": "sandbox"} if PAYMENT_PROVIDER == "sandbox" else {}
TRUSTED_PROXIES = environment.number("SOJOURN_TRUSTED_PROXIES", 0)

LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "sojourn" / "locale"]
LANGUAGES = languages.spoken(BASE_DIR / "packs" / PACK, LOCALE_PATHS[0])
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = True
FILES_ROOT = VAR / "files"
SEAL_STATE = environment.text(
    "SOJOURN_SEAL_STATE", "UTO"
)  # ICAO's test State until a deployment names its own
SEAL_SIGNER = environment.text("SOJOURN_SEAL_SIGNER", "UT01")
SCANNER_URL = environment.text("SOJOURN_SCANNER_URL")  # tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl
SIGNING_ORGANISATION = environment.text("SOJOURN_SIGNING_ORGANISATION", "Sojourn (test signature)")
SEAL_CERTIFICATE = environment.text("SOJOURN_SEAL_CERTIFICATE")  # PEM of an authority; empty: self-signed
FILES_BUCKET = environment.text("SOJOURN_FILES_BUCKET")  # empty: the folder
_FOLDER = {
    "BACKEND": "sojourn.documents.storage.PrivateFolder",
    "OPTIONS": {"location": FILES_ROOT},
}
_BUCKET = {
    "BACKEND": "sojourn.documents.bucket.Bucket",
    "OPTIONS": {
        "bucket_name": FILES_BUCKET,
        "endpoint_url": environment.text("SOJOURN_FILES_SERVER") or None,  # empty: Amazon's
        "region_name": environment.text("SOJOURN_FILES_REGION") or None,
        "access_key": environment.text("SOJOURN_FILES_KEY") or None,  # empty: as the machine's role says
        "secret_key": environment.text("SOJOURN_FILES_SECRET") or None,
    },
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "documents": _BUCKET if FILES_BUCKET else _FOLDER,
}

SESSION_ENGINE = "sojourn.accounts.sessions"
SESSION_COOKIE_NAME = "sojourn_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 10 * 3600  # a working day at the counter
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not _LOCAL
CSRF_COOKIE_SECURE = not _LOCAL
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "sojourn.sites.ui.views.form_expired"
BEHIND_TLS = environment.flag("SOJOURN_BEHIND_TLS", default=False)  # a proxy we trust speaks TLS for us
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "sojourn.sites.ui.upload_limit.StopLargeFiles",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
