"""Django's settings for the public pages: no database, no keys, no people; all they read is `portal.json`."""

import os
import secrets
from pathlib import Path

from payvand.config.log import log_settings
from payvand.pages import template_settings

PORTAL_FOLDER = os.environ["PAYVAND_PORTAL"]
SECRET_KEY = secrets.token_urlsafe(48)  # signs nothing: there are no sessions and no forms
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
COTTON_BASE_DIR = template_settings.COTTON_BASE_DIR
COTTON_ISOLATE_BY_DEFAULT = template_settings.COTTON_ISOLATE_BY_DEFAULT

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский")]
LANGUAGE_COOKIE_NAME = "unused"
FORMAT_MODULE_PATH = ["payvand.pages.formats"]
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]

_HTTPS = bool(os.environ.get("PAYVAND_PORTAL_HTTPS"))
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # served from the package: the folder needs no copy
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

LOGGING = log_settings()
