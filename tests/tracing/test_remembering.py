"""What is remembered: who may see what, places with their old names, and two who write at once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.partial_date import PartialDate
from payvand.network.enums import PlaceKind
from payvand.network.models import Place, PlaceName
from payvand.tracing import queries, services
from payvand.tracing.enums import LIMITED_FACTS, FactKind
from payvand.tracing.services import ToldFact, ToldRelative


@pytest.fixture
def remember(tell):
    """Change a file by what a form says of facts and relatives, as this person sees the file."""

    def remembered(scope, request, *facts, relatives=()):
        request = queries.visible_requests(scope).get(pk=request.pk)
        return services.change_request(
            scope=scope,
            request=request,
            sought=tell.person(),
            enquirer=tell.enquirer(),
            account=tell.account(),
            memory=services.Memory(facts=facts, relatives=tuple(relatives)),
            seen_version=request.version,
            seen_facts=queries.facts_token(request),
        )

    return remembered


@pytest.mark.parametrize("kind", sorted(LIMITED_FACTS))
def test_ethnicity_religion_and_clan_are_for_few(kind, take, remember, cast):
    request = take()
    officer, caseworker = cast.scope_for(cast.tracing_officer), cast.scope_for(cast.caseworker)
    remember(officer, request, ToldFact(kind=kind, value="Only few"))
    assert [fact.value for fact in queries.remembered(officer, request.sought).life] == ["Only few"]
    assert queries.remembered(caseworker, request.sought).life == []
    with pytest.raises(NotAllowed):
        remember(caseworker, request, ToldFact(kind=kind, value="Something else"))
    own = request.sought.facts.get()
    with pytest.raises(NotAllowed):
        remember(caseworker, request, ToldFact(kind=FactKind.OCCUPATION, value="x", fact_id=own.pk))
    desk = cast.client_of(cast.caseworker)
    for address in (
        f"/tracing/{request.number}/",
        f"/tracing/{request.number}/change/",
        "/tracing/",
        "/tracing/export.csv",
    ):
        assert "Only few" not in desk.get(address).content.decode()


def test_a_form_changes_only_what_it_showed(take, remember, officer, caseworker):
    request = take()
    remember(caseworker, request, ToldFact(kind="occupation", value="driver"))
    shown = request.sought.facts.get()
    remember(officer, request, ToldFact(kind="marks", value="a scar"))
    remember(caseworker, request, ToldFact(kind="occupation", value="cook", fact_id=shown.pk))
    assert {fact.value for fact in request.sought.facts.all()} == {"cook", "a scar"}
    remember(caseworker, request, ToldFact(kind="occupation", value=" ", fact_id=shown.pk))
    assert {fact.value for fact in request.sought.facts.all()} == {"a scar"}


def test_relatives_come_and_go_with_what_is_told_of_them(take, remember, caseworker):
    request = take()
    brother = ToldRelative(kind="brother", name="Ҷамшед", roles=("witness", "nonsense"), note="about 30")
    remember(caseworker, request, relatives=[brother])
    card = next(card for card in queries.relative_cards(request.sought) if card.relation.kind == "brother")
    assert card.note.roles == ["witness"]
    gone = ToldRelative(kind="brother", name="", relation_id=card.relation.pk)
    remember(caseworker, request, relatives=[gone])
    assert "brother" not in [card.relation.kind for card in queries.relative_cards(request.sought)]


def test_a_place_bears_the_name_of_those_days(take, remember, caseworker):
    town = Place.objects.create(country_id="TJ", kind=PlaceKind.TOWN, label_en="Khujand", label_ru="Худжанд")
    for text, until in (("Khujand", None), ("Leninabad", 1991)):
        name = {"text": text, "script": "Latn", "folded": text.casefold(), "latin": text.casefold()}
        PlaceName.objects.create(place=town, valid_to=until, **name)
    request = take()
    then, now = PartialDate.parse("1986"), PartialDate.parse("2010")
    remember(
        caseworker,
        request,
        ToldFact(kind="worked", place_text="Khujand", from_on=now),
        ToldFact(kind="lived", place_text="Khujand", to_on=then),
    )
    chain = queries.remembered(caseworker, request.sought).places
    assert [(one.fact.kind, one.fact.place, one.name_then) for one in chain] == [
        ("lived", town, "Leninabad"),
        ("worked", town, ""),
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "opinion"}, "kind"),
        ({"certainty": "sure"}, "certainty"),
        ({"source": "x" * 201}, "source"),
        ({"place_text": "x" * 301}, "place_text"),
        ({"value": "a\x00b"}, "value"),
    ],
)
def test_what_cannot_be_kept_is_said(change, field, take, remember, caseworker):
    request = take()
    with pytest.raises(InvalidInput) as caught:
        remember(caseworker, request, ToldFact(**{"kind": "occupation", "value": "driver"} | change))
    assert list(caught.value.problems) == [field]
    assert not request.sought.facts.exists()


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40), st.text(" \t", max_size=3))
@settings(max_examples=50)
def test_a_fact_is_empty_when_nothing_was_told(value, space):
    assert ToldFact(kind="occupation", value=space, place_text=space, number=space).is_empty
    assert ToldFact(kind="occupation", value=value).is_empty == (not value.strip())
