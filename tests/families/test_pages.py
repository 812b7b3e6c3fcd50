"""The pages: what they show, that nothing typed is lost, how many queries a list takes."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payvand.emergencies.services import register_event
from payvand.families.enums.messages import MessageState
from payvand.families.models import FacilitatedCall, RedCrossMessage, ReunificationFile, SafeAndWell
from payvand.families.queries.work import due_work, find
from payvand.families.services import calls, messages, reunion, safe
from payvand.network.models import Country
from payvand.tracing.services import ToldPerson

TEXT = "Писарам, мо ҳама саломат ҳастем."


@pytest.fixture
def desk(cast):
    return cast.client_of(cast.tracing_officer)


@pytest.fixture
def event(cast):
    return register_event(
        scope=cast.scope_for(cast.head_of_tracing),
        code="flood",
        name="Flood",
        kind="FL",
        country=Country.objects.get(pk="TJ"),
        started_on=date(2026, 3, 1),
    )


@pytest.fixture
def form(cast):
    """A message as a browser sends it."""
    return {
        "form_token": str(uuid.uuid4()),
        "unit": str(cast.khatlon.pk),
        "sender_full_name": "Раҳимова Зайнаб",
        "sender_contact": "Восеъ",
        "addressee_full_name": "Раҳимов Фаррух",
        "addressee_birth": "1985",
        "addressee_detained": "on",
        "relation": "son",
        "destination": "RU",
        "kind": "letter",
        "content_form": "typed",
        "language": "tg",
        "text": TEXT,
        "collected_on": "21.05.2026",
        "agreed": "on",
    }


def queries_of(desk, address):
    desk.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(address).status_code == 200
    return len(captured)


def test_a_form_becomes_a_message_once(desk, form):
    first, second = desk.post("/families/messages/new/", form), desk.post("/families/messages/new/", form)
    message = RedCrossMessage.objects.get()
    assert {first.headers["Location"], second.headers["Location"]} == {f"/families/messages/{message.number}/"}
    assert (message.content, message.addressee_detained, message.destination_id) == (TEXT, True, "RU")


@pytest.mark.parametrize(
    ("field", "value"), [("sender_full_name", ""), ("agreed", ""), ("collected_on", "01.01.2090"), ("text", " ")]
)
def test_nothing_that_was_typed_is_lost(desk, form, field, value):
    answer = desk.post("/families/messages/new/", form | {field: value, "sender_contact": "кӯчаи Сомонӣ 4"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "кӯчаи Сомонӣ 4" in page
    assert field == "text" or TEXT in page
    assert not RedCrossMessage.objects.exists()


def test_what_is_written_stands_on_its_page_and_on_no_list(desk, collect):
    message = collect()
    page = desk.get(f"/families/messages/{message.number}/").content.decode()
    assert TEXT in page
    for address in ("/families/messages/", "/", "/families/pouches/"):
        assert TEXT not in desk.get(address).content.decode()


def test_messages_are_checked_and_put_into_a_pouch_from_the_desk(desk, collect, partner):
    numbers = [collect().number for _ in range(2)]
    assert desk.post("/families/messages/check/", {"message": numbers}).status_code == 302
    ask = desk.post("/families/pouches/new/", {"message": numbers})
    assert ask.status_code == 200
    nowhere = desk.post("/families/pouches/new/", {"message": numbers, "send": "1"})
    assert nowhere.status_code == 422
    sent = desk.post("/families/pouches/new/", {"message": numbers, "send": "1", "to_organisation": partner.pk})
    assert sent.status_code == 302
    assert set(RedCrossMessage.objects.values_list("state", flat=True)) == {MessageState.FORWARDED}
    pouch = sent.headers["Location"]
    assert all(number in desk.get(pouch).content.decode() for number in numbers)
    printed = desk.get(f"{pouch}print/?in=ru")
    assert (printed.status_code, printed.headers["Content-Type"]) == (200, "application/pdf")
    assert desk.post(f"{pouch}received/").status_code == 302
    assert desk.post(f"{pouch}received/").status_code == 409


def test_a_step_on_a_message_that_changed_meanwhile_is_not_taken(desk, in_state):
    message = in_state(MessageState.CHECKED)
    address = f"/families/messages/{message.number}/steps/deliver_here/"
    assert desk.post(address, {"seen": message.version - 1, "note": ""}).status_code == 409
    assert desk.post(address, {"seen": message.version, "note": ""}).status_code == 302
    assert desk.get(f"/families/messages/{message.number}/steps/fly/").status_code == 404


def test_a_volunteer_sees_where_to_go_and_tells_what_came_of_it(cast, in_state, officer):
    message = in_state(MessageState.OUT)
    volunteer = cast.client_of(cast.field_volunteer)
    page = volunteer.get("/families/deliveries/").content.decode()
    assert "Чкалова 12" in page
    assert TEXT not in page
    assert message.number in volunteer.get("/").content.decode()
    address = f"/families/deliveries/{message.number}/undeliverable/"
    assert volunteer.post(address, {"seen": message.version, "reason": "", "note": ""}).status_code == 422
    assert volunteer.post(address, {"seen": message.version, "reason": "moved", "note": ""}).status_code == 302
    message.refresh_from_db()
    assert (message.state, message.fail_reason) == (MessageState.UNDELIVERABLE, "moved")
    assert volunteer.get(address).status_code == 404


def test_messages_of_a_file_stand_on_its_page(desk, cast, officer):
    from payvand.tracing.services import Account, ToldEnquirer, take_request

    file = take_request(
        scope=officer,
        unit=cast.khatlon,
        sought=ToldPerson(full_name="Раҳимов Фаррух"),
        enquirer=ToldEnquirer(full_name="Раҳимова Зайнаб", relation="mother", contact="Восеъ"),
        account=Account(received_on=date(2026, 5, 1)),
    )
    address = f"/families/messages/for/{file.number}/"
    told = {
        "form_token": str(uuid.uuid4()), "unit": cast.khatlon.pk, "kind": "alive", "content_form": "oral",
        "text": TEXT, "collected_on": "21.05.2026", "agreed": "on",
    }  # fmt: skip
    assert "Восеъ" in desk.get(address).content.decode()
    assert desk.post(address, told).status_code == 302
    message = RedCrossMessage.objects.get()
    assert (message.sender, message.addressee, message.request) == (file.enquirer, file.sought.person, file)
    assert message.number in desk.get(f"/tracing/{file.number}/").content.decode()


def test_my_work_and_the_search_know_messages(collect, in_state, officer, caseworker):
    waiting, back = collect(), in_state(MessageState.REFUSED)
    work = due_work(officer)
    assert {item.title for item in work.due} == {waiting.number, back.number}
    assert [(tile.figure, tile.tone) for tile in work.tiles] == [(1, ""), (1, "amber")]
    assert {item.title for item in due_work(caseworker).due} == {back.number}
    assert [found.title for found in find(officer, waiting.number)] == [waiting.number]


def test_somebody_is_registered_as_safe_from_the_page(desk, cast, event):
    told = {
        "form_token": str(uuid.uuid4()), "unit": cast.khatlon.pk, "event": event.pk, "person_full_name": "Назарова",
        "status": "safe", "told_by": "self", "place_class": "shelter", "exact_place": "мактаби 4",
        "expires_on": "01.01.2090",
    }  # fmt: skip
    wrong = desk.post("/families/safe/new/", told)
    assert sorted(wrong.context["form"].errors) == ["exact_place", "expires_on"]
    until = safe.last_day(30).strftime("%d.%m.%Y")
    assert desk.post("/families/safe/new/", told | {"expires_on": until, "place_agreed": "on"}).status_code == 302
    made = SafeAndWell.objects.get()
    assert desk.post(f"/families/safe/{made.number}/told/", {"relation": "бародараш"}).status_code == 302
    assert "бародараш" in desk.get(f"/families/safe/{made.number}/").content.decode()
    assert desk.post(f"/families/safe/{made.number}/end/").status_code == 302
    assert desk.get(f"/families/safe/{made.number}/").status_code == 404


def test_a_call_is_recorded_from_the_page(desk, cast):
    told = {
        "form_token": str(uuid.uuid4()), "unit": cast.khatlon.pk, "caller_full_name": "Назаров",
        "called_full_name": "Назарова", "kind": "video", "outcome": "completed", "on": "21.05.2026", "minutes": "",
    }  # fmt: skip
    assert list(desk.post("/families/calls/new/", told).context["form"].errors) == ["minutes"]
    assert desk.post("/families/calls/new/", told | {"minutes": "9"}).status_code == 302
    assert FacilitatedCall.objects.get().minutes == 9


def test_a_reunification_goes_its_way_through_the_pages(desk, cast):
    told = {
        "form_token": str(uuid.uuid4()), "unit": cast.khatlon.pk, "applicant_full_name": "Мирзоев",
        "principal_full_name": "Мирзоева", "relation": "wife", "contact_restored_on": "", "escort": "",
        "applicant_agreed_on": "01.03.2026", "principal_agreed_on": "01.03.2026",
    }  # fmt: skip
    assert list(desk.post("/families/reunification/new/", told).context["form"].errors) == ["contact_restored_on"]
    done = desk.post("/families/reunification/new/", told | {"contact_restored_on": "01.02.2026"})
    address = done.headers["Location"]
    file = ReunificationFile.objects.get()
    for country, role, permit in (("TJ", "departure", "exit"), ("RU", "destination", "entry")):
        assert (
            desk.post(f"{address}decisions/", {"country": country, "role": role, "permit": permit}).status_code == 302
        )
    for decision in file.decisions.all():
        answer = {"state": "granted", "decided_on": "02.03.2026", "valid_until": "", "reference": "E-7"}
        assert desk.post(f"{address}decisions/{decision.pk}/", answer).status_code == 302
    for step, more in (
        ("apply", {}),
        ("clear", {}),
        ("depart", {"on": "03.03.2026"}),
        ("reunite", {"on": "05.03.2026"}),
    ):
        file.refresh_from_db()
        assert desk.post(f"{address}steps/{step}/", {"seen": file.version, "note": "", **more}).status_code == 302
    file.refresh_from_db()
    assert (file.state, file.reunited_on) == ("reunited", date(2026, 3, 5))
    assert desk.get(address).status_code == 200


def test_lists_ask_as_often_with_three_rows_as_with_one(desk, collect, in_state, officer, cast, event):  # noqa: PLR0917 — one of each
    def fill(number):
        collect()
        message = in_state(MessageState.CHECKED)
        messages.send_pouch(scope=officer, unit=cast.khatlon, messages=[message], to_unit=cast.kulob)
        person = ToldPerson(full_name=f"Назарова {number}")
        safe.register_safe(scope=officer, event=event, unit=cast.khatlon, person=person, news=safe.SafeNews())
        facts = calls.CallFacts(on=date(2026, 5, 1), minutes=3)
        calls.record_call(scope=officer, unit=cast.khatlon, caller=person, called=person, facts=facts)
        day = date(2026, 3, 1)
        agreed = reunion.ReunionFacts(
            relation="wife", contact_restored_on=day, applicant_agreed_on=day, principal_agreed_on=day
        )
        reunion.open_reunification(scope=officer, unit=cast.khatlon, applicant=person, principal=person, facts=agreed)

    addresses = [
        f"/families/{name}/" for name in ("messages", "pouches", "deliveries", "calls", "safe", "reunification")
    ]
    fill(0)
    first = RedCrossMessage.objects.first()
    addresses.append(f"/families/messages/{first.number}/")
    one = [queries_of(desk, address) for address in addresses]
    fill(1)
    fill(2)
    assert [queries_of(desk, address) for address in addresses] == one
    assert max(one) <= 24
