"""What the addresses of the tracing room need: a file of Khatlon, and a hint for it that Khatlon holds too."""

from datetime import date

from payvand.core.partial_date import PartialDate
from payvand.people.enums import ConsentScope, ConsentState
from payvand.tracing import services
from payvand.tracing.models import Hint

SECRETS = ("Пайрав Қудратзода", "Kudratzoda", "Моҳира Қудратова", "+992 00 000 00 09")


def objects(cast):
    scope = cast.scope_for(cast.caseworker)
    told = services.ToldPerson(full_name=SECRETS[0], language="tg", birth=PartialDate.parse("1971"), sex="male")
    enquirer = services.ToldEnquirer(
        full_name=SECRETS[2],
        relation="wife",
        contact=SECRETS[3],
        consents={ConsentScope.SEARCH_INTERNAL.value: ConsentState.GIVEN},
    )
    account = services.Account(received_on=date(2026, 3, 1))
    request = services.take_request(scope=scope, unit=cast.khatlon, sought=told, enquirer=enquirer, account=account)
    services.submit_request(scope=scope, request=request)
    services.register_found_person(
        scope=scope,
        unit=cast.khatlon,
        person=services.ToldPerson(full_name="Kudratzoda Payrav", birth=PartialDate.parse("1971"), sex="male"),
        source="safe_and_well",
    )
    services.compare_due(most=20)
    return {"file": request.number, "hint": Hint.objects.get().pk, "submit": "submit", "accept": "accept", "fly": "fly"}
