"""What a table of tracing may become: found people of a list, files of the Society's register."""

from django.utils.translation import gettext_lazy as _

from payvand.intake import targets


def register_targets() -> None:
    """Offer the tables of this room to the intake, and show on a file what the old register says of it."""
    from payvand.protection import holders
    from payvand.tracing import panels
    from payvand.tracing.intake import holding
    from payvand.tracing.intake.people_list import PEOPLE_LIST
    from payvand.tracing.intake.register import REGISTER
    from payvand.tracing.queries.old_register import old_card

    targets.register(PEOPLE_LIST)
    targets.register(REGISTER)
    holders.register(holders.Holder("tables", erase=holding.erase, held_about=holding.held_about))
    panels.register(
        panels.Panel("old_register", _("Old register"), "tracing/old_register/_panel.html", old_card, order=80)
    )
