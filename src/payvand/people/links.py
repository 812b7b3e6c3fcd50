"""What rooms above add to the page of a person: a link each, which leads to their page about the person.

A room registers its links in `AppConfig.ready`: this room knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from payvand.core.scope import Scope


@dataclass(frozen=True, slots=True)
class PersonLink:
    """A link on the page of a person.

    Attributes:
        order: where it stands among the others.
        label: what it leads to.
        right: who is offered it.
        url: gives its address from the person's id.
    """

    order: int
    label: str | Promise
    right: str
    url: Callable[[UUID], str]


_links: dict[str, PersonLink] = {}


def register(code: str, link: PersonLink) -> None:
    """Add a link; the same code again replaces it."""
    _links[code] = link


def links_for(scope: Scope, person_id: UUID) -> list[tuple[str, str]]:
    """Return (label, address) of the links that this Scope is offered, in order."""
    offered = sorted((link for link in _links.values() if scope.may(link.right)), key=lambda link: link.order)
    return [(str(link.label), link.url(person_id)) for link in offered]
