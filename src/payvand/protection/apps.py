from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProtectionConfig(AppConfig):
    """Data protection as function: disclosure, the law of each country, erasure, people's requests, breaches."""

    name = "payvand.protection"
    label = "protection"
    verbose_name = _("Data protection")

    def ready(self) -> None:
        """Give the roles their rights; answer for what the rooms below, which know no erasure, keep of people."""
        from payvand.access.roles import grant_all
        from payvand.protection import holding, policies

        grant_all(policies.GRANTS)
        holding.register()
