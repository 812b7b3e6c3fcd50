"""What the addresses of the tracing room need: a file of Khatlon, and a hint for it that Khatlon holds too."""

from datetime import date

from django.utils import timezone

from payvand.core.partial_date import PartialDate
from payvand.people.enums import ConsentScope, ConsentState
from payvand.tracing import services
from payvand.tracing.models import FamilyPage, Hint
from payvand.tracing.services import family_page

SECRETS = ("Пайрав Қудратзода", "Kudratzoda", "Моҳира Қудратова", "+992 00 000 00 09", "+7 900 000 00 09")


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
    family_page.give_code(scope=scope, request=request)
    letter = family_page.take_in_letter(
        letter_id="rights",
        lookup=FamilyPage.objects.get(request=request).lookup,
        contact=SECRETS[4],
        text="",
        language="ru",
        written_at=timezone.now(),
    )
    services.register_found_person(
        scope=scope,
        unit=cast.khatlon,
        person=services.ToldPerson(full_name="Kudratzoda Payrav", birth=PartialDate.parse("1971"), sex="male"),
        source="safe_and_well",
    )
    services.compare_due(most=20)
    return {
        "file": request.number,
        "hint": Hint.objects.get().pk,
        "submit": "submit",
        "accept": "accept",
        "fly": "fly",
        "letter": letter.pk,
    }
