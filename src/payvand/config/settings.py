"""Django's settings, made from the node that this process serves (`PAYVAND_DIR`).

Without a node (type checks, migrations being written) the database is in memory and every key is thrown away; the
web refuses to start.
"""

import secrets
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from payvand.config.database import database_settings
from payvand.config.log import log_settings
from payvand.config.node import NodeSettings, Organisation, current_node
from payvand.pages import template_settings

NODE = current_node()
_settings = (
    NODE.settings if NODE else NodeSettings.model_construct(node=Organisation(organisation="no node", country="XX"))
)
_PACKAGE = Path(__file__).parent.parent

NODE_SETTINGS = _settings
SECRET_KEY = (NODE.keys / "session.key").read_text().strip() if NODE else secrets.token_urlsafe(48)
KEYS_FOLDER = NODE.keys if NODE else None
INDEX_FOLDER = NODE.index if NODE else None
AUDIT_FOLDER = NODE.audit if NODE else None
MEDIA_ROOT = NODE.media if NODE else ""

DEBUG = False
ALLOWED_HOSTS = list(_settings.web.allowed_hosts)
ROOT_URLCONF = "payvand.config.urls"
WSGI_APPLICATION = "payvand.config.wsgi.application"
DATABASES = {"default": database_settings(NODE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "payvand.web",
    "payvand.families",
    "payvand.tracing",
    "payvand.emergencies",
    "payvand.referrals",
    "payvand.protection",
    "payvand.people",
    "payvand.intake",
    "payvand.deadlines",
    "payvand.access",
    "payvand.network",
    "payvand.files",
    "payvand.audit",
    "payvand.pages",
    "payvand.core",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "django_linear_migrations",
]

MIDDLEWARE = [
    "payvand.config.log.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "payvand.pages.security.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "payvand.access.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "payvand.access.middleware.ScopeMiddleware",
    "payvand.access.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

# Templates
TEMPLATES = template_settings.TEMPLATES
FORM_RENDERER = template_settings.FORM_RENDERER
COTTON_BASE_DIR = template_settings.COTTON_BASE_DIR
COTTON_ISOLATE_BY_DEFAULT = template_settings.COTTON_ISOLATE_BY_DEFAULT

# Sign-in
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "payvand.access.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "payvand.access.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": False}
ACCOUNT_FORMS = {"login": "payvand.access.forms.SignInForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Payvand"
MFA_ADAPTER = "payvand.access.adapters.MFAAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _settings.web.https  # browsers themselves allow it for localhost alone
SOCIALACCOUNT_ONLY = False
AXES_FAILURE_LIMIT = _settings.sign_in.failures
AXES_COOLOFF_TIME = _settings.sign_in.rest_minutes / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "payvand.pages.views.locked_out"

# Shared by all processes that serve: rate limits count for the node, not for one process of it
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": NODE.run / "cache"}
    if NODE
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Sessions and cookies
SESSION_COOKIE_AGE = int(_settings.sign_in.session_hours * 3600)
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _settings.web.https
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if _settings.web.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _settings.web.https else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "payvand.pages.views.csrf_failure"

# Languages, time
LANGUAGE_CODE = _settings.node.language
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [_PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = _settings.node.time_zone
FORMAT_MODULE_PATH = ["payvand.pages.formats"]

# Files of the pages
STATIC_URL = "/static/"
STATIC_ROOT = NODE.folder / "static" if NODE else _PACKAGE / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "payvand.pages.static_files.ManifestStorage"},
}
# A file that may be kept stays in memory until it is sealed: nothing lies open on the disk. What is larger is refused,
# or is a table for the intake, and lies meanwhile in the node's own folder, for its owner alone.
FILE_UPLOAD_MAX_MEMORY_SIZE = (_settings.files.largest_megabytes + 1) * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = NODE.run if NODE else None
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = log_settings()
