"""The main job, played by a person: a family asks in Tajik, two records answer in other scripts, a person decides."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

SERIOUS = {"serious", "critical"}
WIDTHS = (390, 1280)
NAME = "Раҳимов Фаррух Саидович"


def words_of(language: str) -> dict[str, str]:
    """Return what the pages say in this language, so that one story is played in every one of them."""
    with translation.override(language):
        return {
            "submit": gettext("Submit for acceptance"),
            "same": gettext("Same person"),
            "undo": gettext("Undo the decision"),
            "refuse": gettext("Not the same person"),
            "question": gettext("Is this the same person?"),
            "empty": gettext("Write the name; one word is enough."),
            "no_consent": gettext("Without a yes to this nobody is searched for. Ask, or save the request as a draft."),
            "confirmed": gettext("Hint confirmed: same person"),
            "undone": gettext("Decision undone: %(decision)s").split(":")[0],
            "refused": gettext("Hint refused: not the same person"),
        }


def has_nothing_serious(page: Page) -> None:
    """Let axe look at the page as it stands."""
    found = [
        f"{rule['id']}: {rule['nodes'][0]['target']}"
        for rule in Axe().run(page).response["violations"]
        if rule["impact"] in SERIOUS
    ]
    assert found == [], page.url


def fits(page: Page) -> None:
    """On a wide screen and on a phone nothing stands out of the page, and nothing serious is in the way of anyone."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} at {width}"
        has_nothing_serious(page)


def tell_the_family_story(page: Page) -> None:
    """Write down what the mother says of her son."""
    facts = {
        "full_name": NAME,
        "other_names": "Рахимов Фарух\nФаррухҷон",
        "father_name": "Саид",
        "mother_name": "Зайнаб",
        "birth": "около 1985",
        "birth_place_text": "Восеъ",
        "last_contact": "04.2024",
        "last_contact_place": "Оренбург",
        "circumstances": "Дар сохтмон кор мекард; телефонаш аз апрел хомӯш аст.",
    }
    for name, text in facts.items():
        page.locator(f'[name="{name}"]').fill(text)
    for name, value in {
        "language": "tg",
        "sex": "male",
        "cause": "labour_migration",
        "last_contact_how": "phone",
    }.items():
        page.locator(f'select[name="{name}"]').select_option(value)


def tell_who_asks(page: Page) -> None:
    page.locator('[name="enquirer_name"]').fill("Раҳимова Зайнаб")
    page.locator('[name="relation"]').select_option("mother")
    page.locator('[name="contact"]').fill("+992 00 111 2233")
    page.locator('[name="consent_search_internal"][value="given"]').check()
    page.locator('[name="consent_share_movement"][value="given"]').check()


def take_the_request(page: Page, words: dict[str, str]) -> str:
    """Send the form half-filled first: nothing that was written is lost. Return the address of the file."""
    page.goto("/tracing/new/")
    fits(page)
    tell_the_family_story(page)
    page.get_by_role("button", name=words["submit"]).click()
    expect(page.get_by_text(words["empty"]).first).to_be_visible()
    expect(page.get_by_text(words["no_consent"]).first).to_be_visible()
    expect(page.locator('[name="full_name"]')).to_have_value(NAME)
    expect(page.locator('[name="birth"]')).to_have_value("около 1985")
    fits(page)
    tell_who_asks(page)
    page.get_by_role("button", name=words["submit"]).click()
    page.wait_for_url("**/tracing/TJ-*/")
    return page.url


def open_the_hints(page: Page, file: str, words: dict[str, str]) -> str:
    """Look at the record in Dari, then at the one in Latin letters; return the address of the second comparison."""
    fits(page)
    page.locator("#hints").get_by_role("link", name="فرخ رحیموف").click()
    expect(page.locator("table.evidence bdi[lang=fa-AF]").first).to_be_visible()
    fits(page)
    page.goto(file)
    page.locator("#hints").get_by_role("link", name="Rakhimov Farrukh Saidovich").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words["question"])
    expect(page.locator("table.evidence mark").first).to_be_visible()
    fits(page)
    return page.url


def say_yes_and_take_it_back(page: Page, file: str, hint: str, words: dict[str, str]) -> None:
    page.get_by_role("button", name=words["same"]).click()
    expect(page.get_by_role("button", name=words["undo"])).to_be_visible()
    fits(page)
    page.goto(file)
    expect(page.get_by_text(words["confirmed"])).to_be_visible()
    page.goto(hint)
    page.get_by_role("button", name=words["undo"]).click()
    expect(page.get_by_role("button", name=words["same"])).to_be_visible()
    page.goto(file)
    expect(page.get_by_text(words["undone"])).to_be_visible()


def say_no_by_the_keyboard(page: Page, file: str, hint: str, words: dict[str, str]) -> None:
    """Give a reason; the hint waits nowhere any more, and the file remembers."""
    page.goto(hint)
    page.keyboard.press("x")
    page.locator("#refusal").get_by_role("radio").first.check()
    has_nothing_serious(page)
    page.locator("#refusal").get_by_role("button", name=words["refuse"]).click()
    page.wait_for_url(lambda address: address != hint)
    page.goto("/tracing/hints/")
    fits(page)
    expect(page.locator(f'a[href="/{hint.split("//", 1)[1].split("/", 1)[1]}"]')).to_have_count(0)
    page.goto(file)
    expect(page.get_by_text(words["refused"])).to_be_visible()
    fits(page)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_person_is_found_across_three_scripts(open_page: Callable[..., Page], language: str) -> None:
    words = words_of(language)
    page = open_page("bahrom", language=language)
    page.goto("/")
    fits(page)
    file = take_the_request(page, words)
    hint = open_the_hints(page, file, words)
    say_yes_and_take_it_back(page, file, hint, words)
    say_no_by_the_keyboard(page, file, hint, words)


def test_the_pages_work_without_scripts(open_page: Callable[..., Page]) -> None:
    page = open_page("bahrom", scripts=False)
    page.goto("/")
    page.locator("#find").fill("madina")
    page.locator("#find").press("Enter")
    expect(page.get_by_role("link", name="Sharipova Madina")).to_be_visible()
    page.goto("/tracing/found/new/")
    page.locator('[name="full_name"]').fill("Назарова Гулнора")
    page.get_by_role("button", name="Register and compare").click()
    expect(page.locator("#messages")).to_contain_text("The person was registered")


def test_search_answers_while_one_writes_and_the_key_goes_there(open_page: Callable[..., Page]) -> None:
    page = open_page("bahrom")
    page.goto("/tracing/")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("шарипова")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/")
    expect(page.get_by_role("link", name="Sharipova Madina")).to_be_visible()
    fits(page)
    page.locator("#search-text").fill("nuri gulahmad")
    expect(page.locator("#results").get_by_text("Гулахмад Нури")).to_be_visible()
    assert page.url.endswith("/search/"), "what was typed stays out of the address"


def test_two_clicks_make_one_request(open_page: Callable[..., Page]) -> None:
    page = open_page("zebuniso")
    page.goto("/tracing/new/")
    page.locator('[name="full_name"]').fill("Одинаев Ёрмаҳмад")
    page.locator('[name="enquirer_name"]').fill("Одинаева Савриниссо")
    page.locator('[name="relation"]').select_option("sister")
    page.get_by_role("button", name="Save as draft").dblclick()
    page.wait_for_url("**/tracing/TJ-*/")
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    page.goto("/tracing/")
    expect(page.get_by_role("link", name=number)).to_have_count(1)
    expect(page.get_by_text("Одинаев Ёрмаҳмад")).to_have_count(1)


def test_who_has_no_part_in_tracing_sees_no_one(open_page: Callable[..., Page]) -> None:
    page = open_page("alan")
    page.goto("/")
    fits(page)
    expect(page.locator("main")).not_to_contain_text("TJ-2026")
    assert page.goto("/tracing/").status == 404
    page.goto("/search/")
    page.locator("#search-text").fill("шарипова")
    page.locator("#search-text").press("Enter")
    expect(page.locator("#results")).to_contain_text("found")
    expect(page.locator("#results")).not_to_contain_text("Sharipova Madina")
