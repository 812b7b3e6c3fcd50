import pytest

from payvand.matching import Record, compare


def notes(left, right, feature):
    return [piece.note for piece in compare(left, right).evidence if piece.feature == feature]


def test_the_weight_is_the_sum_of_the_evidence():
    left = Record("a", name="Раҳимов Фаррух", birth_date="1985-03-21", sex="male", place="Хуҷанд")
    right = Record("b", name="Farrukh Rahimov", birth_date="1985-03-21", sex="male", place="Khujand")
    compared = compare(left, right)
    assert compared.weight == pytest.approx(sum(piece.bits for piece in compared.evidence))
    assert {piece.feature for piece in compared.evidence} == {"name", "birth", "sex", "place"}
    assert compared.probability > 0.99


@pytest.mark.parametrize(
    ("ours", "theirs", "note"),
    [
        ("1985-03-21", "1985-03-21", "same-date"),
        ("1985-03-21", "1986-03-21", "year-off-by-one"),
        ("1985-03-04", "1985-04-03", "day-month-swapped"),
        ("1985-01-01", "1985-07-21", "same-year"),
        ("1985", "1985-07-21", "same-year"),
        ("1985-03", "1985-03-21", "same-month"),
        ("1985-03-20", "1985-03-21", "day-or-month-differs"),
        ("1985-03-20", "1985-04-21", "day-and-month-differ"),
        ("1985-03-21", "1992-08-11", "year-differs"),
        ("1985-02-31", "1985-02-28", "unreadable"),
    ],
)
def test_a_birth_date_with_its_usual_errors(ours, theirs, note):
    assert notes(Record("a", birth_date=ours), Record("b", birth_date=theirs), "birth") == [note]


def test_the_usual_errors_of_a_date_speak_for_one_person_and_others_against():
    def weight(theirs):
        return compare(Record("a", birth_date="1985-03-04"), Record("b", birth_date=theirs)).weight

    assert (
        weight("1985-03-04") > weight("1985-04-03") > weight("1985-03-05") > weight("1986-07-09") > weight("1999-07-09")
    )
    assert weight("1985-04-03") > 0 > weight("1986-07-09")


def test_an_unreadable_date_is_shown_and_weighs_nothing():
    (piece,) = compare(Record("a", birth_date="spring"), Record("b", birth_date="1985")).evidence
    assert (piece.left, piece.right, piece.bits, piece.note) == ("spring", "1985", 0.0, "unreadable")


def test_the_father_is_found_in_the_patronymic():
    left = Record("a", given="Фаррух", father="Ҷамшед", surname="Раҳимов")
    right = Record("b", name="Rahimov Farrukh Jamshedovich")
    father = [piece for piece in compare(left, right).evidence if piece.feature == "father"]
    assert [(piece.left, piece.right) for piece in father] == [("Ҷамшед", "Jamshedovich")]
    assert father[0].bits > 5


def test_a_name_written_apart_answers_to_one_written_together():
    apart = compare(Record("a", name="Abd al-Rahman Karimi"), Record("b", name="عبدالرحمن کریمی"))
    assert ("Abd Rahman", "عبدالرحمن") in {(piece.left, piece.right) for piece in apart.evidence}
    assert apart.weight > 15


def test_the_order_of_names_does_not_matter():
    straight = compare(Record("a", name="Фаррух Раҳимов"), Record("b", name="Farrukh Rahimov"))
    swapped = compare(Record("a", name="Раҳимов Фаррух"), Record("b", name="Farrukh Rahimov"))
    assert straight.weight == pytest.approx(swapped.weight)


def test_a_further_spelling_counts_where_it_fits_better():
    left = Record("a", name="Zarina Yusupova")
    changed = Record("b", name="Zarina Karimova", names=("Зарина Юсупова",))
    assert compare(left, changed).weight > compare(left, Record("b", name="Zarina Karimova")).weight + 10


def test_initials_speak_a_little():
    left = Record("a", name="Ф. Раҳимов")
    fits, fails = Record("b", name="Farrukh Rahimov"), Record("b", name="Gulnora Rahimov")
    assert compare(left, fits).weight > compare(left, fails).weight


def test_names_in_a_script_without_a_model_match_when_equal():
    same = compare(Record("a", name="习近平"), Record("b", name="习近平"))
    assert same.weight > 5
    assert compare(Record("a", name="习近平"), Record("b", name="李克强")).weight < 0


def test_nothing_known_is_no_evidence():
    assert compare(Record("a"), Record("b", name="Farrukh")).evidence == ()


def test_an_initial_is_not_written_as_one_with_the_name_beside_it():
    short, long = Record("a", name="А. Каримова"), Record("b", name="А. Каримова", father="Abd al-Rahman")
    assert compare(short, long).weight == compare(long, short).weight
    assert ("А Каримова", "Каримова") not in {(piece.left, piece.right) for piece in compare(long, short).evidence}
