"""What the component `<c-files>` asks for."""

from typing import Any
from uuid import UUID

from django import template

from payvand.core.scope import Scope
from payvand.files import policies, queries

register = template.Library()


@register.simple_tag(takes_context=True)
def files_of(context: template.Context, subject_type: str, subject_id: UUID, kind: str = "") -> dict[str, Any]:
    """Return the files of a thing (`files`) and whether the person of this page may add and remove (`may_change`)."""
    request = context.get("request")
    scope = getattr(request, "scope", None) or Scope.nobody()
    return {
        "files": queries.files_of(scope, subject_type, subject_id, kind=kind),
        "may_change": policies.may_change(scope, subject_type, subject_id),
    }
