"""What the addresses of events need."""

from datetime import date

from payvand.emergencies.services import register_event
from payvand.network.models import Country

SECRETS = ("Flood of the invented river",)


def objects(cast):
    event = register_event(
        scope=cast.scope_for(cast.head_of_tracing),
        code="flood-1",
        name=SECRETS[0],
        kind="FL",
        country=Country.objects.get(pk="TJ"),
        started_on=date(2026, 3, 1),
    )
    return {"event": event.code}
