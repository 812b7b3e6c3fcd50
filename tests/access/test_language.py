"""The language of pages: one's own, then the browser's choice, then the node's."""

import re

import pytest
from django.conf import settings
from django.test import Client

from cast import PASSWORD, TOTP_SECRET
from payvand.access.models import User


def language_of(response):
    return re.search(r'<html lang="([^"]+)"', response.content.decode())[1]


@pytest.mark.django_db
def test_before_anyone_chose_it_is_the_nodes(settings):
    assert language_of(Client().get("/accounts/login/")) == settings.LANGUAGE_CODE


@pytest.mark.django_db
def test_a_choice_before_sign_in_stays_with_the_browser():
    client = Client()
    client.post("/language/", {"language": "ru"})
    assert language_of(client.get("/accounts/login/")) == "ru"


def test_a_choice_after_sign_in_becomes_ones_own(cast):
    client = cast.client_of(cast.caseworker)
    client.post("/language/", {"language": "ru"})
    assert User.objects.get(pk=cast.caseworker.pk).language == "ru"
    assert language_of(client.get("/profile/")) == "ru"


def test_ones_own_language_comes_before_that_of_the_browser(cast):
    from access.test_sign_in import code

    User.objects.filter(pk=cast.caseworker.pk).update(language="ru")
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post("/accounts/login/", {"login": "caseworker", "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code(TOTP_SECRET)})
    page = client.get("/profile/")
    assert language_of(page) == "ru"
    assert page.headers["Content-Language"] == "ru"


def test_the_profile_page_changes_it(cast):
    client = cast.client_of(cast.caseworker)
    client.post("/profile/", {"language": "ru"})
    assert language_of(client.get("/profile/")) == "ru"


@pytest.mark.parametrize("nonsense", ["xx", "../etc", "<script>", ""])
def test_nonsense_changes_nothing(cast, nonsense):
    client = cast.client_of(cast.caseworker)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = nonsense
    client.post("/language/", {"language": nonsense})
    assert language_of(client.get("/profile/")) == settings.LANGUAGE_CODE
    assert User.objects.get(pk=cast.caseworker.pk).language == ""
