from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    """What is due, when, and by whom; it carries and knows no case."""

    name = "payvand.deadlines"
    label = "deadlines"
    verbose_name = _("Deadlines")

    def ready(self) -> None:
        """Give the roles their rights, take a place in the navigation."""
        from payvand.access.roles import grant_all
        from payvand.deadlines import policies
        from payvand.pages import navigation

        grant_all(policies.GRANTS)
        navigation.register(
            navigation.NavigationEntry(
                _("Times"), "deadlines:times", "clock", order=84, right=policies.SET_TIMES, section="system"
            )
        )
