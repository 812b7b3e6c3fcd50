"""Paper forms: each bears a number of the series, one request is taken from each, nothing is lost between."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from payvand.audit.models import Act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.files.queries import files_of
from payvand.tracing import services
from payvand.tracing.models import PaperForm
from payvand.tracing.queries.paper import paper_of_file, papers_of_batch, visible_papers
from payvand.tracing.services.paper import reserve_papers, void_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(cast):
    return cast.scope_for(cast.caseworker)


@pytest.fixture
def printed(cast, scope):
    def reserve(count=1, language="en"):
        batch = reserve_papers(scope=scope, unit=cast.khatlon, language=language, count=count)
        return papers_of_batch(scope, batch)

    return reserve


def taken(scope, cast, tell, paper, **more):
    return services.take_request(
        scope=scope, unit=cast.khatlon, sought=tell.person(), enquirer=tell.enquirer(), account=tell.account(),
        paper=paper, **more,
    )  # fmt: skip


def text_of(content):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def plain(text):
    return re.sub(r"[\s\u200b]+", "", text)


def test_printed_forms_take_numbers_of_the_series_and_requests_go_on_after_them(printed, take):
    before = take().running
    papers = printed(3)
    assert [paper.running for paper in papers] == [before + 1, before + 2, before + 3]
    assert take().running == before + 4


def test_a_request_from_paper_bears_its_number_and_the_paper_is_used_once(cast, scope, tell, printed):
    (paper,) = printed()
    file = taken(scope, cast, tell, paper)
    assert file.number == paper.number
    paper.refresh_from_db()
    assert (paper.state, paper.request_id) == ("used", file.pk)
    with pytest.raises(Refused, match="taken in already"):
        taken(scope, cast, tell, paper)
    assert papers_of_batch(scope, paper.batch) == []


def test_a_form_sent_twice_makes_one_request_from_one_paper(cast, scope, tell, printed):
    from uuid import uuid4

    (paper,) = printed()
    token = uuid4()
    first = taken(scope, cast, tell, paper, form_token=token)
    assert taken(scope, cast, tell, paper, form_token=token).pk == first.pk


def test_a_lost_form_is_voided_with_its_reason_and_taken_from_no_more(cast, scope, tell, printed):
    (paper,) = printed()
    with pytest.raises(InvalidInput):
        void_paper(scope=scope, paper=paper, note="  ")
    void_paper(scope=scope, paper=paper, note="wet in the rain")
    with pytest.raises(Refused):
        taken(scope, cast, tell, paper)
    with pytest.raises(Refused):
        void_paper(scope=scope, paper=paper, note="again")
    assert Act.objects.filter(action="tracing.void_paper").count() == 1


@pytest.mark.parametrize("count", [0, -1, 51])
def test_a_strange_number_of_forms_is_refused(cast, scope, count):
    with pytest.raises(InvalidInput):
        reserve_papers(scope=scope, unit=cast.khatlon, language="en", count=count)
    assert not PaperForm.objects.exists()


def test_papers_belong_to_their_unit(cast, scope, printed, tell):
    (paper,) = printed()
    other = cast.scope_for(cast.other_caseworker)
    assert not visible_papers(other).exists()
    with pytest.raises(NotAllowed):
        void_paper(scope=other, paper=paper, note="x")
    with pytest.raises(NotAllowed):
        reserve_papers(scope=other, unit=cast.khatlon, language="en", count=1)
    with pytest.raises(NotAllowed):
        services.take_request(
            scope=other, unit=cast.sughd, sought=tell.person(), enquirer=tell.enquirer(), account=tell.account(),
            paper=paper,
        )  # fmt: skip
    assert visible_papers(cast.scope_for(cast.tracing_officer)).count() == 1


@pytest.mark.parametrize("language", ["en", "ru"])
def test_blank_forms_bear_their_numbers_two_pages_each(cast, printed, language):
    papers = printed(3, language)
    answer = cast.client_of(cast.caseworker).get(reverse("tracing:print_papers", args=[papers[0].batch]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 6
    for place, paper in enumerate(papers):
        assert paper.number in pages[place * 2].extract_text()
        assert paper.number in pages[place * 2 + 1].extract_text()


def test_the_form_of_a_file_says_what_the_file_says(cast, take):
    file = take(circumstances="He called from Orenburg, then no more.")
    answer = cast.client_of(cast.caseworker).get(reverse("tracing:print_file", args=[file.number]) + "?in=en")
    said = plain(text_of(answer.content))
    for words in (file.number, "Раҳимов Фаррух Саидович", "Раҳимова Зайнаб", "+992 900 00 00 01", "He called from"):
        assert plain(words) in said


def test_hostile_words_of_a_file_stay_words_on_paper(cast, take, tell):
    file = take(sought=tell.person(full_name='#panic("x") ] $ \\ *Фаррух*'), circumstances="#" * 3000)
    answer = cast.client_of(cast.caseworker).get(reverse("tracing:print_file", args=[file.number]))
    assert answer.status_code == 200
    assert plain('#panic("x")') in plain(text_of(answer.content))


def test_the_way_of_a_paper_from_printing_to_the_signed_scan(cast, scope):
    client = cast.client_of(cast.caseworker)
    answer = client.post(reverse("tracing:papers"), {"count": "2", "language": "ru", "unit": cast.khatlon.pk})
    assert answer.status_code == 302
    assert "TJ-" in client.get(answer.headers["Location"]).content.decode()
    paper = PaperForm.objects.order_by("running").first()
    page = client.get(reverse("tracing:take_paper", args=[paper.number])).content.decode()
    assert f"From the paper form {paper.number}" in page
    told = {"full_name": "Раҳимов Фаррух", "enquirer_name": "Раҳимова Зайнаб", "relation": "mother",
            "unit": cast.khatlon.pk, "received_on": "2026-05-21", "urgency": "normal", "cause": "unknown",
            "form_token": "0199c2a1-0000-7000-8000-000000000001"}  # fmt: skip
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    answer = client.post(reverse("tracing:take_paper", args=[paper.number]), hidden | told)
    assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("tracing:file", args=[paper.number]))
    assert "signed scan missing" in client.get(answer.headers["Location"]).content.decode()
    paper.refresh_from_db()
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.7\n%%EOF\n")
    address = reverse("files:add", args=["tracing.request", paper.request_id])
    added = client.post(address, {"upload": scan, "kind": "signed_form"})
    assert added.headers["Location"] == reverse("tracing:file", args=[paper.number])
    assert [file.name for file in files_of(scope, "tracing.request", paper.request_id)] == ["scan.pdf"]
    assert len(paper_of_file(scope, paper.request).scans) == 1
    assert "signed scan missing" not in client.get(added.headers["Location"]).content.decode()
    assert client.get(reverse("tracing:take_paper", args=[paper.number])).status_code == 404
    assert cast.client_of(cast.other_caseworker).get(address).status_code == 404


def test_a_form_is_voided_on_its_page(cast, printed):
    (paper,) = printed()
    client = cast.client_of(cast.caseworker)
    address = reverse("tracing:void_paper", args=[paper.number])
    assert client.post(address, {"note": ""}).status_code == 422
    assert client.post(address, {"note": "lost"}).status_code == 302
    assert client.get(address).status_code == 404
    assert "lost" in client.get(reverse("tracing:papers") + "?state=void").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_questions_however_many_forms_there_are(
    cast, printed, count, django_assert_max_num_queries
):
    printed(count)
    client = cast.client_of(cast.caseworker)
    client.get(reverse("tracing:papers"))
    with django_assert_max_num_queries(14):
        client.get(reverse("tracing:papers"))


def test_an_empty_list_says_what_to_do(cast):
    assert (
        "No forms were printed yet" in cast.client_of(cast.caseworker).get(reverse("tracing:papers")).content.decode()
    )


def test_who_is_erased_leaves_no_paper_and_no_draft(cast, scope, take):
    from uuid import uuid4

    from payvand.files.models import StoredFile
    from payvand.files.services import keep_file
    from payvand.pages.models import Draft
    from payvand.pages.services import save_draft
    from payvand.tracing.services.paper_holding import erase, erase_contact, held_about

    file = take()
    pdf = b"%PDF-1.7\n%%EOF\n"
    keep_file(scope=scope, upload=pdf, name="scan", owner=("tracing.request", file.pk), kind="signed_form")
    save_draft(scope=scope, key=f"tracing.change.{file.number}", fields={"contact": ["+992"]}, visit=uuid4())
    (section,) = held_about(frozenset({file.enquirer_id}))
    assert "Signed form" in section.rows[0].values()
    assert list(held_about(frozenset({file.sought.person_id}))) == []
    assert erase_contact(file.enquirer_id) == {"files.StoredFile": 1, "pages.Draft": 1}
    assert erase(file.sought.person_id) == {}
    assert not StoredFile.objects.exists()
    assert not Draft.objects.exists()
