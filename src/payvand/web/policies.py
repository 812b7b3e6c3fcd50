"""Who sees figures: those who do the work, of their units; viewers from partners, without small numbers."""

from collections.abc import Mapping

from payvand.access.enums import Role

SEE_FIGURES = "web.see_figures"
SEE_SMALL_FIGURES = "web.see_small_figures"

_WORK = frozenset({SEE_FIGURES, SEE_SMALL_FIGURES})

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.CASEWORKER: _WORK,
    Role.TRACING_OFFICER: _WORK,
    Role.HEAD_OF_TRACING: _WORK,
    Role.PARTNER_VIEWER: frozenset({SEE_FIGURES}),
}
