from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProtectionConfig(AppConfig):
    """Data protection as function: disclosure, the law of each country, erasure, people's requests, breaches."""

    name = "payvand.protection"
    label = "protection"
    verbose_name = _("Data protection")

    def ready(self) -> None:
        """Give the roles their rights."""
        from payvand.access.roles import grant_all
        from payvand.protection import policies

        grant_all(policies.GRANTS)
