"""What a family reads on its page."""

from collections.abc import Mapping
from datetime import datetime

from payvand.tracing.enums import CloseReason, RequestState
from payvand.tracing.enums.family_page import FamilyWord
from payvand.tracing.models import TracingRequest

# Whoever is located, whose fate is known, who waits: the family reads that we search. So does the reader over its
# shoulder, and so does whoever took the slip from it.
_WORDS: Mapping[RequestState, FamilyWord] = {
    RequestState.DRAFT: FamilyWord.RECEIVED,
    RequestState.SUBMITTED: FamilyWord.RECEIVED,
    RequestState.RETURNED: FamilyWord.RECEIVED,
    RequestState.ACCEPTED: FamilyWord.RECEIVED,
    RequestState.IN_PROGRESS: FamilyWord.SEARCHING,
    RequestState.LOCATED: FamilyWord.SEARCHING,
    RequestState.FATE_KNOWN: FamilyWord.SEARCHING,
    RequestState.SUSPENDED: FamilyWord.SEARCHING,
    RequestState.REOPENED: FamilyWord.SEARCHING,
    RequestState.REJECTED: FamilyWord.CLOSED,
    RequestState.CLOSED: FamilyWord.CLOSED,
    RequestState.ARCHIVED: FamilyWord.CLOSED,
}


def word_of(request: TracingRequest, *, asked_at: datetime | None, told_in_person: bool) -> FamilyWord:
    """Return what the family of a request reads; a merged file reads as the one that carries it on.

    Args:
        request: the file, with `merged_into` where it is merged.
        asked_at: when a person asked the family to be in touch, or None.
        told_in_person: whether it is recorded that the family was told the fate; a death never shows before.
    """
    if asked_at is not None:
        return FamilyWord.CONTACT_US
    if request.close_reason == CloseReason.P4 and not told_in_person:
        return FamilyWord.SEARCHING
    return _WORDS[RequestState(request.state)]
