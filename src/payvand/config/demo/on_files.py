"""What the demonstration's staff does on the files that it searches: partners, visits, the family's page."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from payvand.access.models import User
from payvand.access.scopes import scope_of
from payvand.config.demo.files import Desk
from payvand.core.errors import Refused
from payvand.core.scope import Scope
from payvand.network.models import Organisation
from payvand.people.enums import ConsentBasis, ConsentState
from payvand.protection.enums import CannotAsk
from payvand.protection.services import record_cannot_be_asked
from payvand.tracing import queries, services
from payvand.tracing.enums import ActionKind, ActionOutcome, EnquiryStep, LinkKind, RequestState
from payvand.tracing.models import FamilyPage, TracingRequest
from payvand.tracing.services import family_page

_ABROAD = "DRU001"
_ADVICE = "Agreement with the Ministry on tracing, invented for the demonstration"
_QUESTION = "Last known to work on building sites there; please ask at the address and in the hospitals of the region."
_FEW = 8
_LETTER = "Мы переехали к старшему сыну, прежний телефон больше не отвечает."
_MOVED = "+992 00 555 0101"


def work_on_files(desk: Desk, volunteer: User, requests: Sequence[TracingRequest]) -> str:
    """Ask partners, send a volunteer, speak with families, give some a code; return one code and PIN to try."""
    officer = scope_of(desk.officer, language=desk.officer.language)
    searched = list(
        queries.visible_requests(officer)
        .filter(pk__in=[request.pk for request in requests], state=RequestState.IN_PROGRESS)
        .order_by("number")
    )
    _ask_partners(officer, searched)
    _visit(officer, volunteer, searched[1::6])
    for request in searched[::4]:
        services.record_contact(
            scope=officer,
            request=request,
            on=timezone.localdate() - timedelta(days=30),
            note="Called; nothing new on their side, told them that the search goes on.",
        )
    _restore_links(officer, requests)
    return _give_codes(officer, searched[:_FEW])


def _ask_partners(officer: Scope, searched: Sequence[TracingRequest]) -> None:
    partner = Organisation.objects.get(code=_ABROAD)
    today = timezone.localdate()
    for number, request in enumerate(searched[::3]):
        record_cannot_be_asked(
            scope=officer,
            person=request.sought.person,
            reason=CannotAsk.WHEREABOUTS_UNKNOWN,
            basis=ConsentBasis.PUBLIC,
            review_on=today + timedelta(days=365),
            words="Nobody knows where the person is; the family asks us to search.",
            advice=_ADVICE,
        )
        try:
            enquiry = services.write_enquiry(scope=officer, request=request, partner=partner, question=_QUESTION)
            sent_on = today - timedelta(days=8 * number + 4)
            enquiry = services.step_enquiry(scope=officer, enquiry=enquiry, step=EnquiryStep.SEND, on=sent_on)
        except Refused:
            continue  # this family did not agree that we share with the Movement
        if number % 3 == 0:
            continue
        enquiry = services.step_enquiry(
            scope=officer,
            enquiry=enquiry,
            step=EnquiryStep.ACKNOWLEDGE,
            their_number=f"RU-{sent_on.year}-{400 + number}",
            on=sent_on + timedelta(days=3),
        )
        if number % 3 == 1:
            services.step_enquiry(
                scope=officer,
                enquiry=enquiry,
                step=EnquiryStep.ANSWER_NEGATIVE,
                text="Nobody of this name at the address; the neighbours do not know him.",
                on=today,
            )


def _visit(officer: Scope, volunteer: User, requests: Sequence[TracingRequest]) -> None:
    for number, request in enumerate(requests):
        action = services.plan_action(
            scope=officer,
            request=request,
            kind=ActionKind.FIELD_VISIT if number % 2 else ActionKind.NEIGHBOURS,
            task="Ask at the house by the bazaar who remembers the family. Say that a relative asks, nothing more.",
            given_to=volunteer,
            planned_for=timezone.localdate() + timedelta(days=number - 1),
        )
        if number % 3 == 1:
            services.report_action(
                scope=scope_of(volunteer, language=volunteer.language),
                action=action,
                outcome=ActionOutcome.PARTIAL,
                report="The elder says that they moved to Kulob in spring.",
            )


def _restore_links(officer: Scope, requests: Sequence[TracingRequest]) -> None:
    located = queries.visible_requests(officer).filter(
        pk__in=[request.pk for request in requests], state=RequestState.LOCATED
    )
    for request in located.order_by("number")[:3]:
        asked = services.record_choice(
            scope=officer, request=request, fate=ConsentState.GIVEN, place=ConsentState.REFUSED
        )
        services.record_link(
            scope=officer,
            request=asked,
            kind=LinkKind.CALL,
            restored_on=timezone.localdate() - timedelta(days=2),
            note="They spoke for twenty minutes from the branch.",
        )


def _give_codes(officer: Scope, requests: Sequence[TracingRequest]) -> str:
    for number, request in enumerate(requests):
        slip = family_page.give_code(scope=officer, request=request)
        if number == 1:
            family_page.ask_family(scope=officer, request=request, note="The name of the village is missing.")
        if number == _FEW - 1:
            page = FamilyPage.objects.get(request=request)
            family_page.take_in_letter(
                letter_id="demonstration",
                lookup=page.lookup or "",
                contact=_MOVED,
                text=_LETTER,
                language="ru",
                written_at=timezone.now() - timedelta(hours=3),
            )
    return f"{slip.code} {slip.pin}"
