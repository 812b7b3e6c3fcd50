"""The components as a page gets them."""

from collections.abc import Callable

import pytest
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation
from django_cotton import render_component

from payvand.pages import navigation
from payvand.pages.templatetags.pages import is_blank


def render(component: str, path: str = "/", **given: object) -> str:
    request: HttpRequest = RequestFactory().get(path)
    with translation.override("en"):
        return " ".join(str(render_component(request, component, given)).split())


@pytest.fixture
def style_page(client_of: Callable, cast) -> str:
    response = client_of(cast.caseworker).get("/style/")
    assert response.status_code == 200
    return response.content.decode()


def test_components_are_rendered_not_printed(style_page: str) -> None:
    assert "<c-" not in style_page
    assert "{%" not in style_page
    assert '<section class="card"' in style_page


def test_the_style_page_shows_many_one_none_wrong_and_right_to_left(style_page: str) -> None:
    assert "1–5 of 43" in style_page
    assert "No requests match" in style_page
    assert 'href="#id_full_name"' in style_page
    assert 'dir="rtl" lang="fa"' in style_page


def test_a_page_asks_the_same_few_questions_whatever_it_shows(
    client_of: Callable, cast, django_assert_max_num_queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    browser = client_of(cast.caseworker)
    browser.get("/shortcuts/")
    with django_assert_max_num_queries(6):
        browser.get("/style/")


def test_the_page_turns_with_its_language(client_of: Callable, cast) -> None:
    browser = client_of(cast.caseworker)
    browser.post("/language/", {"language": "ru", "next": "/shortcuts/"})
    page = browser.get("/shortcuts/").content.decode()
    assert '<html lang="ru" dir="ltr">' in page


def test_a_component_does_not_see_the_variables_around_it() -> None:
    from django.template import Context, Template

    outer = Template("{% cotton card %}{{ title }}{% endcotton %}")
    shown = outer.render(Context({"title": "outside", "footer": "leaked"}))
    assert "outside" in shown
    assert "<h2" not in shown
    assert "leaked" not in shown


def test_a_name_stands_in_its_own_direction() -> None:
    assert render("name", text="گل‌احمد", lang="fa") == '<bdi class="name " lang="fa" dir="rtl">گل‌احمد</bdi>'
    assert render("name", text="Фаррух") == '<bdi class="name " dir="auto">Фаррух</bdi>'


def test_what_people_wrote_is_escaped() -> None:
    assert "<img" not in render("name", text="<img src=x>", title='"><img>')
    assert "<img" not in render("fact", label="<img>", source="<img>")
    assert "<img" not in render("tile", figure="<img>", label="<img>", note="<img>")


def test_an_empty_fact_says_so() -> None:
    assert '<span class="unknown">not known</span>' in render("fact", label="Mother")


@pytest.mark.parametrize(
    ("markup", "blank"),
    [
        ("", True),
        (" <bdi></bdi>\n ", True),
        ("<bdi>0</bdi>", False),
        ("<svg></svg>", False),
        ("<select></select>", False),
    ],
)
def test_markup_without_anything_to_see_is_blank(markup, blank) -> None:
    assert is_blank(markup) is blank


def test_evidence_that_says_nothing_is_quiet() -> None:
    assert '<tr class="silent">' in render("evidence-row", feature="Mother", bits=None)
    against = render("evidence-row", feature="Work", bits=-1.8)
    assert 'class="bits against"' in against
    assert "<b>−1.8</b>" in against


def test_sorting_turns_round_and_keeps_the_filter() -> None:
    ascending = render("th", path="/?state=open&sort=name&page=3", sort="name")
    assert 'aria-sort="ascending"' in ascending
    assert 'href="?state=open&amp;sort=-name"' in ascending
    assert 'aria-sort="none"' in render("th", path="/?sort=other", sort="name")


def test_pagination_keeps_the_filter() -> None:
    page = Paginator(range(43), 5).page(2)
    shown = render("pagination", path="/?state=open&page=2", page=page)
    assert "6–10 of 43" in shown
    assert 'rel="next" href="?state=open&amp;page=3"' in shown
    assert '<span aria-current="page">2</span>' in shown


def test_one_page_of_results_offers_no_others() -> None:
    shown = render("pagination", page=Paginator(range(3), 5).page(1))
    assert "1–3 of 3" in shown
    assert "<ul>" not in shown


def test_a_button_is_a_link_when_it_leads_somewhere() -> None:
    assert render("button", href="/x/", tone="go").startswith('<a class="button go " href="/x/"')
    assert 'type="submit"' in render("button")
    assert 'data-key="s"' in render("button", **{"data-key": "s"})


def test_search_goes_by_post() -> None:
    shown = render("search-box", action="/search/")
    assert 'method="post" action="/search/"' in shown
