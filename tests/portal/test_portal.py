from dataclasses import replace

import pytest

from payvand.portal.publication import Branch, NotPublished, Publication, PublicContact
from public_listener import ask, served

PUBLICATION = Publication(
    organisation="Red Crescent Society of Tajikistan",
    local_name="Ҷамъияти Ҳилоли Аҳмари Тоҷикистон",
    country={"en": "Tajikistan", "ru": "Таджикистан"},
    language="ru",
    published_at="2026-11-03T10:00:00+00:00",
    website="https://redcrescent.example",
    branches=(
        Branch("Headquarters", {"en": "Dushanbe", "ru": "Душанбе"}, (PublicContact("Tracing service", "+992 37 000"),)),
        Branch("Khatlon <b>", {}, ()),
    ),
)


def test_what_is_written_is_read(tmp_path):
    PUBLICATION.write(tmp_path / "portal.json")
    assert Publication.read(tmp_path / "portal.json") == PUBLICATION
    assert [path.name for path in tmp_path.iterdir()] == ["portal.json"]


@pytest.mark.parametrize(
    ("website", "address"),
    [
        ("https://a.example", "https://a.example"),
        ("redcrescent.example", "https://redcrescent.example"),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_website_becomes_a_link_only_if_it_is_one(website, address):
    assert replace(PUBLICATION, website=website).website_address == address


@pytest.mark.parametrize("content", [None, "", "{}", '{"format": 2}', '{"format": 1, "branches": [{}]}', "[]"])
def test_what_is_no_publication_is_refused(tmp_path, content):
    if content is not None:
        (tmp_path / "portal.json").write_text(content)
    with pytest.raises(NotPublished, match="payvand portal DIR publish"):
        Publication.read(tmp_path / "portal.json")


@pytest.mark.django_db
def test_a_node_publishes_its_branches_and_chosen_contacts_without_names(cast, tmp_path, settings):
    import datetime as dt

    from payvand.config.operations.publishing import publish
    from payvand.network.models import Contact

    def contact(function, **values):
        Contact.objects.create(
            organisation=cast.organisation,
            function=function,
            name="Farrukh Rahimov",
            valid_from=dt.date(2020, 1, 1),
            **values,
        )

    contact("Tracing service", phone="+992 37 1", unit=cast.khatlon)
    contact("Tracing service", phone="+992 37 2")
    contact("Tracing service", phone="+992 37 3", valid_to=dt.date(2020, 2, 1))
    contact("Accountant", phone="+992 37 4")
    portal = settings.NODE_SETTINGS.portal.model_copy(update={"functions": ("Tracing service",)})
    settings.NODE_SETTINGS = settings.NODE_SETTINGS.model_copy(update={"portal": portal})
    publish(tmp_path / "portal.json")
    text = (tmp_path / "portal.json").read_text()
    assert [word for word in ("Rahimov", "37 3", "37 4", str(cast.caseworker.pk)) if word in text] == []
    published = Publication.read(tmp_path / "portal.json")
    phones = {branch.name: [one.phone for one in branch.contacts] for branch in published.branches}
    assert phones[cast.headquarters.name] == ["+992 37 2"]
    assert phones[cast.khatlon.name] == ["+992 37 1"]


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """The public pages, served from a folder that holds one file."""
    folder = tmp_path_factory.mktemp("portal")
    PUBLICATION.write(folder / "portal.json")
    with served(folder) as address:
        yield address, folder


def test_it_runs_from_a_folder_with_one_file(portal):
    address, folder = portal
    status, headers, page = ask(f"{address}/en/")
    assert status == 200
    assert "Are you looking for a relative?" in page
    assert "Dushanbe" in page
    assert 'href="tel:+99237000"' in page
    assert "Khatlon &lt;b&gt;" in page
    assert headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert "Set-Cookie" not in headers
    assert "<script" not in page
    assert [path.name for path in folder.iterdir()] == ["portal.json"]


def test_both_languages_and_no_others(portal):
    address, _folder = portal
    assert "Душанбе" in ask(f"{address}/ru/")[2]
    assert '<html lang="ru"' in ask(f"{address}/ru/")[2]
    assert ask(f"{address}/xx/")[0] == 404
    assert "Dushanbe" in ask(f"{address}/")[2]


def test_casework_is_not_there(portal):
    address, _folder = portal
    assert {ask(f"{address}{path}")[0] for path in ("/accounts/login/", "/people/", "/tracing/", "/users/")} == {404}


def test_styles_come_from_the_same_host(portal):
    address, _folder = portal
    assert ask(f"{address}/static/portal/portal.css")[0] == 200
    page = ask(f"{address}/en/")[2]
    assert "https://" not in page.replace(PUBLICATION.website, "")


def test_its_health_is_one_word_and_follows_the_file(portal):
    address, folder = portal
    assert ask(f"{address}/health")[2] == '{"publication": "ok"}'
    (folder / "portal.json").rename(folder / "away.json")
    status, _headers, text = ask(f"{address}/health")
    assert (status, text) == (503, '{"publication": "fails"}')
    assert "not ready yet" in ask(f"{address}/en/")[2]
    replace(PUBLICATION, organisation="Another").write(folder / "portal.json")
    (folder / "away.json").unlink()
    assert "Another" in ask(f"{address}/en/")[2]
    PUBLICATION.write(folder / "portal.json")
