from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Home and search: what the rooms below say, on one page."""

    name = "payvand.web"
    label = "web"
    verbose_name = _("My work")

    def ready(self) -> None:
        """Take the first place in the navigation, and answer the search box."""
        from payvand.access.roles import grant_all
        from payvand.pages import navigation
        from payvand.web.policies import GRANTS, SEE_FIGURES

        grant_all(GRANTS)

        navigation.register(navigation.NavigationEntry(_("My work"), "web:home", "house", order=0))
        navigation.register(
            navigation.NavigationEntry(
                _("Calendar"), "web:calendar", "calendar", order=10, right="deadlines.see_deadlines"
            )
        )
        navigation.register(
            navigation.NavigationEntry(_("Figures"), "web:figures", "scale", order=60, right=SEE_FIGURES)
        )
        navigation.register_search(navigation.Search(url_name="web:search"))
