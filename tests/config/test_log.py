import json
import logging

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path

from payvand.config.log import JsonFormatter, RequestIdMiddleware, log_settings

PLANTED = ("Раҳимов", "Farrukh", "Rahimov", "992931234567", "AB 123456", "sessionid", "s3cr3t-t0k3n", "فرخ", "Kulob")
log = logging.getLogger("payvand.tests")


@pytest.fixture
def lines():
    """What is logged while the test runs, as the lines that would be written."""
    written = []

    class Keep(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    handler = Keep()
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def check(lines):
    text = "\n".join(lines)
    assert lines
    assert [word for word in PLANTED if word in text] == []
    return [json.loads(line) for line in lines]


def test_values_never_reach_the_log(lines):
    log.warning("saved %s of %s", "Раҳимов Фаррух", "Kulob")
    log.warning("called %(phone)s", {"phone": "992931234567"})
    log.warning("token %r", "s3cr3t-t0k3n")
    log.warning("number %d", 992931234567)
    given, surname = PLANTED[1:3]
    log.warning(f"saved {given} {surname}")  # noqa: G004 — what must not leak even then
    log.warning(given + surname)  # noqa: G003 — the same
    found = check(lines)
    assert [line["message"] for line in found[:4]] == ["saved … of …", "called %(phone)s", "token …", "number %d"]
    assert found[4]["message"].startswith("… (test_log:")


def test_counts_and_codes_are_kept(lines):
    log.warning(
        "built %d in %.1f s", 12, 3.21, extra={"codes": {"state": "open", "who": "Rahimov", "file": "TJ-2026-0118"}}
    )
    (line,) = check(lines)
    assert line["message"] == "built 12 in 3.2 s"
    assert (line["state"], line["who"], line["file"]) == ("open", "…", "TJ-2026-0118")


def fail(name, phone):
    passport = "AB 123456"
    try:
        raise KeyError(passport)  # noqa: TRY301 — two exceptions are what is tested
    except KeyError as error:
        raise ValidationError(f"no {name} under {phone}") from error


def test_exceptions_keep_their_types_and_places_only(lines):
    try:
        fail("Раҳимов Фаррух", "992931234567")
    except ValidationError:
        log.exception("could not save")
    (line,) = check(lines)
    assert [one["type"] for one in line["exception"]] == ["django.core.exceptions.ValidationError", "builtins.KeyError"]
    assert line["exception"][0]["places"][-1].endswith(":fail")


def test_exceptions_with_names_in_their_notes_and_groups(lines):
    error = ExceptionGroup("Rahimov", [ValueError("Farrukh")])
    error.add_note("Kulob")
    try:
        raise error
    except ExceptionGroup:
        log.warning("failed", exc_info=True)
    check(lines)


def test_warnings_and_the_libraries_that_we_use(lines):
    logging.getLogger("django.request").warning("%s: %s", "Not Found", "/people/Rahimov?name=Farrukh")
    logging.getLogger("django.security.DisallowedHost").error(f"Invalid HTTP_HOST header: {PLANTED[2]}.")  # noqa: G004 — as Django does
    logging.getLogger("axes.watch_login").warning("AXES: New login failure by %s.", '{username: "Farrukh"}')
    logging.getLogger("py.warnings").warning("%s", "a.py:1: Warning: Раҳимов")
    logging.getLogger("gunicorn.error").error("Error handling request %s", "/x?sessionid=s3cr3t-t0k3n")
    check(lines)


def answer(request, **_words):
    return HttpResponse("ok")


def explode(request, **_words):
    raise ValueError("Раҳимов Фаррух " + request.GET["q"])


urlpatterns = [path("people/<str:name>/", answer), path("explode/<str:name>/", explode)]


@override_settings(ROOT_URLCONF=__name__)
def test_a_request_is_logged_by_its_route(lines, client):
    client.raise_request_exception = False
    from django.urls import resolve

    request = RequestFactory().get("/people/Rahimov/?q=Farrukh", headers={"cookie": "sessionid=s3cr3t-t0k3n"})
    request.resolver_match = resolve("/people/Rahimov/")
    response = RequestIdMiddleware(answer)(request)
    (line,) = check(lines)
    assert (line["route"], line["status"], line["method"]) == ("people/<str:name>/", 200, "GET")
    assert line["request"] == response["X-Request-ID"] == request.request_id
    assert len(line["request"]) == 32


@pytest.mark.django_db
def test_a_view_that_fails_leaks_nothing_into_the_log(lines, client, settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["payvand.config.log.RequestIdMiddleware"]
    client.raise_request_exception = False
    response = client.get("/explode/Rahimov/?q=Farrukh")
    assert response.status_code == 500
    found = check(lines)
    (failure,) = [line for line in found if line["level"] == "error"]
    assert failure["exception"][0]["type"] == "builtins.ValueError"
    assert failure["request"] == response["X-Request-ID"]


def test_gunicorns_access_log_is_off_and_its_errors_are_ours():
    import payvand.config.web_server as server

    assert server.accesslog is None
    assert server.preload_app is False
    settings = log_settings()
    assert server.logconfig_dict == settings
    assert settings["loggers"]["gunicorn.access"] == {"handlers": [], "level": "CRITICAL", "propagate": False}
    assert settings["handlers"]["stderr"]["formatter"] == "json"
