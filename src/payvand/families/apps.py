from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FamiliesConfig(AppConfig):
    """What helps families beside the search: messages, calls, safe and well, reunion, children, the missing."""

    name = "payvand.families"
    label = "families"
    verbose_name = _("Families")

    def ready(self) -> None:
        """Give the roles their rights, take a place in the navigation, let each service register what it shows."""
        from payvand.access.roles import grant_all
        from payvand.families import policies
        from payvand.families.policies.messages import READ, VISIT
        from payvand.families.queries.messages import deliveries_in_hand
        from payvand.pages import navigation

        for table in policies.GRANTS:
            grant_all(table)
        navigation.register(
            navigation.NavigationEntry(_("Families"), "families:home", "heart-handshake", order=30, right=READ)
        )
        navigation.register(
            navigation.NavigationEntry(
                _("My deliveries"), "families:deliveries", "mail", order=40, right=VISIT, count=deliveries_in_hand
            )
        )
        _messages()


def _messages() -> None:
    """Show messages on the page of a file, and let whoever reads a message read its scans."""
    from django.urls import reverse

    from payvand.core.scope import Scope
    from payvand.families import sections
    from payvand.families.policies.messages import COLLECT, READ
    from payvand.families.queries.messages import messages_of_request, visible_messages
    from payvand.files.policies import register_owner
    from payvand.tracing import panels
    from payvand.tracing.models import TracingRequest

    def may_read(scope: Scope, message_id: UUID) -> bool:
        return visible_messages(scope).filter(pk=message_id).exists()

    def page_of(scope: Scope, message_id: UUID) -> str:
        return reverse("families:message", args=[visible_messages(scope).get(pk=message_id).number])

    def new_message(_scope: Scope, request: TracingRequest) -> str:
        return reverse("families:collect_for_file", args=[request.number])

    sections.register(sections.Section("families:desk", _("Red Cross messages"), order=10, right=READ))
    register_owner(
        "families.message",
        may_read,
        may_change=lambda scope, message_id: scope.may(COLLECT) and may_read(scope, message_id),
        url=page_of,
    )
    panels.register(
        panels.Panel(
            "messages",
            _("Red Cross messages"),
            "families/messages/_panel.html",
            messages_of_request,
            order=20,
            right=READ,
        )
    )
    panels.register_link(panels.FileLink("message", _("New Red Cross message"), new_message, order=20, right=COLLECT))
