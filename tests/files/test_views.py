"""Files over HTTP: handed out as attachments that nothing can run, errors at the field, strangers find nothing."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse
from django_cotton import render_component

from payvand.files import services
from payvand.files.models import StoredFile

PDF = b"%PDF-1.7\n%%EOF\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def file(cast, thing):
    scope = cast.scope_for(cast.tracing_officer)
    return services.keep_file(scope=scope, upload=PDF, name="Скан «1».pdf", owner=thing, kind="letter")


def test_a_file_is_handed_out_as_an_attachment_with_safe_headers(cast, file):
    answer = cast.client_of(cast.caseworker).get(reverse("files:download", args=[file.pk]))
    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_strangers_find_no_file(cast, file):
    for user in (cast.programme_colleague, cast.stranger, cast.node_admin):
        client = cast.client_of(user)
        for name in ("files:download", "files:remove"):
            answer = client.get(reverse(name, args=[file.pk]))
            assert answer.status_code == 404
            assert "Скан" not in answer.content.decode()
    client = cast.client_of(cast.caseworker)
    assert client.get(reverse("files:download", args=[uuid4()])).status_code == 404
    assert client.post(reverse("files:remove", args=[file.pk])).status_code == 404
    assert client.get(reverse("files:add", args=[file.subject_type, file.subject_id])).status_code == 404
    assert StoredFile.objects.count() == 1


def test_a_file_is_added_and_one_comes_back_to_the_thing(cast, thing):
    client = cast.client_of(cast.tracing_officer)
    upload = SimpleUploadedFile("scan.pdf", PDF)
    answer = client.post(reverse("files:add", args=thing), {"upload": upload, "kind": "identity_paper"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/things/{thing[1]}")
    assert [(file.name, file.kind) for file in StoredFile.objects.all()] == [("scan.pdf", "identity_paper")]


@pytest.mark.parametrize(("content", "said"), [(b"MZ program", "neither a JPEG"), (b"", "The file is empty")])
def test_what_is_wrong_with_a_file_is_said_at_the_field(cast, thing, content, said):
    client = cast.client_of(cast.tracing_officer)
    upload = SimpleUploadedFile("scan.pdf", content)
    answer = client.post(reverse("files:add", args=thing), {"upload": upload, "kind": "letter"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert '<option value="letter" selected>' in answer.content.decode()


def test_removal_is_asked_for_and_done(cast, file):
    client = cast.client_of(cast.tracing_officer)
    address = reverse("files:remove", args=[file.pk])
    assert "cannot be brought back" in client.get(address).content.decode()
    assert StoredFile.objects.count() == 1
    assert client.post(address).status_code == 302
    assert not StoredFile.objects.exists()


def shown(cast, user, thing):
    request = RequestFactory().get("/")
    request.scope = cast.scope_for(user)
    return str(render_component(request, "files", {"owner": thing[0], "id": thing[1]}))


def test_the_component_lists_files_to_readers_and_offers_change_to_those_who_may(cast, file, thing):
    remove = reverse("files:remove", args=[file.pk])
    to_officer, to_caseworker = shown(cast, cast.tracing_officer, thing), shown(cast, cast.caseworker, thing)
    assert "Скан «1».pdf" in to_officer
    assert remove in to_officer
    assert "Скан «1».pdf" in to_caseworker
    assert remove not in to_caseworker
    assert shown(cast, cast.stranger, thing).strip() == ""


def test_the_component_says_what_to_do_where_there_is_no_file(cast, thing):
    assert "No files yet" in shown(cast, cast.tracing_officer, thing)


@pytest.mark.parametrize("count", [1, 3])
def test_the_component_asks_once_however_many_files_there_are(cast, thing, count, django_assert_num_queries):
    scope = cast.scope_for(cast.tracing_officer)
    for _number in range(count):
        services.keep_file(scope=scope, upload=PDF, name="x", owner=thing, kind="letter")
    request = RequestFactory().get("/")
    request.scope = scope
    with django_assert_num_queries(1):
        render_component(request, "files", {"owner": thing[0], "id": thing[1]})
