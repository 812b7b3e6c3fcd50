"""What is written and not sent: kept sealed, of one person and one form, gone when the form is taken."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.scope import Scope
from payvand.pages import queries, services
from payvand.pages.models import Draft

KEY = "tracing.change:TJ-2026-0118"
FIELDS = {"full_name": ["Раҳимов Фаррух"], "scopes": ["a", "b"], "agrees": []}
pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(cast):
    return cast.scope_for(cast.caseworker)


def saved(scope, fields=FIELDS, key=KEY, visit=None):
    return services.save_draft(scope=scope, key=key, fields=fields, visit=visit or uuid4())


def test_a_draft_comes_back_to_its_writer_alone(cast, scope):
    saved(scope)
    saved(scope, {"full_name": ["Раҳимова"]})
    found = queries.draft_of(scope, KEY)
    assert found.fields == {"full_name": ["Раҳимова"]}
    assert Draft.objects.count() == 1
    assert queries.draft_of(scope, "tracing.take") is None
    assert queries.draft_of(cast.scope_for(cast.head_of_tracing), KEY) is None
    assert queries.draft_of(Scope.nobody(), KEY) is None


def test_a_draft_lies_sealed(scope):
    saved(scope)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM pages_draft")
        assert cursor.fetchone()[0].startswith("v1.")


def test_a_form_that_was_sent_leaves_no_draft_even_if_the_page_saves_late(scope):
    visit = uuid4()
    assert saved(scope, visit=visit)
    services.clear_draft(scope=scope, key=KEY)
    assert queries.draft_of(scope, KEY) is None
    assert not saved(scope, visit=visit)
    assert queries.draft_of(scope, KEY) is None
    assert saved(scope, visit=uuid4())
    assert queries.draft_of(scope, KEY) is not None


def test_clearing_touches_no_draft_of_others(cast, scope):
    colleague = cast.scope_for(cast.tracing_officer)
    saved(scope)
    saved(colleague)
    services.clear_draft(scope=scope, key=KEY)
    assert queries.draft_of(colleague, KEY) is not None
    assert services.clear_drafts_of(key=KEY) == 2
    assert not Draft.objects.exists()


def test_drafts_do_not_stay_for_ever(cast, scope):
    saved(scope, key="tracing.take")
    colleague = cast.scope_for(cast.tracing_officer)
    saved(colleague)
    services.clear_draft(scope=colleague, key=KEY)
    assert services.sweep_drafts() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert services.sweep_drafts() == 1
    with time_machine.travel(timezone.now() + services.KEPT_FOR + timedelta(hours=1), tick=False):
        assert services.sweep_drafts() == 1


def test_nobody_saves_nothing(scope):
    with pytest.raises(NotAllowed):
        saved(Scope.nobody())
    for key in ("", "Раҳимов", "a b", "x" * 121, "../x"):
        with pytest.raises(InvalidInput):
            saved(scope, key=key)
    for fields in (None, [], {"a": "text"}, {"a": [1]}, {"a": ["x" * services.LARGEST_DRAFT]}):
        with pytest.raises(InvalidInput):
            saved(scope, fields)
    assert not Draft.objects.exists()


@pytest.fixture
def page(cast):
    client = cast.client_of(cast.caseworker)
    visit = str(uuid4())

    def send(fields, writer=None, raw=None):
        body = {"fields": fields, "visit": visit, "writer": str(writer or cast.caseworker.pk)}
        return client.post(reverse("draft", args=[KEY]), raw or json.dumps(body), content_type="application/json")

    send.client = client
    return send


def test_the_door_keeps_gives_and_forgets(page):
    address = reverse("draft", args=[KEY])
    assert page.client.get(address).status_code == 204
    assert page(FIELDS).status_code == 204
    answer = page.client.get(address)
    assert answer.json()["fields"] == FIELDS
    assert answer.headers["Cache-Control"] == "no-store"
    assert page(None).status_code == 204
    assert page.client.get(address).status_code == 204
    assert page(FIELDS).status_code == 205


def test_a_page_of_another_person_saves_nothing_here(page, cast):
    assert page(FIELDS, writer=cast.head_of_tracing.pk).status_code == 409
    assert not Draft.objects.exists()


@pytest.mark.parametrize("raw", ["", "{", "[]", "null", '{"fields": {}}', '{"fields": {}, "visit": "x", "writer": 1}'])
def test_what_is_no_draft_is_refused(page, raw):
    assert page(None, raw=raw or " ").status_code == 400


def test_a_draft_is_not_saved_without_a_token(cast):
    client = cast.client_of(cast.caseworker)
    client.handler.enforce_csrf_checks = True
    assert client.post(reverse("draft", args=[KEY]), "{}", content_type="application/json").status_code == 403
