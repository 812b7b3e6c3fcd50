"""What a table of tracing may become: found people of a list, files of the Society's register."""

from payvand.intake import targets


def register_targets() -> None:
    """Offer the tables of this room to the intake."""
    from payvand.tracing.intake.people_list import PEOPLE_LIST

    targets.register(PEOPLE_LIST)
