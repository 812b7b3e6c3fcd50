from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Tables that come in from elsewhere; what their rows become is known by the rooms above."""

    name = "payvand.intake"
    label = "intake"
    verbose_name = _("Tables")

    def ready(self) -> None:
        """Give the roles their rights, take a place in the navigation."""
        from payvand.access.roles import grant_all
        from payvand.intake import policies, queries
        from payvand.pages import navigation

        grant_all(policies.GRANTS)
        navigation.register(
            navigation.NavigationEntry(
                _("Tables"), "intake:batches", "upload", order=60, right=policies.USE, count=queries.waiting_count
            )
        )
