import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from payvand.pages import views

PAGES = [
    (views.bad_request, 400, "could not be read", "Не удалось прочитать"),
    (views.permission_denied, 403, "may not do this", "недоступно"),
    (views.not_found, 404, "nothing here for you", "Здесь для вас ничего нет"),
    (views.server_error, 500, "went wrong on our side", "на нашей стороне"),
    (views.csrf_failure, 403, "open for too long", "слишком долго"),
    (views.locked_out, 429, "too many wrong attempts", "слишком много"),
]


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


# Without the `db` fixture any query fails the test: these pages work when the database is down.
@pytest.mark.parametrize(("view", "status", "english", "russian"), PAGES)
def test_error_pages_speak_both_languages_and_ask_nothing(view, status: int, english: str, russian: str) -> None:
    response = view(RequestFactory().get("/lost/"))
    assert response.status_code == status
    assert english in text_of(response)
    assert russian in text_of(response)
    assert "<c-" not in text_of(response)


def test_the_persons_language_comes_first() -> None:
    with translation.override("ru"):
        russian_first = text_of(views.not_found(RequestFactory().get("/")))
    with translation.override("en"):
        english_first = text_of(views.not_found(RequestFactory().get("/")))
    assert russian_first.index('<section lang="ru"') < russian_first.index('<section lang="en"')
    assert english_first.index('<section lang="en"') < english_first.index('<section lang="ru"')


def test_the_failure_page_shows_the_number_of_the_request() -> None:
    request: HttpRequest = RequestFactory().get("/")
    request.request_id = "5f1c-77"
    assert "5f1c-77" in text_of(views.server_error(request))


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_help() -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/language/", {"language": "ru"})
    assert response.status_code == 403
    assert "open for too long" in text_of(response)
