import pytest
from payvand.people import indexing, search
from payvand.people.enums import Purpose
from payvand.people.models import IndexChange, Person
from payvand.people.services import NameInput, register_person

pytestmark = pytest.mark.django_db


def test_name_is_kept_exactly_as_given(cast):
    scope = cast.scope_for(cast.caseworker)
    person = register_person(
        scope=scope, purpose=Purpose.TRACING, unit=cast.khatlon, names=[NameInput(full_as_given="  раҲИМОВ  Фаррух")]
    )
    name = person.names.get()
    assert name.full_as_given == "  раҲИМОВ  Фаррух"
    assert (name.script, name.folded) == ("Cyrl", "рахимов фаррух")
    assert [hit.person for hit in search.find(scope, "Rahimov Farrukh")] == [person]
    indexing.catch_up()
    assert IndexChange.objects.count() == 0
    assert [hit.person for hit in search.find(scope, "Rahimov Farrukh")] == [person]
