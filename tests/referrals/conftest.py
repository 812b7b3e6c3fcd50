"""A person with a need, a provider who may meet it."""

import pytest


@pytest.fixture
def person(cast):
    """Somebody of Khatlon who asks for help."""
    from datetime import date

    from payvand.core.partial_date import PartialDate
    from payvand.people.enums import ConsentScope, ConsentState
    from payvand.tracing import services

    request = services.take_request(
        scope=cast.scope_for(cast.caseworker),
        unit=cast.khatlon,
        sought=services.ToldPerson(full_name="Раҳимов Фаррух", birth=PartialDate.parse("1985"), sex="male"),
        enquirer=services.ToldEnquirer(
            full_name="Раҳимова Зайнаб",
            relation="mother",
            consents={ConsentScope.SEARCH_INTERNAL.value: ConsentState.GIVEN},
        ),
        account=services.Account(received_on=date(2026, 5, 21)),
    )
    return request.enquirer


@pytest.fixture
def provider(cast):
    """Legal aid in Bokhtar."""
    from payvand.network.models import Country
    from payvand.referrals import services

    def made(name="Маркази ҳуқуқӣ", *, country="TJ", offers=("legal", "documents"), **facts):
        return services.add_provider(
            scope=cast.scope_for(cast.caseworker),
            facts=services.ProviderFacts(name=name, country=Country.objects.get(pk=country), services=offers, **facts),
        )

    return made


@pytest.fixture
def agree(cast):
    """Record that somebody agrees to share with a provider by name."""
    from payvand.people.services import record_consent

    def agreed(person, provider_name, state="given"):
        return record_consent(
            scope=cast.scope_for(cast.caseworker),
            person=person,
            scope_code="share_org",
            state=state,
            recipient=provider_name,
        )

    return agreed


@pytest.fixture
def referred(cast, person, provider):
    """A referral of that person to that provider."""
    from payvand.referrals import services

    def made(**changes):
        facts = {"need": "legal", "provider": None if "provider_text" in changes else provider(), **changes}
        return services.refer(scope=cast.scope_for(cast.caseworker), person=person, **facts)

    return made
