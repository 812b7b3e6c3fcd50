"""What the tests of the room share: a request as a family tells it, and a record that may be the same person.

Imports of the project stand inside the fixtures: a conftest is read before the test node is made.
"""

from types import SimpleNamespace

import pytest


@pytest.fixture
def tell():
    """What people tell: `tell.person()`, `tell.enquirer()`, `tell.account()`, each with changes."""
    from datetime import date

    from payvand.core.partial_date import PartialDate
    from payvand.people.enums import ConsentScope, ConsentState
    from payvand.tracing import services

    def person(**changes):
        facts = {
            "full_name": "Раҳимов Фаррух Саидович",
            "language": "tg",
            "father_name": "Саид",
            "mother_name": "Зайнаб",
            "sex": "male",
            "birth": PartialDate.parse("1985"),
            "birth_place_text": "Восеъ",
        }
        return services.ToldPerson(**{**facts, **changes})

    def enquirer(**changes):
        agreed = {ConsentScope.SEARCH_INTERNAL.value: ConsentState.GIVEN}
        facts = {
            "full_name": "Раҳимова Зайнаб",
            "relation": "mother",
            "contact": "+992 900 00 00 01",
            "consents": agreed,
        }
        return services.ToldEnquirer(**{**facts, **changes})

    def account(**changes):
        return services.Account(**{"received_on": date(2026, 5, 21), "cause": "labour_migration", **changes})

    return SimpleNamespace(person=person, enquirer=enquirer, account=account)


@pytest.fixture
def take(cast, tell):
    """Take a request in Khatlon; `sought`, `enquirer`, `by`, `unit`, `token` change it."""
    from payvand.tracing import services

    def taken(*, sought=None, enquirer=None, by=None, unit=None, token=None, **told):
        return services.take_request(
            scope=cast.scope_for(by or cast.caseworker),
            unit=unit or cast.khatlon,
            sought=sought or tell.person(),
            enquirer=enquirer or tell.enquirer(),
            account=tell.account(**told),
            form_token=token,
        )

    return taken


@pytest.fixture
def find(cast, tell):
    """Register a found person at headquarters; the patients' list writes in Latin letters."""
    from payvand.core.partial_date import PartialDate
    from payvand.tracing import services

    def found(**changes):
        facts = {
            "full_name": "Rakhimov Farrukh Saidovich",
            "language": "",
            "father_name": "",
            "mother_name": "",
            "birth": PartialDate.parse("14.02.1985"),
            "birth_place_text": "",
        }
        return services.register_found_person(
            scope=cast.scope_for(cast.tracing_officer),
            unit=changes.pop("unit", cast.headquarters),
            person=tell.person(**{**facts, **changes}),
            source="patients_list",
            source_text="Orenburg",
        )

    return found


@pytest.fixture
def officer(cast):
    """The Scope of the tracing officer."""
    return cast.scope_for(cast.tracing_officer)


@pytest.fixture
def caseworker(cast):
    """The Scope of the caseworker of Khatlon."""
    return cast.scope_for(cast.caseworker)


@pytest.fixture
def close(cast):
    """Close a file as two people do: the officer proposes, the head approves; `reason` is N1 unless told."""
    from payvand.tracing import services

    def closed(request, *, reason="N1", note="All means are exhausted."):
        proposed = services.propose_closing(
            scope=cast.scope_for(cast.tracing_officer), request=request, reason=reason, note=note
        )
        return services.approve_closing(scope=cast.scope_for(cast.head_of_tracing), request=proposed)

    return closed


@pytest.fixture
def search(take, cast):
    """Take a request and carry it to the search; the family agrees that other Societies may know."""
    from payvand.people.enums import ConsentScope, ConsentState
    from payvand.people.services import record_consent
    from payvand.tracing import services

    def searched(*, shared=True, **told):
        officer = cast.scope_for(cast.tracing_officer)
        request = take(**told)
        if shared:
            answer = {"scope_code": ConsentScope.SHARE_MOVEMENT, "state": ConsentState.GIVEN}
            record_consent(scope=officer, person=request.enquirer, **answer)
        request = services.submit_request(scope=cast.scope_for(cast.caseworker), request=request)
        request = services.accept_request(scope=officer, request=request)
        return services.begin_search(scope=officer, request=request)

    return searched
