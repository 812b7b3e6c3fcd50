"""Messages: taken once, kept sealed, matched, handed from one to the next, translated, answered."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from payvand.audit.models import Act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.families.enums.messages import Holder, MessageState
from payvand.families.models import HandOver, Pouch, RedCrossMessage
from payvand.families.queries import messages as queries
from payvand.families.queries.papers import message_paper, pouch_paper
from payvand.families.services import messages as services
from payvand.families.services.inputs import FromPartner
from payvand.pages.pdf import render
from payvand.people.enums import Confidentiality, ConsentScope, ConsentState
from payvand.people.models import Person
from payvand.people.services import record_consent, set_confidentiality
from payvand.protection.models import Disclosure
from payvand.tracing import services as tracing
from payvand.tracing.models import Hint

TEXT = "Писарам, мо ҳама саломат ҳастем."


def chain(message):
    return [(giver, link.taker, str(link)) for giver, link in queries.custody(message)]


def test_a_message_gets_a_number_of_its_own_series_without_gaps(collect):
    year = timezone.localdate().year
    numbers = [collect().number for _ in range(3)]
    assert numbers == [f"TJ-RCM-{year}-{running:04d}" for running in (1, 2, 3)]


def test_a_form_sent_twice_makes_one_message(collect):
    token = uuid.uuid4()
    assert collect(token=token) == collect(token=token)
    assert (RedCrossMessage.objects.count(), Person.objects.filter(mentioned_by=None).count()) == (1, 2)


def test_nothing_that_was_written_lies_open_in_the_database(collect, officer):
    message = collect(place_of_detention="Vakhdat prison")
    services.check_message(scope=officer, message=message, note="Ошно")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM families_redcrossmessage")
        rows = str(cursor.fetchall())
        cursor.execute("SELECT * FROM families_messageentry")
        rows += str(cursor.fetchall())
    for secret in (TEXT, "Чкалова", "Vakhdat", "Ошно"):
        assert secret not in rows
    kept = RedCrossMessage.objects.get()
    assert (kept.content, kept.place_of_detention) == (TEXT, "Vakhdat prison")
    assert not [act for act in Act.objects.all() if "Раҳимов" in str(act.facts)]


@pytest.mark.parametrize("text", [" ", "x" * 8001])
def test_what_cannot_be_kept_is_said_at_its_field(cast, ends, news, text):
    told = {"unit": cast.khatlon, "ends": ends(), "news": news(text=text), "agreed": True}
    with pytest.raises(InvalidInput) as refused:
        services.collect_message(scope=cast.scope_for(cast.caseworker), **told)
    assert list(refused.value.problems) == ["text"]
    assert not RedCrossMessage.objects.exists()
    assert not Person.objects.exists()


def test_a_scan_needs_no_text_and_a_message_needs_a_yes(caseworker, cast, ends, news):
    told = {"scope": caseworker, "unit": cast.khatlon, "ends": ends()}
    with pytest.raises(InvalidInput) as refused:
        services.collect_message(**told, news=news(), agreed=False)
    assert list(refused.value.problems) == ["agreed"]
    made = services.collect_message(**told, news=news(text="", content_form="scanned"), agreed=True)
    assert made.content == ""


def test_both_people_are_compared_with_the_open_files(collect, cast, officer):
    agreed = {ConsentScope.SEARCH_INTERNAL.value: ConsentState.GIVEN}
    request = tracing.take_request(
        scope=officer,
        unit=cast.headquarters,
        sought=tracing.ToldPerson(full_name="Rahimov Farrukh", father_name="Said", mother_name="Zaynab", sex="male"),
        enquirer=tracing.ToldEnquirer(full_name="Rahimova Nargis", relation="sister", consents=agreed),
        account=tracing.Account(received_on=date(2026, 5, 1)),
    )
    message = collect()
    tracing.compare_due(most=100)
    assert message.addressee_id in Hint.objects.filter(sought=request.sought).values_list("candidate_id", flat=True)


def test_the_chain_of_custody_says_who_gave_to_whom(collect, officer, cast):
    message = collect()
    services.check_message(scope=officer, message=message)
    services.deliver_here(scope=officer, message=message)
    services.give_out(scope=officer, message=message, carrier=cast.field_volunteer, place="Кӯлоб")
    volunteer = cast.scope_for(cast.field_volunteer)
    services.record_distributed(scope=volunteer, message=message, carried=True, place="Восеъ")
    assert chain(message) == [
        ("Раҳимова Зайнаб", Holder.UNIT, "Khatlon branch"),
        ("Khatlon branch", Holder.COLLEAGUE, cast.field_volunteer.full_name),
        (cast.field_volunteer.full_name, Holder.ADDRESSEE, "addressee"),
    ]
    assert list(message.custody.values_list("position", "place")) == [(0, ""), (1, "Кӯлоб"), (2, "Восеъ")]


def test_a_message_that_comes_back_is_with_the_unit_again_and_then_with_its_sender(in_state, officer):
    message = in_state(MessageState.UNDELIVERABLE)
    assert message.fail_reason == "moved"
    assert chain(message)[-1][1:] == (Holder.UNIT, "Khatlon branch")
    services.give_back(scope=officer, message=message)
    assert chain(message)[-1][1] == Holder.SENDER


def test_a_new_address_is_kept_when_delivery_is_tried_again(in_state, caseworker):
    message = in_state(MessageState.UNDELIVERABLE)
    moved = services.try_again(scope=caseworker, message=message, note="The neighbour told", contact="Бузулук")
    assert (moved.fail_reason, moved.addressee_contact) == ("", "Бузулук")


def test_the_one_who_carries_it_sees_it_and_nobody_else_through_that_door(in_state, cast):
    message = in_state(MessageState.OUT)
    assert list(queries.own_deliveries(cast.scope_for(cast.field_volunteer))) == [message]
    assert not queries.own_deliveries(cast.scope_for(cast.caseworker)).exists()
    assert not queries.visible_messages(cast.scope_for(cast.field_volunteer)).exists()
    with pytest.raises(NotAllowed):
        services.record_distributed(scope=cast.scope_for(cast.other_caseworker), message=message, carried=True)
    services.record_refused(scope=cast.scope_for(cast.field_volunteer), message=message, carried=True)
    with pytest.raises(NotAllowed):
        services.record_distributed(scope=cast.scope_for(cast.field_volunteer), message=message, carried=True)


@pytest.mark.parametrize("day", [1, -3650])
def test_a_hand_over_lies_between_its_collection_and_today(in_state, officer, day):
    message = in_state(MessageState.OUT)
    with pytest.raises(InvalidInput) as refused:
        services.record_distributed(scope=officer, message=message, at=timezone.now() + timedelta(days=day))
    assert list(refused.value.problems) == ["on"]


def test_a_translation_stands_beside_the_original(in_state, caseworker):
    message = in_state(MessageState.TRANSLATED)
    with pytest.raises(InvalidInput) as refused:
        services.add_translation(scope=caseworker, message=message, language="tg", text="")
    assert sorted(refused.value.problems) == ["language", "text"]
    kept = message.translations.get()
    assert (message.content, kept.text, kept.language) == (TEXT, "Сынок, мы все здоровы.", "ru")


def test_what_goes_to_a_partner_stands_in_the_log_and_needs_the_senders_yes(in_state, officer, partner):
    message = in_state(MessageState.CHECKED)
    record_consent(
        scope=officer, person=message.sender, scope_code=ConsentScope.SHARE_MOVEMENT, state=ConsentState.REFUSED
    )
    with pytest.raises(Refused):
        services.forward_message(scope=officer, message=message, to=partner)
    message.refresh_from_db()
    assert (message.state, Disclosure.objects.count(), message.custody.count()) == (MessageState.CHECKED, 0, 1)
    sent = in_state(MessageState.FORWARDED)
    logged = Disclosure.objects.get()
    assert (logged.person_id, logged.country, logged.recipient) == (sent.sender_id, "RU", "DRU001")


def test_the_reply_is_a_message_of_its_own_that_walks_back(in_state, officer, news):
    message = in_state(MessageState.DISTRIBUTED)
    reply = services.collect_reply(scope=officer, message=message, news=news(text="Ман саломат."), agreed=True)
    message.refresh_from_db()
    assert (reply.sender, reply.addressee, reply.reply_to) == (message.addressee, message.sender, message)
    assert (reply.state, message.state) == (MessageState.COLLECTED, MessageState.REPLY_COLLECTED)
    assert reply.addressee_contact == message.sender_contact
    with pytest.raises(Refused):
        services.collect_reply(scope=officer, message=message, news=news(), agreed=True)
    services.check_message(scope=officer, message=reply)
    services.deliver_here(scope=officer, message=reply)
    services.record_distributed(scope=officer, message=reply)
    reply.refresh_from_db()
    assert reply.state == MessageState.DISTRIBUTED


def test_a_reply_that_a_partner_sends_answers_ours(in_state, officer, partner, ends, news):
    message = in_state(MessageState.FORWARDED)
    services.record_distributed(scope=officer, message=message)
    reply = services.receive_message(
        scope=officer,
        unit=message.unit,
        partner=FromPartner(organisation=partner, reference="RU-7/26"),
        ends=ends(sender=message.addressee, addressee=message.sender),
        news=news(text="Мама, я здоров."),
        answers=message,
    )
    message.refresh_from_db()
    assert (reply.state, reply.partner_reference) == (MessageState.RECEIVED, "RU-7/26")
    assert (message.state, message.reply) == (MessageState.REPLY_COLLECTED, reply)
    assert chain(reply)[0] == (partner.name, Holder.UNIT, "Khatlon branch")


def test_a_message_is_kept_as_closely_as_its_people(collect, cast, officer):
    message = collect(by=cast.tracing_officer)
    assert queries.visible_messages(cast.scope_for(cast.caseworker)).exists()
    set_confidentiality(
        scope=officer, person=message.addressee, level=Confidentiality.PROTECTED, named=[cast.tracing_officer.pk]
    )
    assert not queries.visible_messages(cast.scope_for(cast.caseworker)).exists()
    assert not queries.visible_messages(cast.scope_for(cast.head_of_tracing)).exists()
    assert queries.visible_messages(officer).get() == message
    services.check_message(scope=officer, message=message)
    services.deliver_here(scope=officer, message=message)
    message.refresh_from_db()
    with pytest.raises(Refused):
        services.give_out(scope=officer, message=message, carrier=cast.field_volunteer)
    services.give_out(scope=officer, message=message, carrier=cast.tracing_officer)


def test_a_pouch_takes_all_its_messages_or_none(in_state, officer, cast, partner):
    ready, waiting = in_state(MessageState.CHECKED), in_state(MessageState.COLLECTED)
    told = {"scope": officer, "unit": cast.khatlon, "to_organisation": partner}
    with pytest.raises(Refused) as refused:
        services.send_pouch(**told, messages=[ready, waiting])
    assert waiting.number in str(refused.value)
    assert (Pouch.objects.count(), HandOver.objects.filter(taker=Holder.PARTNER).count()) == (0, 0)
    second = in_state(MessageState.TRANSLATED)
    pouch = services.send_pouch(**told, messages=[ready, second], carrier="С. Орипов")
    assert pouch.number.startswith("TJ-POUCH-")
    assert set(queries.pouch_messages(officer, pouch)) == {ready, second}
    assert {row.size for row in queries.visible_pouches(officer)} == {2}
    services.receive_pouch(scope=officer, pouch=pouch)
    assert set(RedCrossMessage.objects.filter(pouch=pouch).values_list("state", flat=True)) == {MessageState.RECEIVED}
    with pytest.raises(Refused):
        services.receive_pouch(scope=officer, pouch=pouch)


@pytest.mark.parametrize("where", [{}, {"to_organisation": "partner", "to_unit": "unit"}])
def test_a_pouch_goes_to_one_place(in_state, officer, cast, partner, where):
    places = {"partner": partner, "unit": cast.sughd}
    with pytest.raises(InvalidInput) as refused:
        services.send_pouch(
            scope=officer,
            unit=cast.khatlon,
            messages=[in_state(MessageState.CHECKED)],
            **{name: places[place] for name, place in where.items()},
        )
    assert list(refused.value.problems) == ["to_organisation"]


def test_a_pouch_to_another_unit_lets_that_unit_work_on(in_state, officer, cast):
    message = in_state(MessageState.RECEIVED)
    other = cast.scope_for(cast.other_caseworker)
    assert not queries.visible_messages(other).exists()
    pouch = services.send_pouch(scope=officer, unit=cast.khatlon, messages=[message], to_unit=cast.sughd)
    assert queries.visible_messages(other).get().state == MessageState.RECEIVED
    assert not queries.visible_messages(cast.scope_for(cast.caseworker)).exists()
    services.receive_pouch(scope=other, pouch=pouch)
    services.record_distributed(scope=other, message=message)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_papers_are_printed_filled_and_empty(in_state, officer, cast, language):
    message = in_state(MessageState.TRANSLATED)
    for one in (message, None):
        data = message_paper(officer, one, language)
        assert data["text"] == (TEXT if one else "")
        assert render("families/red_cross_message", data).startswith(b"%PDF")
    pouch = services.send_pouch(scope=officer, unit=cast.khatlon, messages=[message], to_unit=cast.sughd)
    listed = pouch_paper(officer, pouch, language)
    assert TEXT not in str(listed)
    assert [row["number"] for row in listed["rows"]] == [message.number]
    assert render("families/pouch_list", listed).startswith(b"%PDF")


def test_a_scan_is_read_by_those_who_read_the_message(collect, caseworker, cast):
    from payvand.files.services import keep_file, read_file

    message = collect()
    pdf = render("families/red_cross_message", message_paper(caseworker, None, "en"))
    owner = ("families.message", message.pk)
    scan = keep_file(scope=caseworker, upload=pdf, name="scan.pdf", owner=owner, kind="letter")
    assert read_file(scope=caseworker, file=scan) == pdf
    for user in (cast.other_caseworker, cast.field_volunteer, cast.data_protection_officer):
        with pytest.raises(NotAllowed):
            read_file(scope=cast.scope_for(user), file=scan)


def test_what_is_due_follows_the_message(collect, officer, cast):
    from payvand.deadlines.models import Deadline

    def due():
        return [(one.kind, one.unit) for one in Deadline.objects.filter(subject_id=message.pk, met_at=None)]

    message = collect()
    assert due() == [("families.check_message", cast.khatlon)]
    services.check_message(scope=officer, message=message)
    assert due() == [("families.send_message", cast.khatlon)]
    services.deliver_here(scope=officer, message=message)
    message.refresh_from_db()
    services.send_pouch(scope=officer, unit=cast.khatlon, messages=[message], to_unit=cast.sughd)
    assert due() == [("families.deliver_message", cast.sughd)]
    services.record_distributed(scope=officer, message=message)
    assert due() == []


def test_a_message_is_found_by_its_number(collect, officer):
    message = collect()
    year = timezone.localdate().year
    assert queries.find_messages(officer, f"rcm-{year}-1") == [message]
    assert queries.find_messages(officer, message.number) == [message]
    assert queries.find_messages(officer, "TJ-2026-0001") == []
