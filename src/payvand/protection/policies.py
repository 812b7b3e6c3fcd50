"""Who may do what here, and which consent each way out of the Society needs."""

from collections.abc import Mapping

from payvand.access.enums import Role
from payvand.people.enums import ConsentScope
from payvand.protection.enums import Channel

SEE_DISCLOSURES = "protection.see_disclosures"

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.DATA_PROTECTION_OFFICER: frozenset({SEE_DISCLOSURES}),
    Role.HEAD_OF_TRACING: frozenset({SEE_DISCLOSURES}),
}

# What the person must have agreed to for each way; what goes to the person themself needs no consent of theirs.
NEEDED: Mapping[str, ConsentScope] = {
    Channel.MOVEMENT: ConsentScope.SHARE_MOVEMENT,
    Channel.AUTHORITY: ConsentScope.SHARE_AUTHORITY,
    Channel.ORGANISATION: ConsentScope.SHARE_ORG,
    Channel.ENQUIRER_FATE: ConsentScope.INFORM_ENQUIRER_FATE,
    Channel.ENQUIRER_PLACE: ConsentScope.INFORM_ENQUIRER_LOCATION,
    Channel.LIST: ConsentScope.PUBLISH_NAME,
    Channel.PHOTO: ConsentScope.PUBLISH_PHOTO,
}
