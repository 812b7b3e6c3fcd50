"""The pages of the room: what a caseworker sees, and how many queries it takes."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from payvand.intake.models import Batch

pytestmark = pytest.mark.django_db

LIST = "Имя,Дата рождения,Пол\nРаҳимов Фаррух,1985,м\nЮсуфов Али,31.02.1971,м\nКаримова Зарина,1990,дама\n"


def upload(client, cast, content=LIST, **changes):
    fields = {"source": "Orenburg", "unit": cast.headquarters.pk, "source_kind": "patients_list", **changes}
    file = SimpleUploadedFile("список.csv", content.encode())
    return client.post(reverse("intake:send", args=["people_list"]), {"file": file, **fields})


def test_a_list_goes_the_whole_way_by_its_pages(cast, work):
    client = cast.client_of(cast.tracing_officer)
    answer = upload(client, cast)
    batch = Batch.objects.get()
    assert answer.headers["Location"] == reverse("intake:batch", args=[batch.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "hx-get" in page
    work(batch)
    answer = client.get(reverse("intake:progress", args=[batch.pk]))
    assert answer.headers["HX-Redirect"] == reverse("intake:batch", args=[batch.pk])
    page = client.get(reverse("intake:columns", args=[batch.pk])).content.decode()
    assert "Юсуфов Али" in page
    assert '<option value="birth" selected>' in page
    named = {"column_0": "full_name", "column_1": "birth", "column_2": "sex", "header_line": 1}
    assert client.post(reverse("intake:columns", args=[batch.pk]), named).status_code == 302
    work(batch)
    page = client.get(reverse("intake:batch", args=[batch.pk])).content.decode()
    assert "14.02.1985" in page  # what a date may look like
    assert "дама" in page
    assert (
        client.post(reverse("intake:words", args=[batch.pk]), {"sex_0": "female", "sex_1": "male"}).status_code == 302
    )
    work(batch)
    assert client.post(reverse("intake:take", args=[batch.pk])).status_code == 302
    assert work(batch).taken == 2
    assert client.get(reverse("intake:undo", args=[batch.pk])).status_code == 200
    client.post(reverse("intake:undo", args=[batch.pk]))
    assert work(batch).taken == 0


def test_wrong_rows_come_back_as_a_spreadsheet_that_can_be_sent_again(cast, check, send, take):
    batch = take(send(LIST))
    client = cast.client_of(cast.tracing_officer)
    answer = client.get(reverse("intake:wrong_rows", args=[batch.pk]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Имя", "Дата рождения", "Пол"]
    assert [row[0] for row in rows[1:]] == ["Юсуфов Али", "Каримова Зарина"]
    assert rows[1][4].startswith("Дата рождения: ")
    corrected = answer.content
    again = check(send(corrected, follows=batch))
    assert again.counts == {"wrong": 2}
    assert again.columns == ["full_name", "birth", "sex", "", ""]


def test_a_cell_that_looks_like_a_formula_stays_a_text(cast, check, send):
    batch = check(send("name,born\n=HYPERLINK(1),never\n"))
    client = cast.client_of(cast.tracing_officer)
    answer = client.get(reverse("intake:wrong_rows", args=[batch.pk]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "=HYPERLINK(1)"


def test_what_cannot_be_sent_is_said_at_the_form_and_nothing_typed_is_lost(cast):
    client = cast.client_of(cast.tracing_officer)
    answer = upload(client, cast, source="")
    assert answer.status_code == 422
    answer = upload(client, cast, content="", source="Orenburg")
    assert answer.status_code == 422
    assert "Orenburg" in answer.content.decode()
    assert not Batch.objects.exists()


def test_a_table_of_another_unit_does_not_exist(cast, send):
    batch = send(LIST)
    client = cast.client_of(cast.caseworker)
    assert client.get(reverse("intake:batch", args=[batch.pk])).status_code == 404
    assert "Orenburg" not in client.get(reverse("intake:batches")).content.decode()


def test_queries_do_not_grow_with_tables_or_wrong_rows(cast, check, send, django_assert_max_num_queries):
    client = cast.client_of(cast.tracing_officer)

    def queries(address):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    few = check(send("name,born\nРаҳимов Фаррух,never\n"))
    one = queries(reverse("intake:batches")), queries(reverse("intake:batch", args=[few.pk]))
    many = check(send("name,born\n" + "".join(f"Раҳимов {n},never\n" for n in range(40)), source="Kazan"))
    check(send("name,born\nРаҳимов Фаррух,never\n", source="Ufa"))
    assert (queries(reverse("intake:batches")), queries(reverse("intake:batch", args=[many.pk]))) == one
