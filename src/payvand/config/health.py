"""`/health`: whether the node works, in words of one syllable; says nothing of people."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from payvand.access.http import public
from payvand.config.checks import health_of


@public("monitoring asks without an account; the answer holds four words about the node and nothing about people")
@never_cache
def health(_request: HttpRequest) -> JsonResponse:
    """Answer 200 with every part ``ok``, or 503 with the part that is not."""
    parts = health_of()
    return JsonResponse(parts, status=200 if set(parts.values()) <= {"ok", "none"} else 503)
