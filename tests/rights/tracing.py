"""What the addresses of the tracing room need: a file of Khatlon, and a hint for it that Khatlon holds too."""

from datetime import date

from django.utils import timezone

from payvand.core.partial_date import PartialDate
from payvand.network.enums import OrganisationKind
from payvand.network.models import Organisation
from payvand.people.enums import ConsentScope, ConsentState
from payvand.tracing import services
from payvand.tracing.enums import ActionKind, LinkKind
from payvand.tracing.models import FamilyPage, Hint, OwnerQuestion
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
    worked = _worked(cast, request, told, enquirer, account)
    return worked | {
        "file": request.number,
        "hint": Hint.objects.get().pk,
        "submit": "submit",
        "accept": "accept",
        "fly": "fly",
        "letter": letter.pk,
    }


def _worked(cast, request, told, enquirer, account):
    """A second file, accepted, with something of everything that is recorded on it."""
    officer = cast.scope_for(cast.tracing_officer)
    file = services.take_request(scope=officer, unit=cast.khatlon, sought=told, enquirer=enquirer, account=account)
    file = services.accept_request(scope=officer, request=services.submit_request(scope=officer, request=file))
    action = services.plan_action(
        scope=officer, request=file, kind=ActionKind.FIELD_VISIT, task=SECRETS[0], given_to=cast.field_volunteer
    )
    link = services.record_link(
        scope=officer, request=file, kind=LinkKind.OTHER, restored_on=date(2026, 3, 2), note="A neighbour brought news."
    )
    partner = Organisation.objects.create(
        name="Society across the border", kind=OrganisationKind.NATIONAL_SOCIETY, country_id="KZ", code="DKZ001"
    )
    enquiry = services.write_enquiry(scope=officer, request=file, partner=partner, question=SECRETS[0])
    question = OwnerQuestion.objects.create(hint=request.sought.hints.first(), request=request, by=cast.tracing_officer)
    return {
        "worked": file.number,
        "action": action.pk,
        "link": link.pk,
        "enquiry": enquiry.running,
        "question": question.pk,
        "contact": "contact",
    }
