from uuid import UUID

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    """Who helps with what, and who was sent there; the loop is closed by asking the person."""

    name = "payvand.referrals"
    label = "referrals"
    verbose_name = _("Referrals")

    def ready(self) -> None:
        """Give the roles their rights, register deadlines, answer for what is kept, join the navigation."""
        from payvand.access.roles import grant_all
        from payvand.deadlines import kinds
        from payvand.pages import navigation
        from payvand.protection import holders
        from payvand.referrals import holding, policies, queries

        grant_all(policies.GRANTS)
        for code, label, days in (
            ("referrals.send", _("Send the referral, or record that it is not wanted"), 7),
            ("referrals.answer", _("Ask the provider whether they accept"), 14),
            ("referrals.outcome", _("Ask whether the service was received, and whether it helped"), 30),
        ):
            kinds.register(
                kinds.DeadlineKind(
                    code,
                    label,
                    days,
                    right=policies.READ,
                    url=_referral_url,
                    visible=lambda scope: queries.visible_referrals(scope).order_by().values("pk"),
                )
            )
        holders.register(holders.Holder("referrals", erase=holding.erase, held_about=holding.held_about))
        navigation.register(
            navigation.NavigationEntry(
                _("Referrals"), "referrals:referrals", "handshake", order=40, right=policies.READ
            )
        )
        navigation.register(
            navigation.NavigationEntry(
                _("Directory"),
                "referrals:directory",
                "book-open",
                order=72,
                right=policies.SEE_DIRECTORY,
                section="system",
            )
        )


def _referral_url(_subject: UUID, number: str) -> str:
    return reverse("referrals:referral", args=[number])
