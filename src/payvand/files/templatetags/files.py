"""What the components `<c-files>` and `<c-files-list>` ask for."""

from typing import Any
from uuid import UUID

from django import template

from payvand.core.scope import Scope
from payvand.files import policies, queries

register = template.Library()


@register.simple_tag(takes_context=True)
def files_of(context: template.Context, subject_type: str, subject_id: UUID, kind: str = "") -> dict[str, Any]:
    """Return the files of a thing (`files`) and whether the person of this page may add and remove (`may_change`)."""
    scope = _scope(context)
    return {
        "files": queries.files_of(scope, subject_type, subject_id, kind=kind),
        "may_change": policies.may_change(scope, subject_type, subject_id),
    }


@register.simple_tag(takes_context=True)
def files_rights(context: template.Context, subject_type: str, subject_id: UUID) -> dict[str, bool]:
    """Return whether the person of this page may read the files of a thing, and change them."""
    scope = _scope(context)
    return {
        "may_read": policies.may_read(scope, subject_type, subject_id),
        "may_change": policies.may_change(scope, subject_type, subject_id),
    }


def _scope(context: template.Context) -> Scope:
    return getattr(context.get("request"), "scope", None) or Scope.nobody()
