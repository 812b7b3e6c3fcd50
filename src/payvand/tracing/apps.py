from typing import Any
from uuid import UUID

from django.apps import AppConfig
from django.conf import settings
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
        from payvand.tracing.policies.importing import GRANTS as importing_grants  # noqa: N811 — the same
        from payvand.tracing.queries import family_page

        grant_all(policies.GRANTS)
        if settings.NODE_SETTINGS.tracing.caseworkers_close:
            grant_all(policies.GRANTS_WITH_ONE_OFFICER)
        timers.register_kinds()
        _hold()
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
        _papers()
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
        navigation.register(
            navigation.NavigationEntry(
                _("My tasks"),
                "tracing:tasks",
                "inbox",
                order=22,
                right=policies.DO_TASKS,
                count=queries.open_task_count,
            )
        )


def _hold() -> None:
    """Answer for what the room keeps of people."""
    from payvand.protection import holders
    from payvand.tracing.services import holding

    holders.register(
        holders.Holder(
            "tracing",
            erase=holding.erase,
            held_about=holding.held_about,
            retention=holding.retention,
            kinds=holding.KINDS,
            erase_contact=holding.erase_contact,
        )
    )


def _note_change(person_ids: list[UUID], **_more: Any) -> None:
    from payvand.tracing.services import note_change

    note_change(person_ids)


def _papers() -> None:
    """Let whoever sees a file read the papers that belong to it, and print its form."""
    from django.urls import reverse

    from payvand.core.scope import Scope
    from payvand.files.policies import register_owner
    from payvand.protection import holders
    from payvand.tracing import panels, policies, queries
    from payvand.tracing.models import TracingRequest
    from payvand.tracing.queries.paper import paper_of_file
    from payvand.tracing.services import paper_holding

    def may_read(scope: Scope, request_id: UUID) -> bool:
        return queries.visible_requests(scope).filter(pk=request_id).exists()

    def may_change(scope: Scope, request_id: UUID) -> bool:
        request = queries.visible_requests(scope).filter(pk=request_id).first()
        return request is not None and policies.may_change(scope, request)

    def page_of(scope: Scope, request_id: UUID) -> str:
        return reverse("tracing:file", args=[queries.visible_requests(scope).get(pk=request_id).number])

    def papers_of(scope: Scope, request: TracingRequest) -> dict[str, Any]:
        return {"paper": paper_of_file(scope, request)}

    def print_form(_scope: Scope, request: TracingRequest) -> str:
        return reverse("tracing:print_file", args=[request.number])

    holders.register(
        holders.Holder(
            "papers",
            erase=paper_holding.erase,
            held_about=paper_holding.held_about,
            erase_contact=paper_holding.erase_contact,
        )
    )
    register_owner("tracing.request", may_read, may_change=may_change, url=page_of)
    panels.register(
        panels.Panel("papers", _("Papers and photos"), "tracing/paper/_panel.html", papers_of, order=80, side="right")
    )
    panels.register_link(panels.FileLink("form", _("Print the form"), print_form, order=90))
