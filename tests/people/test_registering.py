import pytest
from django.db import connection, transaction

from payvand.audit.models import Act
from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.partial_date import PartialDate
from payvand.people.enums import Confidentiality, NameType, Purpose, RelationKind, Sex
from payvand.people.models import IndexChange, NamedAccess, Person, PersonName, Relation
from payvand.people.services import NameInput, PersonInput, register_people_in_batches, register_person
from payvand.people.signals import people_changed

pytestmark = pytest.mark.django_db


def test_a_name_is_kept_exactly_as_given_and_its_keys_are_derived(register):
    name = register("  раҲИМОВ  Фаррух").names.get()
    assert name.full_as_given == "  раҲИМОВ  Фаррух"
    assert (name.script, name.folded, name.preferred) == ("Cyrl", "рахимов фаррух", True)


def test_icontains_would_miss_what_the_folded_column_finds(register):
    register("Раҳимов Фаррух")
    assert PersonName.objects.filter(folded__contains="рахимов").count() == 1


def test_a_list_is_in_the_order_of_the_alphabet_on_every_database(register):
    given = ["Яқубов", "Ҳакимов", "Ғафуров", "Абдуллоев", "Ҷумаев", "Хамидов", "Қодиров"]
    for name in given:
        register(name)
    assert [person.shown_name for person in Person.objects.all()] == [
        "Абдуллоев", "Ғафуров", "Қодиров", "Хамидов", "Ҳакимов", "Ҷумаев", "Яқубов",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "script"), [("Farrukh", "Latn"), ("فرخ", "Arab"), ("Фаррух Rahimov", ""), ("123", ""), ("许", "")]
)
def test_script_is_that_of_all_letters_or_not_said(register, name, script):
    assert register(name).names.get().script == script


def test_parts_stand_for_the_whole_where_only_they_were_told(cast, officer):
    person = register_person(
        scope=officer,
        purpose=Purpose.TRACING,
        unit=cast.khatlon,
        names=[NameInput(given="Фаррух", surname="Раҳимов", name_type=NameType.AT_BIRTH, language="tg")],
    )
    name = person.names.get()
    assert (name.full_as_given, name.given, name.surname, name.name_type) == (
        "Раҳимов Фаррух", "Фаррух", "Раҳимов", "at_birth",
    )  # fmt: skip


def test_parents_told_by_name_are_mentioned_and_no_records_of_their_own(register):
    person = register("Раҳимов Фаррух", father_name="Саид", mother_name="Зайнаб Қурбонова", source="his mother")
    kinds = {relation.kind: relation.relative for relation in person.relations.select_related("relative")}
    assert kinds[RelationKind.FATHER].shown_name == "Саид"
    assert kinds[RelationKind.MOTHER].sex == Sex.FEMALE
    assert {relative.mentioned_by_id for relative in kinds.values()} == {person.pk}
    assert set(Relation.objects.values_list("source", flat=True)) == {"his mother"}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"names": []}, "names"),
        ({"names": [NameInput(full_as_given=" \t ")]}, "names"),
        ({"names": [NameInput(full_as_given="Али\x00")]}, "names"),
        ({"names": [NameInput(full_as_given="я" * 501)]}, "names"),
        ({"names": [NameInput(given="я" * 201)]}, "names"),
        ({"names": [NameInput(full_as_given="Али", certainty="sure")]}, "names"),
        ({"father_name": " "}, "father_name"),
        ({"sex": "M"}, "sex"),
        ({"confidentiality": 9}, "confidentiality"),
        ({"birth_place_text": "я" * 301}, "birth_place_text"),
        ({"birth_place_text": "a\x00"}, "birth_place_text"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field_and_nothing_is_written(cast, officer, facts, field):
    told = {"names": [NameInput(full_as_given="Али")], **facts}
    with pytest.raises(InvalidInput) as refused:
        register_person(scope=officer, purpose=Purpose.TRACING, unit=cast.khatlon, **told)
    assert set(refused.value.problems) == {field}
    assert Person.objects.count() == 0


@pytest.mark.parametrize("name", ["Ы", "я" * 500, "الله", "O‘g‘iloy", "🕊", "'; DROP TABLE people_person; --"])
def test_unusual_names_are_names(register, name):
    assert register(name).names.get().full_as_given == name


def test_nobody_registers_for_a_unit_or_a_purpose_out_of_reach(cast, khatlon, counsellor):
    names = [NameInput(full_as_given="Али")]
    for scope, purpose, unit in [
        (khatlon, Purpose.TRACING, cast.sughd),
        (khatlon, Purpose.TRACING, None),
        (khatlon, Purpose.CENTRE, cast.khatlon),
        (counsellor, Purpose.TRACING, cast.khatlon),
        (cast.scope_for(cast.node_admin), Purpose.TRACING, cast.khatlon),
        (cast.scope_for(cast.stranger), Purpose.TRACING, cast.khatlon),
    ]:
        with pytest.raises(NotAllowed):
            register_person(scope=scope, purpose=purpose, unit=unit, names=names)
    assert Person.objects.count() == 0


def test_a_protected_record_names_who_registered_it_and_never_nobody(cast, officer, register):
    kept = register("Али", scope=officer, confidentiality=Confidentiality.PROTECTED, named=[cast.caseworker.pk])
    assert set(NamedAccess.objects.filter(person=kept).values_list("user_id", flat=True)) == {
        cast.tracing_officer.pk,
        cast.caseworker.pk,
    }
    with pytest.raises(InvalidInput) as refused:
        register("Вали", confidentiality=Confidentiality.SEALED)
    assert set(refused.value.problems) == {"named"}


def test_registering_leaves_an_act_a_change_for_the_index_and_word_inside_the_transaction(register, officer):
    heard = []

    def receiver(sender, person_ids, **_more):
        heard.append((connection.in_atomic_block, person_ids))

    people_changed.connect(receiver)
    try:
        person = register("Али", scope=officer)
    finally:
        people_changed.disconnect(receiver)
    assert heard == [(True, [person.pk])]
    assert list(IndexChange.objects.values_list("person_id", flat=True)) == [person.pk]
    act = Act.objects.get()
    assert (act.action, act.subject_id, act.user_id) == ("people.register_person", str(person.pk), officer.user_id)
    assert "Али" not in str(act.facts)


def test_a_receiver_that_fails_undoes_the_registration(register):
    def receiver(sender, **_more):
        raise RuntimeError("the room above cannot take it")

    people_changed.connect(receiver)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            register("Али")
    finally:
        people_changed.disconnect(receiver)
    assert (Person.objects.count(), IndexChange.objects.count()) == (0, 0)


def test_many_are_registered_in_whole_batches(cast, officer):
    told = [
        PersonInput(purpose=Purpose.TRACING, unit=cast.khatlon, names=[NameInput(full_as_given=f"Али {number}")])
        for number in range(7)
    ]
    told[5] = PersonInput(purpose=Purpose.TRACING, unit=cast.khatlon, names=[NameInput()])
    batches = register_people_in_batches(scope=officer, people=iter(told), size=2)
    assert [person.shown_name for person in next(batches)] == ["Али 0", "Али 1"]
    assert [person.shown_name for person in next(batches)] == ["Али 2", "Али 3"]
    with pytest.raises(InvalidInput):
        next(batches)
    assert Person.objects.count() == 4


def test_a_batch_of_many_costs_no_more_queries_for_rows_than_one_of_few(cast, officer, queries_of):
    def batch(size):
        return [
            PersonInput(
                purpose=Purpose.TRACING,
                unit=cast.khatlon,
                names=[NameInput(full_as_given="Али"), NameInput(full_as_given="Ali")],
                father_name="Саид",
                birth=PartialDate.parse("1985"),
            )
            for _number in range(size)
        ]

    few = queries_of(lambda: list(register_people_in_batches(scope=officer, people=batch(1))))
    many = queries_of(lambda: list(register_people_in_batches(scope=officer, people=batch(9))))
    acts = 2 if connection.vendor == "sqlite" else 3
    assert many - few == 8 * acts  # the chain of acts alone goes one by one
