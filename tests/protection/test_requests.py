"""Requests about own data, from the day they come to the file that is handed over."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.utils import timezone

from payvand.audit.models import Act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.deadlines.models import Deadline
from payvand.people.services import NameInput, add_identifier, register_person, set_flag
from payvand.protection.models import DataSubjectRequest, Disclosure, Erasure
from payvand.protection.queries import content_of, data_requests
from payvand.protection.services import (
    carry_out_erasure,
    check_identity,
    decide_data_request,
    hand_over,
    take_data_request,
)

pytestmark = pytest.mark.django_db
NAME, MOTHER = "Сироҷиддинов Фаррухшоҳ", "Зайнабхотун"


@pytest.fixture
def scope(cast):
    return cast.scope_for(cast.caseworker)


@pytest.fixture
def officer(cast):
    return cast.scope_for(cast.data_protection_officer)


@pytest.fixture
def person(cast, scope):
    made = register_person(
        scope=scope,
        purpose="tracing",
        unit=cast.khatlon,
        names=[NameInput(full_as_given=NAME)],
        mother_name=MOTHER,
    )
    add_identifier(scope=scope, person=made, kind="passport", value="A01234567")
    set_flag(scope=scope, person=made, code="hiv_tb", reason="told the nurse")
    return made


@pytest.fixture
def asked(scope, person):
    def ask(kind="access", **more):
        told = {"asked_by": NAME, "contact": "+992 900 11 22 33", "words": "what do you have?", **more}
        return take_data_request(scope=scope, kind=kind, person_ids=[person.pk], **told)

    return ask


def shown(sections):
    return "\n".join(f"{section.title} {row}" for section in sections for row in section.rows)


def test_the_time_to_answer_runs_from_the_day_on_which_it_came(asked):
    came = timezone.localdate() - dt.timedelta(days=4)
    request = asked(received_on=came)
    assert request.number.startswith("TJ-DP-")
    assert request.due_on == came + dt.timedelta(days=30)
    deadline = Deadline.objects.get(subject_id=request.pk)
    assert (deadline.number, deadline.due) == (request.number, request.due_on)


def test_numbers_have_no_gap(asked):
    first, second = asked(), asked()
    assert int(second.number[-4:]) == int(first.number[-4:]) + 1


def test_words_are_encrypted_and_not_in_the_audit(asked):
    request = asked()
    row = DataSubjectRequest.objects.filter(pk=request.pk).values_list("asked_by", "words", "contact").get()
    assert all(str(value) == "<sealed>" for value in row)
    assert NAME not in str(list(Act.objects.values_list("facts", flat=True)))


def test_the_officer_reads_the_record_only_for_a_checked_and_open_request(scope, officer, asked):
    request = asked()
    with pytest.raises(NotAllowed):
        content_of(officer, request)
    request = check_identity(scope=scope, request=request, check_kind="paper")
    content = shown(content_of(officer, request))
    assert NAME in content
    assert "A01234567" in content
    with pytest.raises(NotAllowed):
        content_of(scope, request)
    request = decide_data_request(scope=officer, request=request, decision="granted", answer="all of it")
    with pytest.raises(NotAllowed):
        content_of(officer, request)


@pytest.mark.parametrize("kind", ["rectification", "objection", "withdrawal"])
def test_other_requests_open_no_record(scope, officer, asked, kind):
    request = check_identity(scope=scope, request=asked(kind), check_kind="known")
    with pytest.raises(NotAllowed):
        content_of(officer, request)


def test_the_file_protects_third_persons_and_holds_a_paper(scope, officer, person, asked):
    request = check_identity(scope=scope, request=asked(), check_kind="paper")
    with pytest.raises(Refused):
        hand_over(scope=officer, request=request)
    decide_data_request(scope=officer, request=request, decision="granted", answer="all of it")
    with zipfile.ZipFile(io.BytesIO(hand_over(scope=officer, request=request))) as packed:
        told = packed.read("data.json").decode()
        assert packed.read("data.pdf").startswith(b"%PDF-")
    assert NAME in told
    assert MOTHER not in told
    assert "HIV" not in told
    assert json.loads(told)["number"] == request.number
    assert Disclosure.objects.get().channel == "subject"


def test_nothing_is_granted_before_it_is_known_who_asks(officer, asked):
    with pytest.raises(Refused):
        decide_data_request(scope=officer, request=asked(), decision="granted", answer="yes")
    assert decide_data_request(scope=officer, request=asked(), decision="refused", answer="not the person").decision


def test_a_granted_erasure_is_proposed_for_a_second_person(cast, scope, officer, person, asked):
    request = check_identity(scope=scope, request=asked("erasure"), check_kind="paper")
    decide_data_request(scope=officer, request=request, decision="granted", answer="no open file")
    erasure = Erasure.objects.get(person_id=person.pk)
    with pytest.raises(Refused):
        carry_out_erasure(scope=officer, erasure=erasure)
    carry_out_erasure(scope=cast.scope_for(cast.head_of_tracing), erasure=erasure)
    request.refresh_from_db()
    assert (request.asked_by, request.words, request.contact, request.answer) == ("", "", "", "")
    assert request.decision == "granted"


def test_a_decision_needs_its_reason_and_ends_the_deadline(scope, officer, asked):
    request = check_identity(scope=scope, request=asked(), check_kind="paper")
    with pytest.raises(InvalidInput):
        decide_data_request(scope=officer, request=request, decision="granted", answer=" ")
    with pytest.raises(NotAllowed):
        decide_data_request(scope=scope, request=request, decision="granted", answer="yes")
    decide_data_request(scope=officer, request=request, decision="partly", answer="without the letters")
    assert Deadline.objects.get(subject_id=request.pk).met_at is not None
    with pytest.raises(Refused):
        decide_data_request(scope=officer, request=request, decision="granted", answer="again")


def test_staff_see_the_requests_that_they_took(cast, scope, officer, asked):
    request = asked()
    assert list(data_requests(scope)) == list(data_requests(officer)) == [request]
    assert list(data_requests(cast.scope_for(cast.other_caseworker))) == []


def test_another_branch_names_no_record_of_this_one(cast, person):
    with pytest.raises(NotAllowed):
        take_data_request(
            scope=cast.scope_for(cast.other_caseworker), kind="access", asked_by=NAME, person_ids=[person.pk]
        )
    assert not DataSubjectRequest.objects.exists()
