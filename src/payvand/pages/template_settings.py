"""What Django's settings need to know of the pages; imports nothing that needs the apps to be ready.

Cotton and the partials are loaded explicitly, with their `SimpleAppConfig`s: with their default configurations the one
undoes the other's loaders and `<c-card>` is printed literally.
"""

from pathlib import Path
from typing import Any

import django

FORM_RENDERER = "payvand.pages.form_renderer.FormRenderer"
# A component sees what it is given and what the context processors give, never the variables around it.
COTTON_ISOLATE_BY_DEFAULT = True
# The project's root holds no templates of its own; without this cotton would look beside settings.py.
COTTON_BASE_DIR = None

BUILTINS = [
    "django.templatetags.i18n",
    "django.templatetags.l10n",
    "django.templatetags.static",
    "django.templatetags.tz",
    "django_cotton.templatetags.cotton",
    "template_partials.templatetags.partials",
    "payvand.pages.templatetags.pages",
]
CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "payvand.pages.context_processors.pages",
]
LOADERS: list[Any] = [
    (
        "template_partials.loader.Loader",
        [("django.template.loaders.cached.Loader", ["django_cotton.cotton_loader.Loader"])],
    )
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The widgets of Django's forms, which are not an app of their own here; before them those written faster.
        "DIRS": [Path(__file__).parent / "widgets", Path(django.__file__).parent / "forms" / "templates"],
        "OPTIONS": {"builtins": BUILTINS, "context_processors": CONTEXT_PROCESSORS, "loaders": LOADERS},
    }
]
