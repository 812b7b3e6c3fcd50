"""What leaves with an enquiry: noted for each person whom it tells of, before it leaves."""

from django.utils.translation import gettext as _

from payvand.core.errors import Refused
from payvand.core.scope import Scope
from payvand.protection.enums import Channel
from payvand.protection.services import record_disclosure
from payvand.protection.transfers import may_transfer
from payvand.tracing.models import Enquiry

_OF_SOUGHT = ("names", "birth", "birth_place", "relatives", "last_contact")
_OF_ENQUIRER = ("names", "relation")


def disclose_file(scope: Scope, enquiry: Enquiry, *, basis: str) -> None:
    """Note what a partner learns of the sought person and of the enquirer.

    Args:
        scope: who sends.
        enquiry: what is sent.
        basis: the ground on which the enquirer's facts may be shared.

    Raises:
        Refused: it may not leave.
    """
    sought, enquirer = enquiry.request.sought.person, enquiry.request.enquirer
    where = {"recipient": _recipient(enquiry), "channel": Channel.MOVEMENT, "country": enquiry.partner.country_id}
    if not may_leave(enquiry):
        raise Refused(
            _(
                "Nothing says that the sought person's facts may be shared. Record first why they cannot be asked, "
                "and on which basis."
            )
        )
    record_disclosure(scope=scope, person=sought, fields=_OF_SOUGHT, **where)
    record_disclosure(scope=scope, person=enquirer, fields=_OF_ENQUIRER, basis=basis, **where)


def may_leave(enquiry: Enquiry) -> bool:
    """Say whether the sought person's facts may go to this partner now."""
    return may_transfer(
        person=enquiry.request.sought.person,
        to_country=enquiry.partner.country_id,
        channel=Channel.MOVEMENT,
        recipient=_recipient(enquiry),
    ).allowed


def _recipient(enquiry: Enquiry) -> str:
    return enquiry.partner.code or enquiry.partner.name[:100]
