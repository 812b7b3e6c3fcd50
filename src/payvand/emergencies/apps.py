from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmergenciesConfig(AppConfig):
    """Events that change everything: the programmes point at them."""

    name = "payvand.emergencies"
    label = "emergencies"
    verbose_name = _("Emergencies")

    def ready(self) -> None:
        """Give the roles their rights, take a place in the navigation."""
        from payvand.access.roles import grant_all
        from payvand.emergencies.policies import GRANTS, SEE_EVENTS
        from payvand.pages import navigation

        grant_all(GRANTS)
        navigation.register(
            navigation.NavigationEntry(_("Events"), "emergencies:events", "triangle-alert", order=50, right=SEE_EVENTS)
        )
