"""Django's settings for the public pages: no database, no people, no key that opens anything that casework keeps."""

import os
import secrets
import tempfile
from pathlib import Path

from payvand.config.log import log_settings
from payvand.pages import template_settings

PORTAL_FOLDER = os.environ["PAYVAND_PORTAL"]
# Signs what a page carries in its form for a quarter of an hour; the processes of one listener share it.
SECRET_KEY = os.environ.get("PAYVAND_PORTAL_SECRET") or secrets.token_urlsafe(48)
PORTAL_RUN = os.environ.get("PAYVAND_PORTAL_RUN") or tempfile.mkdtemp(prefix="payvand-portal-")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("PAYVAND_PORTAL_HOSTS", "localhost,127.0.0.1").split(",")
ROOT_URLCONF = "payvand.config.portal_urls"
DATABASES: dict[str, object] = {}
USE_TZ = True

INSTALLED_APPS = [
    "payvand.portal",
    "payvand.pages",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
]
MIDDLEWARE = [
    "payvand.config.log.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "payvand.pages.security.ContentSecurityPolicyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    template_settings.TEMPLATES[0]
    | {"OPTIONS": {**template_settings.TEMPLATES[0]["OPTIONS"], "context_processors": []}}
]
FORM_RENDERER = template_settings.FORM_RENDERER
COTTON_BASE_DIR = template_settings.COTTON_BASE_DIR
COTTON_ISOLATE_BY_DEFAULT = template_settings.COTTON_ISOLATE_BY_DEFAULT

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский")]
LANGUAGE_COOKIE_NAME = "unused"
FORMAT_MODULE_PATH = ["payvand.pages.formats"]
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]

_HTTPS = bool(os.environ.get("PAYVAND_PORTAL_HTTPS"))
PORTAL_BEHIND_PROXY = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # served from the package: the folder needs no copy
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20

LOGGING = log_settings()
