from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Persons, their names, relations and papers, their consent, and the search over them."""

    name = "payvand.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Give the roles the rights and purposes of this room, and the navigation its entry."""
        from payvand.access.roles import grant
        from payvand.pages import navigation
        from payvand.people.policies import GRANTS, PURPOSES, READ

        for role, rights in GRANTS.items():
            grant(role, rights, PURPOSES.get(role, frozenset()))
        navigation.register(navigation.NavigationEntry(_("People"), "people:list", "users", order=60, right=READ))
