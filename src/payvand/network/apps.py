from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """Organisations, their units, places and contacts."""

    name = "payvand.network"
    label = "network"
    verbose_name = _("Network")
