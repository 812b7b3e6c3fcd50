from typing import Any
from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TracingConfig(AppConfig):
    """Restoring family links: who is sought, by whom, and what is found."""

    name = "payvand.tracing"
    label = "tracing"
    verbose_name = _("Tracing")

    def ready(self) -> None:
        """Give the roles their rights, listen for people who arrive or change, take a place in the navigation."""
        from payvand.access.roles import grant_all
        from payvand.pages import navigation
        from payvand.people.signals import people_changed
        from payvand.tracing import panels, policies, queries, timers
        from payvand.tracing.intake import register_targets
        from payvand.tracing.policies.family_page import GRANTS as family_page_grants  # noqa: N811 — two tables
        from payvand.tracing.policies.importing import GRANTS as importing_grants  # noqa: N811 — the same
        from payvand.tracing.queries import family_page

        grant_all(policies.GRANTS)
        timers.register_kinds()
        grant_all(family_page_grants)
        grant_all(importing_grants)
        register_targets()
        panels.register(
            panels.Panel(
                "family_page",
                _("Page of the family"),
                "tracing/family_page/_panel.html",
                family_page.family_page_card,
                order=90,
                side="right",
            )
        )
        people_changed.connect(_note_change, dispatch_uid="tracing.note_change")
        navigation.register(
            navigation.NavigationEntry(
                _("Tracing"),
                "tracing:requests",
                "user-search",
                order=20,
                right=policies.READ,
                count=queries.open_hint_count,
            )
        )


def _note_change(person_ids: list[UUID], **_more: Any) -> None:
    from payvand.tracing.services import note_change

    note_change(person_ids)
