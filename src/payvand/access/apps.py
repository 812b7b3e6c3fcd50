from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ENTRIES: tuple[dict[str, Any], ...] = (
    {
        "label": _("Users"),
        "url_name": "access:users",
        "icon": "users",
        "order": 80,
        "right": "access.see_users",
        "section": "system",
    },
    {
        "label": _("Organisation"),
        "url_name": "network:organisation",
        "icon": "building-2",
        "order": 82,
        "right": "network.change_network",
        "section": "system",
    },
    {
        "label": _("Contacts"),
        "url_name": "network:contacts",
        "icon": "phone",
        "order": 70,
        "right": "network.see_contacts",
        "section": "system",
    },
    {
        "label": _("Acts"),
        "url_name": "access:acts",
        "icon": "history",
        "order": 90,
        "right": "access.see_acts",
        "section": "system",
    },
    {"label": _("Your profile"), "url_name": "access:profile", "icon": "user", "order": 10, "section": "user"},
)


class AccessConfig(AppConfig):
    """Users, roles, sign-in, and the Scope of each request."""

    name = "payvand.access"
    label = "access"
    verbose_name = _("Users and rights")

    def ready(self) -> None:
        """Give the roles their rights in this room and those below it; listen to sign-ins; join the navigation."""
        from payvand.access import signals
        from payvand.access.policies import GRANTS
        from payvand.access.roles import grant_all
        from payvand.pages import navigation

        grant_all(GRANTS)
        signals.connect()
        for entry in ENTRIES:
            navigation.register(navigation.NavigationEntry(**entry))
