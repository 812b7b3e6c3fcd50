from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProtectionConfig(AppConfig):
    """Data protection as function: disclosure, the law of each country, erasure, people's requests, breaches."""

    name = "payvand.protection"
    label = "protection"
    verbose_name = _("Data protection")

    def ready(self) -> None:
        """Give the roles their rights; answer for what the rooms below, which know no erasure, keep of people."""
        from django.urls import reverse

        from payvand.access.roles import grant_all
        from payvand.deadlines import kinds
        from payvand.protection import holding, policies

        grant_all(policies.GRANTS)
        holding.register()
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
