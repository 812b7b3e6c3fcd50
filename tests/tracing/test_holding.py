"""What tracing gives to a person who asks, what an erasure takes, and what waits for a decision about keeping."""

import json
from datetime import date, timedelta

import pytest
from django.core import serializers
from django.utils import timezone

from payvand.core.partial_date import PartialDate
from payvand.tracing import queries, services
from payvand.tracing.enums import ActionKind, RequestState, SeparationCause
from payvand.tracing.models import HistoryEntry, RememberedFact, TracingAction, TracingRequest
from payvand.tracing.services import holding

SECRET = "Кӯчаи Сино 4"


@pytest.fixture
def whole(search, tell, officer):
    """A file in which the same words stand wherever words can stand."""
    enquirer = tell.enquirer(
        consents={"search_internal": "given"}, contact_address=SECRET, contact_other=SECRET, may_be_told=SECRET
    )
    request = search(enquirer=enquirer, circumstances=SECRET, last_contact_content=SECRET, reason_for_search=SECRET)
    memory = services.Memory(
        facts=(services.ToldFact(kind="lived", value=SECRET, place_text=SECRET, from_on=PartialDate.parse("2014")),),
        relatives=(services.ToldRelative(kind="brother", name="Ҷамшед", note=SECRET),),
    )
    services.change_request(
        scope=officer,
        request=request,
        sought=tell.person(),
        enquirer=enquirer,
        account=tell.account(circumstances=SECRET, last_contact_content=SECRET, reason_for_search=SECRET),
        memory=memory,
        seen_version=request.version,
        seen_facts=queries.facts_token(request),
    )
    services.plan_action(scope=officer, request=request, kind=ActionKind.PHONE, task=SECRET)
    services.record_contact(scope=officer, request=request, on=date(2026, 6, 1), note=SECRET)
    return TracingRequest.objects.get(pk=request.pk)


def words_left() -> str:
    rows = [*TracingRequest.objects.all(), *HistoryEntry.objects.all(), *TracingAction.objects.all()]
    opened = [[getattr(row, field.attname) for field in row._meta.fields if field.attname != "id"] for row in rows]
    return json.dumps(opened, default=str, ensure_ascii=False) + serializers.serialize(
        "json", RememberedFact.objects.all()
    )


def test_an_erasure_leaves_no_words_and_all_codes(whole):
    assert SECRET in words_left()
    for person_id in (whole.sought.person_id, whole.enquirer_id):
        assert holding.erase(person_id)
    left = words_left()
    assert SECRET not in left
    assert whole.number in left
    assert "labour_migration" in left
    for person_id in (whole.sought.person_id, whole.enquirer_id):
        assert holding.erase(person_id) == {}


def test_the_contact_of_an_enquirer_goes_and_the_search_stays(whole):
    assert holding.erase_contact(whole.enquirer_id) == {"tracing.TracingRequest": 1}
    whole.refresh_from_db()
    assert (whole.contact, whole.contact_address, whole.may_be_told) == ("", "", "")
    assert whole.circumstances == SECRET


def held(person_id) -> str:
    return json.dumps([section.rows for section in holding.held_about(frozenset({person_id}))], ensure_ascii=False)


def test_a_person_reads_what_is_kept_of_them_and_of_nobody_else(whole):
    own = json.dumps(
        [section.rows for section in holding.held_about(frozenset({whole.enquirer_id}))], ensure_ascii=False
    )
    assert whole.number in own
    assert SECRET in own
    assert "Фаррух" not in own
    sought = held(whole.sought.person_id)
    assert SECRET in sought
    assert "+992" not in sought
    assert "Зайнаб" not in sought


@pytest.mark.parametrize(
    ("cause", "due"),
    [
        (SeparationCause.LABOUR_MIGRATION, True),
        (SeparationCause.TJ_CIVIL_WAR, False),
        (SeparationCause.DETENTION, False),
    ],
)
def test_files_of_conflicts_and_detention_are_kept_for_ever(cause, due, search, cast):
    request = search(cause=cause)
    long_ago = timezone.now() - timedelta(days=365 * 6)
    TracingRequest.objects.filter(pk=request.pk).update(
        state=RequestState.ARCHIVED, close_reason="P6", closed_at=long_ago, state_since=long_ago
    )
    found = list(holding.retention(cast.scope_for(cast.head_of_tracing)))
    assert {row.person_id for row in found} == ({request.sought.person_id, request.enquirer_id} if due else set())


def test_a_file_that_ended_lately_is_not_due(search, close, cast):
    close(search())
    assert list(holding.retention(cast.scope_for(cast.head_of_tracing))) == []
