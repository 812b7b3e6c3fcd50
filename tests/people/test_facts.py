import pytest
from django.db import connection

from payvand.audit.models import Act
from payvand.core.encryption import keyring
from payvand.core.errors import Conflict, InvalidInput, NotAllowed, Refused, WrongKey
from payvand.core.partial_date import PartialDate
from payvand.people import identity_papers
from payvand.people.enums import Confidentiality, RelationKind, inverse_label
from payvand.people.models import Identifier, NamedAccess, Person
from payvand.people.queries import person_card, visible_people
from payvand.people.services import (
    NameInput,
    add_identifier,
    add_name,
    add_relation,
    change_person,
    end_named_access,
    link_same_person,
    name_users,
    prefer_name,
    register_mentioned,
    remove_identifier,
    remove_name,
    remove_relation,
    set_confidentiality,
    unlink_same_person,
)


@pytest.mark.django_db
class TestNames:
    def test_a_spelling_is_added_beside_the_others_with_source_and_certainty(self, register, officer):
        person = register("Раҳимов Фаррух")
        told = NameInput(full_as_given="RAKHIMOV FARRUKH", name_type="on_document", source="passport 2014")
        add_name(scope=officer, person=person, name=told)
        assert [(name.full_as_given, name.source) for name in person.names.all()] == [
            ("Раҳимов Фаррух", ""),
            ("RAKHIMOV FARRUKH", "passport 2014"),
        ]
        person.refresh_from_db()
        assert person.shown_name == "Раҳимов Фаррух"

    def test_another_name_can_be_shown_first_and_the_order_of_lists_follows(self, register, officer):
        person = register("Раҳимов Фаррух")
        name = add_name(scope=officer, person=person, name=NameInput(full_as_given="Abdulloev Farrukh"))
        prefer_name(scope=officer, name=name)
        person.refresh_from_db()
        assert (person.shown_name, person.sort_key) == ("Abdulloev Farrukh", name.sort_key)
        assert person.names.filter(preferred=True).count() == 1
        with pytest.raises(Refused):
            remove_name(scope=officer, name=name)

    def test_nothing_is_added_to_a_record_that_is_not_ones_to_change(self, register, cast, khatlon, counsellor):
        person = register("Раҳимов Фаррух", unit=cast.sughd)
        for scope in (khatlon, counsellor, cast.scope_for(cast.stranger)):
            with pytest.raises(NotAllowed):
                add_name(scope=scope, person=person, name=NameInput(full_as_given="Али"))
        assert person.names.count() == 1


@pytest.mark.django_db
class TestFacts:
    def test_who_changes_what_somebody_else_changed_since_is_told(self, register, officer, khatlon):
        person = register("Али")
        seen = person.version
        change_person(scope=officer, person=person, sex="male")
        with pytest.raises(Conflict):
            change_person(scope=khatlon, person=person, expected_version=seen, sex="female")
        person.refresh_from_db()
        assert person.sex == "male"

    def test_the_act_tells_which_facts_changed_and_not_what_they_are(self, register, officer):
        person = register("Али")
        birth = PartialDate.parse("14.02.1985")
        change_person(scope=officer, person=person, sex="", birth=birth, birth_place_text="Восеъ")
        act = Act.objects.order_by("-number").first()
        assert act.facts == {"fields": ["birth", "birth_place_text"]}

    @pytest.mark.parametrize("facts", [{"sex": "M"}, {"birth_place_text": "я" * 301}])
    def test_what_cannot_be_kept_is_refused(self, register, officer, facts):
        with pytest.raises(InvalidInput) as refused:
            change_person(scope=officer, person=register("Али"), **facts)
        assert set(refused.value.problems) == set(facts)

    def test_a_fact_that_is_no_fact_is_a_mistake_of_the_caller(self, register, officer):
        with pytest.raises(TypeError):
            change_person(scope=officer, person=register("Али"), confidentiality=0)


@pytest.mark.django_db
class TestRelations:
    def test_a_relation_is_read_from_both_sides(self, register, officer):
        child, father = register("Фаррух", sex="male"), register("Саид", sex="male")
        add_relation(scope=officer, person=child, relative=father, kind=RelationKind.FATHER)
        assert [(line.label, line.person) for line in person_card(officer, child).relatives] == [("Father", father)]
        assert [(line.label, line.person) for line in person_card(officer, father).relatives] == [("Son", child)]

    def test_the_inverse_follows_the_sex_and_says_no_more_than_is_known(self):
        assert inverse_label(RelationKind.MOTHER, "female") == "Daughter"
        assert inverse_label(RelationKind.MOTHER, "other") == "Child"
        assert inverse_label(RelationKind.COUSIN, "male") == "Cousin"
        assert {kind: inverse_label(kind, "") for kind in RelationKind}[RelationKind.NEPHEW_NIECE] == "Uncle or aunt"

    def test_a_relative_known_by_name_gets_a_record_of_their_own_when_more_is_known(self, register, officer):
        child = register("Фаррух")
        relation = add_relation(
            scope=officer, person=child, kind="sister", name=NameInput(full_as_given="Мадина", source="a neighbour")
        )
        assert relation.relative.sex == "female"
        assert visible_people(officer).count() == 1
        sister = register_mentioned(scope=officer, relation=relation)
        assert set(visible_people(officer)) == {child, sister}
        with pytest.raises(Refused):
            register_mentioned(scope=officer, relation=relation)

    def test_it_is_kept_as_closely_as_the_record_that_spoke_of_it(self, register, officer, khatlon):
        child = register("Фаррух", scope=officer, confidentiality=Confidentiality.PROTECTED)
        relation = add_relation(scope=officer, person=child, kind="sister", name=NameInput(full_as_given="Мадина"))
        sister = register_mentioned(scope=officer, relation=relation)
        assert sister in visible_people(officer)
        assert sister not in visible_people(khatlon)

    def test_removing_a_mention_removes_what_was_said_of_it(self, register, officer):
        child = register("Фаррух", father_name="Саид")
        remove_relation(scope=officer, relation=child.relations.get())
        assert list(Person.objects.all()) == [child]

    def test_relations_keep_to_one_purpose_two_people_and_one_row(self, register, officer, counsellor):
        one, other = register("Али"), register("Вали")
        client = register("Ҳасан", purpose="centre")
        both = type(officer)(
            user_id=officer.user_id, rights=officer.rights, purposes=frozenset({"tracing", "centre"}), all_units=True
        )
        add_relation(scope=officer, person=one, relative=other, kind="brother")
        with pytest.raises(Refused):
            add_relation(scope=officer, person=one, relative=other, kind="brother")
        with pytest.raises(Refused):
            add_relation(scope=both, person=one, relative=client, kind="cousin")
        with pytest.raises(NotAllowed):
            add_relation(scope=officer, person=one, relative=client, kind="cousin")
        for wrong in ({"relative": one}, {}, {"relative": other, "name": NameInput(full_as_given="Али")}):
            with pytest.raises(InvalidInput):
                add_relation(scope=officer, person=one, kind="cousin", **wrong)


@pytest.mark.django_db
class TestIdentifiers:
    def test_a_number_is_sealed_in_the_database_and_shown_by_its_last_characters(self, register, officer):
        person = register("Али")
        added = add_identifier(scope=officer, person=person, kind="passport", value="A 01234567", country="tj")
        with connection.cursor() as cursor:
            cursor.execute("SELECT value, blind, last4, country FROM people_identifier")
            sealed, blind, last, country = cursor.fetchone()
        assert "1234" not in sealed + blind
        assert (last, country) == ("567", "TJ")
        assert Identifier.objects.get(pk=added.pk).value == "A 01234567"
        assert person_card(officer, person).identifiers[0].masked == "••••••567"
        assert "01234567" not in str(list(Act.objects.values_list("facts", flat=True)))

    @pytest.mark.parametrize(
        ("number", "last"), [("12", ""), ("123", "3"), ("123456", "56"), ("123456789012", "9012"), ("AB1234567", "567")]
    )
    def test_never_more_than_a_third_is_shown(self, register, officer, number, last):
        added = add_identifier(scope=officer, person=register("Али"), kind="other", value=number)
        assert added.last4 == last

    def test_a_number_that_was_moved_to_another_row_does_not_open(self, register, officer):
        one = add_identifier(scope=officer, person=register("Али"), kind="passport", value="A01234567")
        other = add_identifier(scope=officer, person=register("Вали"), kind="passport", value="B98765432")
        with connection.cursor() as cursor:
            cursor.execute("SELECT value FROM people_identifier WHERE last4 = '567'")
            (sealed,) = cursor.fetchone()
            cursor.execute("UPDATE people_identifier SET value = %s WHERE last4 = '432'", [sealed])
        assert Identifier.objects.get(pk=one.pk).value == "A01234567"
        with pytest.raises(WrongKey):
            _ = Identifier.objects.get(pk=other.pk).value

    def test_without_the_right_key_nothing_opens_silently(self, register, officer, monkeypatch):
        added = add_identifier(scope=officer, person=register("Али"), kind="passport", value="A01234567")
        ring = keyring()
        monkeypatch.setattr(ring, "keys", {})
        monkeypatch.setattr(ring, "_ciphers", {})
        with pytest.raises(WrongKey):
            _ = Identifier.objects.get(pk=added.pk).value

    def test_the_same_number_is_kept_once_however_it_is_written(self, register, officer):
        person = register("Али")
        added = add_identifier(scope=officer, person=person, kind="passport", value="A 0123-4567")
        with pytest.raises(Refused):
            add_identifier(scope=officer, person=person, kind="passport", value="a٠١٢٣٤٥٦٧")
        remove_identifier(scope=officer, identifier=added)
        assert not person.identifiers.exists()

    @pytest.mark.parametrize("value", ["", "  ", "--", "1" * 101, "1\x00"])
    def test_a_number_without_letters_or_digits_is_none(self, register, officer, value):
        with pytest.raises(InvalidInput):
            add_identifier(scope=officer, person=register("Али"), kind="passport", value=value)


@pytest.mark.parametrize(
    ("country", "number", "birth", "sex", "count"),
    [
        ("KZ", "850214300123", None, "", 1),  # the control digit
        ("KZ", "850214300124", None, "", 1),
        ("KZ", "85021430012", None, "", 1),
        ("KZ", "859914300123", None, "", 1),
        ("KZ", "850214900123", None, "", 1),
        ("UZ", "31402850010012", "1985", "male", 0),
        ("UZ", "31402850010012", "1984", "female", 2),
        ("UZ", "39902850010012", None, "", 1),
        ("KG", "21402198500123", "14.02.1985", "male", 0),
        ("KG", "11402198500123", "14.02.1985", "male", 1),
        ("KG", "31402198500123", None, "", 1),
        ("TJ", "anything", "1985", "male", 0),
        ("", "123", None, "", 0),
    ],
)
def test_what_looks_wrong_with_a_national_number_is_said(country, number, birth, sex, count):
    told = PartialDate.parse(birth) if birth else None
    assert len(identity_papers.warnings("national_id", country, number, birth=told, sex=sex)) == count


def test_the_control_digit_of_kazakhstan_fits_exactly_one_digit():
    fitting = [digit for digit in range(10) if not identity_papers.warnings("national_id", "KZ", f"85021430012{digit}")]
    assert len(fitting) == 1


@pytest.mark.django_db
class TestProtection:
    def test_only_who_is_named_sees_and_only_an_officer_lowers_it(self, register, cast, khatlon, officer, head):
        person = register("Али")
        set_confidentiality(scope=khatlon, person=person, level=3, named=[cast.tracing_officer.pk])
        assert [person in visible_people(scope) for scope in (khatlon, officer, head)] == [True, True, False]
        with pytest.raises(NotAllowed):
            set_confidentiality(scope=khatlon, person=person, level=1)
        with pytest.raises(NotAllowed):
            set_confidentiality(scope=head, person=person, level=1)
        set_confidentiality(scope=officer, person=person, level=1)
        assert person in visible_people(head)
        assert not NamedAccess.objects.filter(person=person, ended_at=None).exists()

    def test_somebody_always_sees_it(self, register, cast, officer):
        person = register("Али")
        set_confidentiality(scope=officer, person=person, level=3)
        with pytest.raises(Refused):
            end_named_access(scope=officer, person=person, user=cast.tracing_officer.pk)
        name_users(scope=officer, person=person, users=[cast.caseworker.pk])
        end_named_access(scope=officer, person=person, user=cast.tracing_officer.pk)
        assert person not in visible_people(officer)
        assert person in visible_people(cast.scope_for(cast.caseworker))

    def test_nobody_is_named_on_an_open_record_and_nobody_unknown(self, register, officer, cast):
        person = register("Али")
        with pytest.raises(Refused):
            name_users(scope=officer, person=person, users=[cast.caseworker.pk])
        with pytest.raises(InvalidInput):
            set_confidentiality(scope=officer, person=person, level=3, named=[person.pk])
        person.refresh_from_db()
        assert person.confidentiality == 1


@pytest.mark.django_db
class TestSamePerson:
    def test_a_link_joins_and_changes_neither_and_is_undone(self, register, head):
        one, other = register("Раҳимов Фаррух"), register("Rahimov Farrukh")
        before = list(Person.objects.order_by("pk").values())
        link = link_same_person(scope=head, one=other, other=one, reason="one passport number")
        assert [found for _link, found in person_card(head, one).links] == [other]
        assert [found for _link, found in person_card(head, other).links] == [one]
        with pytest.raises(Refused):
            link_same_person(scope=head, one=one, other=other, reason="again")
        unlink_same_person(scope=head, link=link, reason="another father")
        assert person_card(head, one).links == []
        with pytest.raises(Refused):
            unlink_same_person(scope=head, link=link)
        assert list(Person.objects.order_by("pk").values()) == before
        link_same_person(scope=head, one=one, other=other, reason="the father's name was misread")
        assert len(person_card(head, one).links) == 1

    def test_links_are_restricted_to_who_sees_both_records(self, register, officer, head, cast):
        one, other = register("Али"), register("Алӣ", purpose="centre")
        with pytest.raises(NotAllowed):
            link_same_person(scope=officer, one=one, other=register("Ali"), reason="seen together")
        with pytest.raises(NotAllowed):
            link_same_person(scope=head, one=one, other=other, reason="seen together")
        for reason, second in (("", register("Ali")), ("the same", one)):
            with pytest.raises(InvalidInput):
                link_same_person(scope=head, one=one, other=second, reason=reason)

    def test_who_may_not_see_links_is_not_told_of_them(self, register, officer, head):
        one, other = register("Али"), register("Ali")
        link_same_person(scope=head, one=one, other=other, reason="one passport number")
        assert person_card(officer, one).links == []
