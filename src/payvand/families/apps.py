from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FamiliesConfig(AppConfig):
    """What helps families beside the search: messages, calls, safe and well, reunion, children, the missing."""

    name = "payvand.families"
    label = "families"
    verbose_name = _("Families")

    def ready(self) -> None:
        """Give the roles their rights."""
        from payvand.access.roles import grant_all
        from payvand.families import policies

        for table in policies.GRANTS:
            grant_all(table)
