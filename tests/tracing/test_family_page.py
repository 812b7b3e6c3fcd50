"""The family's page: what it says while a file goes its way, who gives the code, what becomes of a letter."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(cast, take, tmp_path):
    """A file with a code, and what its family reads on the public listener: `page.reads()`."""
    from payvand.config.operations.families_pages import publish_answers
    from payvand.portal.answers import Answers
    from payvand.tracing.services import family_page

    request = take()
    scope = cast.scope_for(cast.head_of_tracing)
    slip = family_page.give_code(scope=scope, request=request)

    def reads(code=slip.code, pin=slip.pin):
        publish_answers(tmp_path / "answers.json")
        found = Answers.read(tmp_path / "answers.json").find(code, pin)
        return found and (str(found[1].word), found[1].since)

    def lookup():
        return request.family_page.lookup

    return SimpleNamespace(request=request, scope=scope, slip=slip, reads=reads, lookup=lookup)


def set_state(request, state, **values):
    """Put a file into a state as its steps do, without walking there."""
    type(request).objects.filter(pk=request.pk).update(state=state, **values)


def test_every_state_reads_as_one_of_four_words(page):
    from payvand.tracing.enums import CloseReason, RequestState
    from payvand.tracing.enums.family_page import FamilyWord

    expected = {
        "received": {"draft", "submitted", "returned", "accepted"},
        "searching": {"in_progress", "located", "fate_known", "suspended", "reopened"},
        "closed": {"closed", "archived", "rejected"},
    }
    assert set().union(*expected.values()) == set(RequestState) - {RequestState.MERGED}
    for word, states in expected.items():
        for state in states:
            ended = state in {"closed", "archived"}
            set_state(page.request, state, close_reason=CloseReason.P1 if ended else "")
            assert page.reads()[0] == word, state
    assert set(FamilyWord) == {*expected, "contact_us"}


def test_nothing_that_is_found_changes_the_word_or_its_day(page):
    from payvand.tracing.models.family_page import FamilyPage

    set_state(page.request, "in_progress")
    assert page.reads()[0] == "searching"
    began = date(2026, 3, 1)
    FamilyPage.objects.update(since=began)
    for state in ("located", "in_progress", "fate_known", "suspended", "in_progress", "located"):
        set_state(page.request, state)
        assert page.reads() == ("searching", began), state


def test_a_death_does_not_show_before_the_family_was_told_in_person(page):
    from payvand.tracing.enums import LinkKind
    from payvand.tracing.models import LinkOutcome

    set_state(page.request, "in_progress")
    since = page.reads()[1]
    set_state(page.request, "closed", close_reason="P4")
    assert page.reads() == ("searching", since)
    told = LinkOutcome.objects.create(request=page.request, kind=LinkKind.FATE, restored_on=date(2026, 5, 1))
    assert page.reads()[0] == "closed"
    LinkOutcome.objects.filter(pk=told.pk).update(removed_at=timezone.now())
    assert page.reads()[0] == "searching", "recorded by mistake"


def test_a_person_asks_the_family_to_be_in_touch_and_says_when_it_was(page):
    from payvand.core.errors import InvalidInput
    from payvand.tracing.services import family_page

    with pytest.raises(InvalidInput):
        family_page.ask_family(scope=page.scope, request=page.request, note=" ")
    family_page.ask_family(scope=page.scope, request=page.request, note="The village is missing")
    assert page.reads()[0] == "contact_us"
    set_state(page.request, "in_progress")
    assert page.reads()[0] == "contact_us"
    family_page.family_was_in_touch(scope=page.scope, request=page.request)
    assert page.reads()[0] == "searching"


def test_a_new_code_ends_the_old_one_and_a_lost_one_opens_nothing(page):
    from payvand.tracing.services import family_page

    new = family_page.give_code(scope=page.scope, request=page.request)
    assert page.reads() is None
    assert page.reads(new.code, new.pin)[0] == "received"
    family_page.end_code(scope=page.scope, request=page.request)
    assert page.reads(new.code, new.pin) is None


def test_neither_code_nor_pin_nor_name_is_kept_or_logged(page, tmp_path):
    from django.core import serializers

    from payvand.audit.models import Act
    from payvand.tracing.models.family_page import FamilyPage

    page.reads()
    kept = serializers.serialize("json", [*FamilyPage.objects.all(), *Act.objects.all()])
    for secret in (page.slip.code, page.slip.code.replace("-", ""), page.slip.pin):
        assert f'"{secret}"' not in kept
        assert secret not in (tmp_path / "answers.json").read_text()


def test_a_colleague_of_another_branch_gives_no_code(cast, take):
    from payvand.core.errors import NotAllowed
    from payvand.tracing.services import family_page

    request = take()
    for user in (cast.other_caseworker, cast.data_protection_officer, cast.field_volunteer):
        with pytest.raises(NotAllowed):
            family_page.give_code(scope=cast.scope_for(user), request=request)


@pytest.fixture
def box(page, tmp_path, settings):
    """Where the public listener leaves letters, and casework taking them: `box.leave(...)`, `box.take()`."""
    from payvand.config.operations.families_pages import take_letters
    from payvand.core.encryption import letter_box
    from payvand.portal.letters import Letter

    letter_box.write_key(settings.NODE.keys)
    public = letter_box.public_text(letter_box.read_key(settings.NODE.keys))
    folder = tmp_path / "letters"

    def leave(contact="", text="", lookup=None):
        letter = Letter.now(lookup=lookup or page.lookup(), contact=contact, text=text, language="ru")
        letter.leave(folder, public)

    return SimpleNamespace(folder=folder, leave=leave, take=lambda: take_letters(folder))


def test_a_letter_comes_into_the_file_and_into_the_work_of_the_day(page, box, cast):
    from payvand.tracing.queries.family_page import due_letters

    box.leave(text="Он звонил из Самары")
    assert box.take() == (1, 0)
    assert list(box.folder.iterdir()) == []
    (letter,) = page.request.family_letters.all()
    assert letter.text == "Он звонил из Самары"
    assert [item.title for item in due_letters(page.scope)] == [page.request.number]
    assert due_letters(cast.scope_for(cast.other_caseworker)) == []


def test_new_contact_details_are_taken_over_by_a_person_and_the_old_ones_stay(page, box):
    from payvand.core.errors import Refused
    from payvand.tracing.queries.family_page import due_letters
    from payvand.tracing.services import family_page

    before = page.request.contact
    box.leave(contact="+7 900 000-00-00")
    box.take()
    (letter,) = page.request.family_letters.all()
    page.request.refresh_from_db()
    assert page.request.contact == before, "nothing is taken over by itself"
    used = family_page.use_contact(scope=page.scope, letter=letter)
    page.request.refresh_from_db()
    assert (page.request.contact, used.replaced) == ("+7 900 000-00-00", before)
    assert due_letters(page.scope) == []
    with pytest.raises(Refused):
        family_page.put_letter_away(scope=page.scope, letter=letter)


def test_letters_that_cannot_be_read_are_set_aside_and_old_codes_bring_nothing(page, box):
    from payvand.tracing.services import family_page

    box.folder.mkdir()
    (box.folder / "a.letter").write_bytes(b"damaged")
    box.leave(text="from a page that ends")
    family_page.end_code(scope=page.scope, request=page.request)
    assert box.take() == (0, 2)
    assert [path.name for path in box.folder.iterdir()] == ["a.unreadable"]


def test_the_same_letter_is_kept_once(page):
    from payvand.tracing.services import family_page

    letter = {"contact": "", "text": "once", "language": "ru", "written_at": timezone.now() + timedelta(days=900)}
    for _time in range(2):
        kept = family_page.take_in_letter(letter_id="a1", lookup=page.lookup(), **letter)
    assert page.request.family_letters.count() == 1
    assert kept.written_at <= timezone.now(), "a wrong clock elsewhere does not put it into the future"


def test_a_merged_file_reads_as_the_one_that_carries_it_on(page, take):
    other = take()
    set_state(other, "in_progress")
    set_state(page.request, "merged", close_reason="A5", merged_into=other)
    assert page.reads()[0] == "searching"


def test_the_people_of_the_file_keep_the_page_in_the_browser(page, cast, box):
    from payvand.tracing.models.family_page import FamilyPage

    browser = cast.client_of(cast.caseworker)
    number = [page.request.number]
    shown = browser.post(reverse("tracing:give_family_code", args=number))
    assert "no-store" in shown["Cache-Control"]
    code, pin = (shown.context["slip"].code, shown.context["slip"].pin)
    assert code in shown.content.decode()
    assert page.reads(code, pin)[0] == "received"
    assert browser.post(reverse("tracing:family_page", args=number), {"note": ""}).status_code == 422
    assert browser.post(reverse("tracing:family_page", args=number), {"note": "the village"}).status_code == 302
    assert page.reads(code, pin)[0] == "contact_us"
    browser.post(reverse("tracing:family_in_touch", args=number))
    box.leave(contact="+7 900", text="hello")
    box.take()
    (letter,) = page.request.family_letters.all()
    assert "hello" in browser.get(reverse("tracing:family_page", args=number)).content.decode()
    assert "1 new letter" in browser.get(reverse("tracing:file", args=number)).content.decode()
    browser.post(reverse("tracing:use_family_contact", args=[*number, letter.pk]))
    page.request.refresh_from_db()
    assert page.request.contact == "+7 900"
    browser.post(reverse("tracing:end_family_code", args=number))
    assert FamilyPage.objects.get().lookup is None
    assert page.reads(code, pin) is None
