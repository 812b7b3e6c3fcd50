from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """What pages are made of: base templates, components, navigation, error pages."""

    name = "payvand.pages"
    verbose_name = _("Pages")
