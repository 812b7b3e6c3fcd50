"""Who prepares attestations and photos, and who approves them: never the same person."""

from collections.abc import Mapping

from payvand.access.enums import Role
from payvand.core.scope import Scope
from payvand.families.enums.attestations import AttestationState, PhotoState
from payvand.families.models import Attestation, PhotoPublication

READ = "families.read_attestations"
PREPARE = "families.prepare_attestations"
APPROVE = "families.approve_attestations"
REVOKE = "families.revoke_attestations"
READ_PHOTOS = "families.read_photos"
PROPOSE_PHOTO = "families.propose_photos"
APPROVE_PHOTO = "families.approve_photos"

_OFFICE = frozenset({READ, PREPARE, APPROVE, REVOKE, READ_PHOTOS, PROPOSE_PHOTO, APPROVE_PHOTO})

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.CASEWORKER: frozenset({READ, PREPARE, READ_PHOTOS, PROPOSE_PHOTO}),
    Role.TRACING_OFFICER: _OFFICE,
    Role.HEAD_OF_TRACING: _OFFICE,
}


def may_decide(scope: Scope, attestation: Attestation) -> bool:
    """Say whether this person may approve or decline: whoever prepared it may not."""
    waits = attestation.state == AttestationState.PREPARED
    return waits and scope.may(APPROVE) and scope.user_id is not None and scope.user_id != attestation.prepared_by_id


def may_revoke(scope: Scope, attestation: Attestation) -> bool:
    """Say whether this person may revoke it."""
    return attestation.state == AttestationState.ISSUED and scope.may(REVOKE)


def may_decide_photo(scope: Scope, photo: PhotoPublication) -> bool:
    """Say whether this person may approve or decline a photo: whoever proposed it may not."""
    waits = photo.state == PhotoState.PROPOSED
    return waits and scope.may(APPROVE_PHOTO) and scope.user_id is not None and scope.user_id != photo.proposed_by_id


def may_remove_photo(scope: Scope, photo: PhotoPublication) -> bool:
    """Say whether this person may take a photo away: everyone who could propose one, at once and alone."""
    return photo.state in {PhotoState.PROPOSED, PhotoState.PUBLISHED} and scope.may(PROPOSE_PHOTO)
