"""What the rooms above add to the page of a file: panels with what they hold of it, and links to what can be done.

`tracing` knows none of them. A room registers when its app is ready:

    panels.register(Panel("messages", _("Red Cross messages"), "families/messages/_panel.html", order=20,
                          right=policies.READ_MESSAGES, data=queries.messages_panel))
    panels.register_link(FileLink("message", _("New message"), new_message_url, order=20, right=policies.WRITE))

The template gets `panel` (with `data`) and `file`; `data` starts from what the Scope may see and returns None where the
panel has nothing to show: then it is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

from payvand.core.scope import Scope
from payvand.tracing.models import TracingRequest

PanelData = Callable[[Scope, TracingRequest], Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """A card on the page of a file.

    Attributes:
        code: tells it from the others; registering a code again replaces it.
        title: of the card.
        template: of its content, inside the room's `templates/`.
        data: what is shown; None leaves the panel out. It is asked once for a page.
        order: smaller stands higher.
        right: who holds it sees the panel; None for whoever sees the file.
        side: with the facts (``left``) or with the work (``right``).
    """

    code: str
    title: str | Promise
    template: str
    data: PanelData
    order: int = 100
    right: str | None = None
    side: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel as one page shows it."""

    panel: Panel
    data: Any


@dataclass(frozen=True, slots=True)
class FileLink:
    """Something that can be done about a file elsewhere; stands in the menu of the file.

    Attributes:
        url: the address for this file, or empty where it cannot be done now.
    """

    code: str
    label: str | Promise
    url: Callable[[Scope, TracingRequest], str]
    order: int = 100
    right: str | None = None


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as one page shows it."""

    label: str
    url: str


_panels: dict[str, Panel] = {}
_links: dict[str, FileLink] = {}


def register(panel: Panel) -> None:
    """Add a panel to the page of a file; the same code replaces it."""
    _panels[panel.code] = panel


def register_link(link: FileLink) -> None:
    """Add a link to the menu of a file; the same code replaces it."""
    _links[link.code] = link


def panels_of(scope: Scope, request: TracingRequest) -> dict[str, list[ShownPanel]]:
    """Return the panels that this Scope sees on a visible file, by side."""
    allowed = [panel for panel in _panels.values() if panel.right is None or scope.may(panel.right)]
    shown: dict[str, list[ShownPanel]] = {"left": [], "right": []}
    for panel in sorted(allowed, key=lambda panel: (panel.order, panel.code)):
        if (data := panel.data(scope, request)) is not None:
            shown[panel.side].append(ShownPanel(panel, data))
    return shown


def links_of(scope: Scope, request: TracingRequest) -> list[ShownLink]:
    """Return the links that this Scope sees on a visible file."""
    allowed = [link for link in _links.values() if link.right is None or scope.may(link.right)]
    found = ((link, link.url(scope, request)) for link in sorted(allowed, key=lambda link: (link.order, link.code)))
    return [ShownLink(str(link.label), url) for link, url in found if url]
