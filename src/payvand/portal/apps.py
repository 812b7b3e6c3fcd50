from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """What the public sees; runs apart from casework, without a database and without people."""

    name = "payvand.portal"
    verbose_name = _("Public pages")
