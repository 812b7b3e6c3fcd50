"""The tabs above the pages of this room; each of its services registers its own when the app is ready.

sections.register(Section("families:desk", _("Messages"), order=10, right=policies.READ))
"""

from dataclasses import dataclass

from django.utils.functional import Promise

from payvand.core.scope import Scope


@dataclass(frozen=True, slots=True)
class Section:
    """One tab.

    Attributes:
        url_name: of its first page, without arguments.
        label: what it says, marked for translation.
        order: smaller stands further to the front.
        right: who holds it sees the tab.
    """

    url_name: str
    label: str | Promise
    order: int
    right: str


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a tab; the same address again replaces it."""
    _sections[section.url_name] = section


def sections_of(scope: Scope) -> list[Section]:
    """Return the tabs that this Scope may use, in order."""
    allowed = [section for section in _sections.values() if scope.may(section.right)]
    return sorted(allowed, key=lambda section: (section.order, section.url_name))
