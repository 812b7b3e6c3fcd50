"""A case of three years, played by the people who carry it: from the first interview to the archive, and after.

A mother asks in Tajik. Nobody knows anything at home. A Russian hospital's list brings somebody of the name: not him.
A second list brings him. He wants her to know that he is well, and nothing more. News goes there and comes back. The
file is closed by two people, opened again, closed, archived. The mother asks that her telephone number be forgotten;
an old backup does not bring it back.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from served_node import Node, command, make_node, run_on, serving, sign_in_by_hand, watch

pytestmark = pytest.mark.slow

PHONE = "+992 00 777 0707"
NAME = "Раҳимов Фаррух Саидович"
FIRST_LIST = "Фамилия;Имя;Отчество;Дата рождения;Пол\nРахимов;Фаррух;Сайдалиевич;1979;м\nПетров;Иван;Иванович;1961;м\n"
SECOND_LIST = "ФИО;Год рождения;Пол\nРахимов Фарух Саидович;1985;м\nАбдуллаева Зухра;1990;ж\n"
LETTER = "Писарам, мо ҳама саломат ҳастем. Хат навис."
REPLY = "Модарҷон, ман саломатам, ғам нахӯр."


class Staff:
    """The people of a node, each with a browser of their own."""

    def __init__(self, chrome: Browser, node: Node) -> None:
        self.chrome, self.node = chrome, node
        self.pages: dict[str, Page] = {}
        self.troubles: list[str] = []

    def __getitem__(self, user: str) -> Page:
        if user not in self.pages:
            context = self.chrome.new_context(base_url=self.node.address, locale="en", reduced_motion="reduce")
            page = context.new_page()
            page.set_default_timeout(20_000)
            sign_in_by_hand(page, user)
            watch(page, self.node, self.troubles)
            self.pages[user] = page
        return self.pages[user]

    def go_home(self) -> None:
        for page in self.pages.values():
            page.context.close()
        assert self.troubles == []


@contextmanager
def staff_of(chrome: Browser, folder: Path) -> Iterator[Staff]:
    """Serve a node and let its people work."""
    with serving(folder) as node:
        staff = Staff(chrome, node)
        yield staff
        staff.go_home()


def write(page: Page, values: Mapping[str, str | bool]) -> None:
    """Fill fields by their names, whatever they are."""
    for name, value in values.items():
        field = page.locator(f'main [name="{name}"]').first
        kind = field.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
        if kind == "select":
            field.select_option(str(value))
        elif kind in {"radio", "checkbox"}:
            page.locator(f'main [name="{name}"]' + (f'[value="{value}"]' if kind == "radio" else "")).check()
        else:
            field.fill(str(value))


def send(page: Page, path: str, button: str, values: Mapping[str, str | bool] | None = None) -> None:
    """Open a page, write, press the button; the page that comes must be another one."""
    page.goto(path)
    write(page, values or {})
    page.locator("main").get_by_role("button", name=button, exact=True).first.click()
    page.wait_for_url(lambda address: not address.endswith(path))


def take_the_request(page: Page) -> str:
    """The caseworker listens to the mother, three years ago; return the path of the file."""
    page.goto("/tracing/new/")
    write(
        page,
        {
            "full_name": NAME,
            "language": "tg",
            "father_name": "Саид",
            "mother_name": "Зайнаб",
            "birth": "1985",
            "birth_place_text": "Восеъ",
            "sex": "male",
            "last_contact": "04.2023",
            "cause": "labour_migration",
            "circumstances": "Дар сохтмон кор мекард; телефонаш аз апрел хомӯш аст.",
            "enquirer_name": "Раҳимова Зайнаб",
            "relation": "mother",
            "contact": PHONE,
            "received_on": "20.11.2023",
            "consent_search_internal": "given",
            "consent_share_movement": "given",
        },
    )
    page.get_by_role("button", name="Submit for acceptance").click()
    page.wait_for_url("**/tracing/TJ-2*/")
    return re.sub(r"^https?://[^/]+", "", page.url)


def search_at_home(staff: Staff, file: str) -> None:
    """Accept the file, send a volunteer to the neighbours; nobody knows anything."""
    officer = staff["bahrom"]
    send(officer, f"{file}steps/accept/", "Accept")
    send(officer, f"{file}steps/begin/", "Begin the search")
    officer.goto(f"{file}record/action/")
    write(officer, {"kind": "neighbours", "task": "Ask at the house by the bazaar."})
    officer.locator('[name="given_to"]').select_option(label="Умед Раҷабов")
    officer.get_by_role("button", name="Record", exact=True).click()
    officer.wait_for_url(f"**{file}")
    volunteer = staff["umed"]
    assert volunteer.goto(file).status == 404, "a volunteer sees the task, not the file"
    volunteer.goto("/tracing/tasks/")
    volunteer.locator("main a[href*='/tracing/tasks/']").first.click()
    expect(volunteer.locator("main")).not_to_contain_text(PHONE)
    write(volunteer, {"outcome": "unsuccessful", "report": "Nobody has heard of him since spring."})
    volunteer.get_by_role("button", name="Report", exact=True).click()
    officer.goto(file)
    expect(officer.locator("main")).to_contain_text("Without result")


def take_the_list(page: Page, source: str, content: str, encoding: str) -> None:
    """Send a list, look at what its columns hold, have it checked and taken."""
    page.goto("/tables/send/people_list/")
    page.locator('[name="file"]').set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": content.encode(encoding)}
    )
    write(page, {"source": source, "source_kind": "patients_list"})
    page.get_by_role("button", name="Send and look at it").click()
    page.get_by_role("link", name="Name the columns").click(timeout=60_000)
    page.get_by_role("button", name="Check every row").click()
    page.get_by_role("button", name="Take the right rows").click(timeout=60_000)
    expect(page.locator("main")).to_contain_text("of this table", timeout=60_000)


def hint_named(page: Page, file: str, name: str) -> str:
    """Wait until the file has a hint of this name, and open it; return its path."""
    link = page.locator("#hints").get_by_role("link", name=name)
    for _try in range(30):
        page.goto(file)
        if link.count():
            break
        page.wait_for_timeout(1000)
    link.first.click()
    page.wait_for_url("**/hints/**")
    return re.sub(r"^https?://[^/]+", "", page.url)


def find_him(staff: Staff, file: str) -> None:
    """The first list brings somebody else, the second brings him."""
    officer = staff["bahrom"]
    take_the_list(officer, "Regional hospital, Orenburg", FIRST_LIST, "cp1251")
    wrong = hint_named(officer, file, "Рахимов Фаррух Сайдалиевич")
    officer.keyboard.press("x")
    officer.locator("#refusal").get_by_role("radio").first.check()
    officer.locator("#refusal").get_by_role("button", name="Not the same person").click()
    officer.wait_for_url(lambda address: not address.endswith(wrong))
    take_the_list(officer, "Employment office, Samara", SECOND_LIST, "utf-8")
    right = hint_named(officer, file, "Рахимов Фарух Саидович")
    officer.get_by_role("button", name="Same person", exact=True).click()
    expect(officer.get_by_role("button", name="Undo the decision")).to_be_visible()
    officer.goto(right)
    officer.get_by_role("button", name=re.compile("located", re.IGNORECASE)).first.click()
    officer.goto(file)
    expect(officer.locator("main")).to_contain_text("located, consent pending")


def ask_what_she_may_hear(staff: Staff, file: str) -> None:
    """He wants her to know that he is well, and not where he is; nothing is recorded as restored before."""
    officer = staff["bahrom"]
    send(officer, f"{file}record/choice/", "Record", {"fate": "given", "place": "refused"})
    send(officer, f"{file}record/link/", "Record", {"kind": "news"})


def write_and_answer(staff: Staff, file: str) -> None:
    """A Red Cross message goes there, his reply comes back."""
    officer = staff["bahrom"]
    number = file.strip("/").rsplit("/", 1)[1]
    officer.goto(f"/families/messages/for/{number}/")
    write(officer, {"language": "tg", "text": LETTER, "agreed": True, "addressee_contact": "Samara"})
    officer.get_by_role("button", name="Take the message").click()
    officer.wait_for_url("**/families/messages/TJ-RCM-*/")
    message = re.sub(r"^https?://[^/]+", "", officer.url)
    send(officer, f"{message}steps/check/", "Content checked")
    officer.goto(f"{message}steps/forward/")
    officer.locator('[name="to"]').select_option(label="Russian Red Cross Society")
    officer.get_by_role("button", name="Forward to a partner").click()
    officer.wait_for_url(f"**{message}")
    send(officer, f"{message}steps/receive/", "Received by the partner")
    send(officer, f"{message}steps/hand_out/", "Give out for delivery", {"carrier_name": "Branch of Samara"})
    send(officer, f"{message}steps/distribute/", "Handed over to the addressee", {"place": "Samara"})
    officer.goto(f"{message}reply/")
    write(officer, {"language": "tg", "text": REPLY, "agreed": True})
    officer.get_by_role("button", name="Take the reply").click()
    officer.wait_for_url(lambda address: "/reply/" not in address)
    expect(officer.locator("main")).to_contain_text(REPLY)


def close(staff: Staff, file: str) -> None:
    """One proposes, another approves; whoever proposed cannot."""
    officer, head = staff["bahrom"], staff["safina"]
    send(
        officer,
        f"{file}steps/propose_closing/",
        "Propose to close",
        {"reason": "P2", "note": "They write to each other."},
    )
    officer.goto(file)
    expect(officer.get_by_role("link", name="Approve closing")).to_have_count(0)
    send(head, f"{file}steps/close/", "Approve closing")


def forget_her_number(staff: Staff, folder: Path) -> None:
    """The mother withdraws; one proposes, another erases, and the page proves it."""
    with sqlite3.connect(folder / "payvand.sqlite3") as rows:
        enquirer = rows.execute("select enquirer_id from tracing_tracingrequest").fetchone()[0]
    person = f"{enquirer[:8]}-{enquirer[8:12]}-{enquirer[12:16]}-{enquirer[16:20]}-{enquirer[20:]}"
    head, protector = staff["safina"], staff["nazira"]
    send(head, f"/protection/erase/{person}/", "Save", {"extent": "contact", "ground": "withdrawal"})
    protector.goto("/protection/erasures/")
    protector.locator("main a[href*='/protection/erasures/']").first.click()
    protector.get_by_role("button", name="Erase now").click()
    expect(protector.locator("main")).to_contain_text("Proof")


def test_a_case_of_three_years(chrome: Browser, tmp_path: Path) -> None:
    folder = make_node(tmp_path / "tj")
    with staff_of(chrome, folder) as staff:
        file = take_the_request(staff["zebuniso"])
        search_at_home(staff, file)
        find_him(staff, file)
        ask_what_she_may_hear(staff, file)
        write_and_answer(staff, file)
        close(staff, file)
        head = staff["safina"]
        send(head, f"{file}steps/reopen/", "Reopen the file", {"note": "He has moved and wants to be found again."})
        send(staff["bahrom"], f"{file}steps/begin/", "Begin the search")
        send(staff["bahrom"], f"{file}steps/locate/", "Record as located", {"note": "Spoke with him by telephone."})
        send(staff["bahrom"], f"{file}record/choice/", "Record", {"fate": "given", "place": "refused"})
        close(staff, file)
        send(head, f"{file}steps/archive/", "Move to the archive")
        head.goto(file)
        expect(head.locator("main")).to_contain_text(PHONE)
        backup = tmp_path / "before.payvand-backup"
        run_on(folder, "backup", "--out", str(backup))
        forget_her_number(staff, folder)
        head.goto(file)
        expect(head.locator("main")).not_to_contain_text(PHONE)
        run_on(folder, "audit", "verify")
    restored, ledger = tmp_path / "again", str(folder / "backups" / "erasures.jsonl")
    command(
        "restore", str(backup), str(restored), "--recovery-key", str(tmp_path / "recovery.txt"), "--erasures", ledger
    )
    run_on(restored, "audit", "verify")
    with staff_of(chrome, restored) as staff:
        head = staff["safina"]
        head.goto(file)
        expect(head.locator("main")).to_contain_text(NAME)
        expect(head.locator("main")).not_to_contain_text(PHONE)
