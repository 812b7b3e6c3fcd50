"""Attestations: two people, one paper for ever, a register that keeps every number."""

import hashlib
import io
import re
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from payvand.audit.models import Act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.families.models import Attestation
from payvand.families.queries.attestations import visible_attestations
from payvand.families.services import attestations as services
from payvand.files.models import StoredFile
from payvand.files.services import read_file
from payvand.people.enums import ConsentScope, ConsentState
from payvand.people.services import record_consent
from payvand.protection.models import Disclosure
from payvand.tracing import services as tracing

pytestmark = pytest.mark.django_db
STATEMENT = 'Ҳайдаров Сафар was visited on 12.03.1993 in Khujand. #panic("x") *bold*'


@pytest.fixture
def file(cast, caseworker):
    return tracing.take_request(
        scope=caseworker,
        unit=cast.khatlon,
        sought=tracing.ToldPerson(full_name="Ҳайдаров Сафар", sex="male", birth_place_text="Ваҳдат"),
        enquirer=tracing.ToldEnquirer(full_name="Ҳайдарова Ойша", relation="wife"),
        account=tracing.Account(received_on=date(2026, 3, 1)),
    )


def facts(**changes):
    told = {
        "kind": "detention", "asker": "person", "asker_name": "Ҳайдаров Сафар", "asked_on": date(2026, 5, 1),
        "statement": STATEMENT, "archive_reference": "volume 7, page 112", "language": "en",
    }  # fmt: skip
    return services.AttestationFacts(**told | changes)


@pytest.fixture
def prepared(caseworker, file):
    def prepare(**changes):
        return services.prepare_attestation(scope=caseworker, request=file, facts=facts(**changes))

    return prepare


def plain(text):
    return re.sub(r"[\s\u200b]+", "", text)


def test_an_attestation_is_issued_by_a_second_person_as_a_numbered_paper(prepared, officer):
    row = prepared()
    services.issue_attestation(scope=officer, attestation=row)
    row.refresh_from_db()
    assert re.fullmatch(r"TJ-ATT-\d{4}-0001", row.number)
    assert (row.state, row.decided_by_id) == ("issued", officer.user_id)
    paper = read_file(scope=officer, file=row.paper)
    assert hashlib.sha256(paper).hexdigest() == row.paper_hash
    said = plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages))
    for words in (row.number, "Ҳайдаров Сафар", "Ваҳдат", STATEMENT):
        assert plain(words) in said
    assert "volume7" not in said


def test_the_paper_is_in_the_language_that_was_asked_for(prepared, officer):
    row = services.issue_attestation(scope=officer, attestation=prepared(language="ru"))
    assert services.paper_of(row)["language"] == "ru"


def test_nobody_approves_what_they_prepared(cast, file, officer):
    row = services.prepare_attestation(scope=officer, request=file, facts=facts())
    with pytest.raises(NotAllowed):
        services.issue_attestation(scope=officer, attestation=row)
    with pytest.raises(NotAllowed):
        services.decline_attestation(scope=officer, attestation=row, reason="no")
    services.issue_attestation(scope=cast.scope_for(cast.head_of_tracing), attestation=row)
    assert row.state == "issued"


def test_a_caseworker_approves_nothing(cast, prepared, file):
    row = prepared()
    with pytest.raises(NotAllowed):
        services.issue_attestation(scope=cast.scope_for(cast.caseworker), attestation=row)


def test_what_is_issued_is_never_issued_again_and_its_paper_stays(prepared, officer, cast):
    row = services.issue_attestation(scope=officer, attestation=prepared())
    before = row.paper_hash
    with pytest.raises(NotAllowed):
        services.issue_attestation(scope=officer, attestation=row)
    client = cast.client_of(cast.tracing_officer)
    assert client.post(reverse("files:remove", args=[row.paper_id])).status_code == 404
    assert client.get(reverse("files:add", args=["families.attestation", row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.paper_hash == before
    assert StoredFile.objects.filter(pk=row.paper_id).exists()


def test_a_revoked_attestation_stays_in_the_register_with_its_reason(prepared, officer):
    row = services.issue_attestation(scope=officer, attestation=prepared())
    with pytest.raises(InvalidInput):
        services.revoke_attestation(scope=officer, attestation=row, reason=" ")
    services.revoke_attestation(scope=officer, attestation=row, reason="Another person of the same name.")
    row = Attestation.objects.get()
    assert (row.state, row.reason) == ("revoked", "Another person of the same name.")
    with pytest.raises(NotAllowed):
        services.revoke_attestation(scope=officer, attestation=row, reason="again")
    acts = Act.objects.filter(subject_type=services.SUBJECT, action__startswith="families.")
    assert [act.action for act in acts] == [
        "families.prepare_attestation", "families.issue_attestation", "families.revoke_attestation",
    ]  # fmt: skip


def test_a_family_is_told_only_what_the_person_agreed_to(prepared, officer, file, caseworker):
    row = prepared(asker="family", asker_name="Ҳайдарова Ойша", asker_relation="wife")
    with pytest.raises(Refused):
        services.issue_attestation(scope=officer, attestation=row)
    row.refresh_from_db()
    assert (row.state, row.paper_id) == ("prepared", None)
    record_consent(
        scope=caseworker,
        person=file.sought.person,
        scope_code=ConsentScope.INFORM_ENQUIRER_FATE,
        state=ConsentState.GIVEN,
    )
    services.issue_attestation(scope=officer, attestation=row)
    assert Disclosure.objects.filter(person_id=file.sought.person_id).count() == 1


def test_of_the_dead_the_family_is_told(prepared, officer):
    row = prepared(kind="death", asker="family", asker_name="Ҳайдарова Ойша", asker_relation="wife")
    assert services.issue_attestation(scope=officer, attestation=row).state == "issued"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"asker": "family", "asker_relation": ""}, "asker_relation"),
        ({"asker_name": " "}, "asker_name"),
        ({"statement": "\n"}, "statement"),
        ({"archive_reference": ""}, "archive_reference"),
        ({"asked_on": date(2999, 1, 1)}, "asked_on"),
    ],
)
def test_what_is_missing_is_said_at_its_field(prepared, changes, field):
    with pytest.raises(InvalidInput) as error:
        prepared(**changes)
    assert list(error.value.problems) == [field]
    assert not Attestation.objects.exists()


def test_what_is_out_of_reach_does_not_exist(prepared, cast, file):
    row = prepared()
    other = cast.scope_for(cast.other_caseworker)
    assert not visible_attestations(other).exists()
    with pytest.raises(NotAllowed):
        services.prepare_attestation(scope=other, request=file, facts=facts())
    address = reverse("families:attestation", args=[row.number])
    assert cast.client_of(cast.other_caseworker).get(address).status_code == 404


def test_the_way_of_an_attestation_in_the_browser(cast, file):
    client, officer = cast.client_of(cast.caseworker), cast.client_of(cast.tracing_officer)
    page = client.get(reverse("families:prepare_attestation", args=[file.number])).content.decode()
    told = {
        "form_token": re.search(r'name="form_token" value="([^"]+)"', page)[1], "kind": "message", "asker": "person",
        "asker_name": "Ҳайдаров Сафар", "asked_on": "2026-05-01", "statement": "A message was sent.",
        "archive_reference": "RCM 12", "language": "en",
    }  # fmt: skip
    address = reverse("families:prepare_attestation", args=[file.number])
    answer = client.post(address, told)
    assert answer.status_code == 302
    assert client.post(address, told).headers["Location"] == answer.headers["Location"]
    row = Attestation.objects.get()
    assert "another person approves it" in client.get(answer.headers["Location"]).content.decode()
    assert client.post(reverse("families:issue_attestation", args=[row.number])).status_code == 404
    assert "Approve and issue" in officer.get(answer.headers["Location"]).content.decode()
    assert officer.post(reverse("families:issue_attestation", args=[row.number])).status_code == 302
    row.refresh_from_db()
    paper = officer.get(reverse("files:download", args=[row.paper_id]))
    assert paper.content.startswith(b"%PDF")
    assert row.number in officer.get(reverse("tracing:file", args=[file.number])).content.decode()
    revoke = reverse("families:end_attestation", args=[row.number, "revoke"])
    assert officer.post(revoke, {"reason": ""}).status_code == 422
    assert officer.post(revoke, {"reason": "wrong page"}).status_code == 302
    assert officer.get(revoke).status_code == 404
    assert officer.get(reverse("families:end_attestation", args=[row.number, "burn"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_the_same_questions_however_long_it_is(prepared, cast, count, django_assert_max_num_queries):
    for _number in range(count):
        prepared()
    client = cast.client_of(cast.tracing_officer)
    client.get(reverse("families:attestations"))
    with django_assert_max_num_queries(14):
        page = client.get(reverse("families:attestations") + "?state=prepared").content.decode()
    assert page.count("Ҳайдаров Сафар") == count


def test_an_empty_register_says_what_to_do(cast):
    page = cast.client_of(cast.tracing_officer).get(reverse("families:attestations")).content.decode()
    assert "No attestations yet" in page


def test_who_is_erased_leaves_a_number_and_no_words(prepared, officer, file):
    from payvand.families.services.attestation_holding import erase, held_about

    row = services.issue_attestation(scope=officer, attestation=prepared())
    (section,) = held_about(frozenset({file.sought.person_id}))
    assert STATEMENT in section.rows[0].values()
    assert erase(file.sought.person_id) == {"families.Attestation": 1, "files.StoredFile": 1}
    assert erase(file.sought.person_id) == {}
    row = Attestation.objects.get()
    assert (row.statement, row.asker_name, row.paper_id) == ("", "", None)
    assert re.fullmatch(r"TJ-ATT-\d{4}-0001", row.number)
    assert row.state == "issued"
