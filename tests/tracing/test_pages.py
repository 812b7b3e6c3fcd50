"""The pages: what they show, that nothing typed is lost, and how many queries a list takes."""

import csv
import io
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payvand.tracing import queries, services
from payvand.tracing.enums import HintState, RequestState
from payvand.tracing.models import FoundRecord, Hint, TracingRequest

# Literal, so that a query that grows with the rows, or a new one, is seen here.
LIST_QUERIES = 14
FILE_QUERIES = 42  # panels of other rooms among them
HINTS_QUERIES = 17


@pytest.fixture
def desk(cast):
    return cast.client_of(cast.tracing_officer)


@pytest.fixture
def form(cast):
    """A form as a browser sends it; the family agrees."""
    return {
        "form_token": str(uuid.uuid4()),
        "unit": str(cast.khatlon.pk),
        "full_name": "Раҳимов Фаррух Саидович",
        "language": "tg",
        "other_names": "Рахимов Фарух\n\nФаррухҷон",
        "birth": "около 1985",
        "sex": "male",
        "enquirer_name": "Раҳимова Зайнаб",
        "relation": "mother",
        "received_on": "21.05.2026",
        "consent_search_internal": "given",
        "submit": "1",
    }


def queries_of(desk, address):
    desk.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert desk.get(address).status_code == 200
    return len(captured)


def test_a_form_becomes_a_submitted_request(desk, form):
    answer = desk.post("/tracing/new/", form)
    request = TracingRequest.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/tracing/{request.number}/")
    assert (request.state, str(request.received_on)) == (RequestState.SUBMITTED, "2026-05-21")
    names = [name.full_as_given for name in request.sought.person.names.all()]
    assert names == ["Раҳимов Фаррух Саидович", "Рахимов Фарух", "Фаррухҷон"]


def test_a_form_sent_twice_leads_to_the_same_file(desk, form):
    first, second = desk.post("/tracing/new/", form), desk.post("/tracing/new/", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert TracingRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("full_name", "", "Write the name; one word is enough."),
        ("birth", "13.13.1985", None),
        ("relation", "", "Choose what the enquirer is to the sought person."),
        ("received_on", "01.01.2090", "This day has not come yet. Write the day on which the family asked."),
        ("consent_search_internal", "refused", "Without a yes to this nobody is searched for."),
        ("consent_share_authority", "given", "Write which authority may be asked; without a name the answer is no."),
        ("other_names", "x" * 501, "A name is longer than 500 characters."),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field_and_nothing_is_lost(desk, form, field, value, sentence):
    story = "Ронандаи мошини боркаш; бори охир аз Оренбург занг зад."
    answer = desk.post("/tracing/new/", form | {field: value, "circumstances": story})
    page = answer.content.decode()
    assert answer.status_code == 422
    wrong = "authority" if "authority" in field else field
    shown = " ".join(answer.context["form"].errors[wrong])
    assert shown
    if sentence:
        assert sentence in shown
    assert story in page
    assert form["form_token"] in page
    assert not TracingRequest.objects.exists()


def test_a_second_editor_is_shown_both_versions_and_loses_nothing(desk, take, cast):
    request = take()
    address = f"/tracing/{request.number}/change/"
    seen = desk.get(address).context["form"].initial
    written = {name: "" if value is None else str(value) for name, value in seen.items()}
    written["received_on"] = request.received_on.strftime("%d.%m.%Y")
    colleague = cast.client_of(cast.head_of_tracing)
    assert colleague.post(address, written | {"circumstances": "He drove a lorry."}).status_code == 302
    answer = desk.post(address, written | {"circumstances": "He built houses.", "full_name": "Раҳимов Ф. С."})
    page = answer.content.decode()
    assert answer.status_code == 422
    for text in ("Someone else changed this", "He drove a lorry.", "He built houses.", "Раҳимов Ф. С."):
        assert text in page
    sent_again = {name: answer.context["form"].data[name] for name in answer.context["form"].data}
    assert desk.post(address, sent_again).status_code == 302
    request.refresh_from_db()
    assert request.circumstances == "He built houses."


def test_the_second_editor_can_take_what_the_first_one_wrote(desk, take, cast):
    request = take()
    address = f"/tracing/{request.number}/change/"
    seen = desk.get(address).context["form"].initial
    written = {name: "" if value is None else str(value) for name, value in seen.items()}
    written["received_on"] = request.received_on.strftime("%d.%m.%Y")
    cast.client_of(cast.head_of_tracing).post(address, written | {"circumstances": "He drove a lorry."})
    answer = desk.post(address, written | {"circumstances": "He built houses."})
    sent_again = {name: answer.context["form"].data[name] for name in answer.context["form"].data}
    assert desk.post(address, sent_again | {"choose_circumstances": "theirs"}).status_code == 302
    request.refresh_from_db()
    assert request.circumstances == "He drove a lorry."


def test_rows_of_the_interview_become_facts_relatives_and_papers(desk, form, officer):
    rows = {
        "life-TOTAL_FORMS": "2", "life-INITIAL_FORMS": "2",
        "life-0-kind": "occupation", "life-0-value": "ронанда", "life-0-certainty": "hearsay",
        "life-0-source": "brother",
        "life-1-kind": "education", "life-1-value": "", "life-1-certainty": "unknown",
        "places-TOTAL_FORMS": "2", "places-INITIAL_FORMS": "0",
        "places-0-kind": "lived", "places-0-place_text": "Восеъ", "places-0-to_on": "2014",
        "places-1-kind": "worked", "places-1-place_text": "Оренбург", "places-1-from_on": "2014",
        "relatives-TOTAL_FORMS": "1", "relatives-INITIAL_FORMS": "0",
        "relatives-0-name": "Раҳимов Ҷамшед", "relatives-0-kind": "brother", "relatives-0-roles": "companion",
        "relatives-0-note": "about 30",
        "names-TOTAL_FORMS": "1", "names-INITIAL_FORMS": "0",
        "names-0-name": "Рахимов Фаррух", "names-0-name_type": "on_document", "names-0-language": "ru",
        "papers-TOTAL_FORMS": "1", "papers-INITIAL_FORMS": "0",
        "papers-0-kind": "passport", "papers-0-value": "A01234567", "papers-0-country": "TJ",
        "searched-TOTAL_FORMS": "1", "searched-INITIAL_FORMS": "0", "searched-0-kind": "agency",
        "searched-0-value": "Embassy in Moscow", "searched-0-number": "17-44",
    }  # fmt: skip
    answer = desk.post("/tracing/new/", form | rows)
    assert answer.status_code == 302
    request = TracingRequest.objects.get()
    known = queries.remembered(officer, request.sought)
    assert [(fact.kind, fact.value, fact.certainty, fact.source) for fact in known.life] == [
        ("occupation", "ронанда", "hearsay", "brother")
    ]
    assert [(one.fact.kind, one.fact.place_text) for one in known.places] == [
        ("lived", "Восеъ"),
        ("worked", "Оренбург"),
    ]
    brother = next(card for card in known.relatives if card.relation.kind == "brother")
    assert (brother.note.roles, brother.note.note) == (["companion"], "about 30")
    assert [(fact.value, fact.number) for fact in known.searched] == [("Embassy in Moscow", "17-44")]
    assert request.sought.person.names.get(name_type="on_document").full_as_given == "Рахимов Фаррух"
    assert request.sought.person.identifiers.get().value == "A01234567"


def test_a_row_that_cannot_be_read_is_marked_and_nothing_is_lost(desk, form):
    rows = {"relatives-TOTAL_FORMS": "1", "relatives-INITIAL_FORMS": "0", "relatives-0-name": "Раҳимов Ҷамшед"}
    answer = desk.post("/tracing/new/", form | rows)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose what they are to the sought person" in page
    assert "Раҳимов Ҷамшед" in page
    assert not TracingRequest.objects.exists()


def test_a_step_on_a_file_that_changed_meanwhile_is_not_taken(desk, take, caseworker):
    request = services.submit_request(scope=caseworker, request=take())
    address = f"/tracing/{request.number}/steps/accept/"
    stale = {"request_version": request.version - 1, "note": ""}
    assert desk.post(address, stale).status_code == 409
    assert desk.post(address, stale | {"request_version": request.version}).status_code == 302
    assert desk.get(f"/tracing/{request.number}/steps/fly/").status_code == 404


def test_a_decision_is_made_from_the_page_and_undone_there(desk, take, find):
    request = take()
    find()
    services.compare_due(most=100)
    hint = Hint.objects.get()
    address = f"/tracing/{request.number}/hints/{hint.pk}/"
    assert desk.post(f"{address}confirm/", {"hint_version": hint.version}).status_code == 302
    assert desk.post(f"{address}confirm/", {"hint_version": hint.version}).status_code == 409
    hint.refresh_from_db()
    page = desk.get(address).content.decode()
    assert hint.state == HintState.CONFIRMED
    assert "confirmed: same person" in page
    assert desk.post(f"{address}undo/", {"hint_version": hint.version}).status_code == 302
    hint.refresh_from_db()
    assert hint.state == HintState.NEW


def test_a_hint_of_another_file_is_not_decided_through_this_one(desk, take, find, tell):
    request, other = take(), take(sought=tell.person(full_name="Шарипова Мадина", sex="female", father_name=""))
    find()
    services.compare_due(most=100)
    hint = Hint.objects.filter(sought=request.sought).first()
    answer = desk.post(f"/tracing/{other.number}/hints/{hint.pk}/confirm/", {"hint_version": hint.version})
    assert answer.status_code == 404


def test_the_list_is_filtered_sorted_and_can_be_linked_to(desk, take, cast, tell, caseworker):
    first = take()
    second = services.submit_request(scope=caseworker, request=take(urgency="medical"))

    def numbers(query):
        return [row.number for row in desk.get(f"/tracing/?{query}").context["page"]]

    assert numbers("") == [second.number, first.number]
    assert numbers("sort=number") == [first.number, second.number]
    assert numbers("state=submitted") == [second.number]
    assert numbers("urgency=urgent") == [second.number]
    assert numbers(f"unit={cast.sughd.pk}") == []
    assert numbers(f"officer={cast.tracing_officer.pk}") == []
    assert numbers("state=nonsense&sort=drop") == [second.number, first.number]


def test_the_export_holds_no_names(desk, take):
    request = take()
    text = desk.get("/tracing/export.csv?state=draft").content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["number"], row["state"], row["unit"]) for row in rows] == [(request.number, "draft", "TJ-KT")]
    assert "Раҳимов" not in text


def test_lists_ask_as_often_with_three_rows_as_with_one(desk, take, find, tell):
    request = take()
    find()
    services.compare_due(most=100)
    addresses = ("/tracing/", f"/tracing/{request.number}/", "/tracing/hints/")
    one = [queries_of(desk, address) for address in addresses]
    for father in ("Саид", "Саидҷон"):
        take(sought=tell.person(full_name="Шарипов Далер", father_name=father), enquirer=tell.enquirer())
        find(full_name="Farrukh Rahimov")
    services.compare_due(most=100)
    assert queries.hints_of(request).count() >= 3
    three = [queries_of(desk, address) for address in addresses]
    assert (one, three) == ([LIST_QUERIES, FILE_QUERIES, HINTS_QUERIES],) * 2


def test_a_found_person_is_registered_once_and_says_whom_it_may_be(desk, take, cast):
    take()
    services.compare_due(most=100)
    form = {
        "form_token": str(uuid.uuid4()),
        "unit": str(cast.headquarters.pk),
        "full_name": "Rakhimov Farrukh",
        "birth": "1985",
        "source": "patients_list",
        "source_text": "Orenburg",
    }
    assert desk.post("/tracing/found/new/", form).status_code == 302
    assert desk.post("/tracing/found/new/", form).status_code == 302
    assert FoundRecord.objects.count() == 1


def test_reading_a_file_is_written_down(desk, take, officer):
    from payvand.audit.reads import reads_folder

    request = take()
    desk.get(f"/tracing/{request.number}/")
    written = "".join(path.read_text() for path in reads_folder().glob("reads-*.jsonl"))
    assert str(request.pk) in written
    assert "Раҳимов" not in written
