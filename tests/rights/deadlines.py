"""What the addresses of the deadlines room need: a kind, a holiday, and the secret of the caseworker's calendar."""

from datetime import date

from payvand.deadlines import services
from payvand.deadlines.kinds import DeadlineKind, register


def objects(cast):
    register(DeadlineKind("rights.answer", "Answer", 30, right="deadlines.see_deadlines"))
    holiday = services.add_holiday(scope=cast.scope_for(cast.head_of_tracing), day=date(2027, 3, 21))
    secret = services.open_feed(scope=cast.scope_for(cast.caseworker))
    return {"kind": "rights.answer", "holiday": holiday.pk, "secret": secret}
