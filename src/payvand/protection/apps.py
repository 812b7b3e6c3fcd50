from functools import partial
from uuid import UUID

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ProtectionConfig(AppConfig):
    """Data protection as function: disclosure, the law of each country, erasure, people's requests, breaches."""

    name = "payvand.protection"
    label = "protection"
    verbose_name = _("Data protection")

    def ready(self) -> None:
        """Give the roles their rights; answer for what the rooms below, which know no erasure, keep of people."""
        from payvand.access.roles import grant_all
        from payvand.deadlines import kinds
        from payvand.pages import navigation
        from payvand.protection import holding, policies

        grant_all(policies.GRANTS)
        holding.register()
        self._join_the_page_of_a_person()
        navigation.register(
            navigation.NavigationEntry(
                _("Report a breach"),
                "protection:breaches",
                "triangle-alert",
                order=40,
                right=policies.REPORT_BREACH,
                section="user",
            )
        )
        navigation.register(
            navigation.NavigationEntry(
                _("Data protection"),
                "protection:overview",
                "shield",
                order=75,
                right=policies.OVERSEE,
                section="system",
            )
        )
        kinds.register(
            kinds.DeadlineKind(
                policies.ANSWER_DEADLINE,
                _("Answer the person's request about their data"),
                days=30,
                right=policies.DECIDE_REQUEST,
                escalate_after=0,
                url=lambda request_id, _number: reverse("protection:request", args=[request_id]),
            )
        )
        kinds.register(
            kinds.DeadlineKind(
                policies.BREACH_DEADLINE,
                _("Tell those who must know of the breach"),
                days=3,
                right=policies.KEEP_BREACHES,
                escalate_after=0,
                url=lambda breach_id, _number: reverse("protection:breach", args=[breach_id]),
            )
        )

    @staticmethod
    def _join_the_page_of_a_person() -> None:
        from payvand.people import links
        from payvand.people.policies import SEE_FLAGS
        from payvand.protection import policies

        ways = (
            (_("Protection concerns; may the person be asked?"), SEE_FLAGS, _about, "protection:person"),
            (_("The person asks about their own data"), policies.TAKE_REQUEST, _asking, "protection:take_request"),
            (_("Who read this record"), policies.OVERSEE, _asking, "protection:reads"),
            (_("Propose to erase"), policies.PROPOSE_ERASURE, _about, "protection:propose_erasure"),
        )
        for order, (label, right, address, name) in enumerate(ways):
            links.register(name, links.PersonLink(order, label, right, partial(address, name)))


def _about(name: str, person_id: UUID) -> str:
    return reverse(name, args=[person_id])


def _asking(name: str, person_id: UUID) -> str:
    return f"{reverse(name)}?person={person_id}"
