from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Users, roles, sign-in, and the Scope of each request."""

    name = "payvand.access"
    label = "access"
    verbose_name = _("Users and rights")

    def ready(self) -> None:
        """Give every role the rights of this room and of the rooms below it, which know no roles."""
        from payvand.access.policies import GRANTS
        from payvand.access.roles import grant_all

        grant_all(GRANTS)
