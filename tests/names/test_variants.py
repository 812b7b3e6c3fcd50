import pytest

from payvand.names import spelling_clusters


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Жусуп", "Юсуф"),
        ("Zhusup", "یوسف"),
        ("Усен", "Ҳусайн"),
        ("УСЕНОВ", "Husayn"),
        ("Жусупова", "Yusufzoda"),
        ("Ыбрай", "Иброҳим"),
        ("Абдылда", "عبدالله"),
        ("Мамад", "Муҳаммад"),
    ],
)
def test_spellings_that_letters_do_not_join_are_known_as_one_name(left, right):
    assert spelling_clusters(left) == spelling_clusters(right) != ()


@pytest.mark.parametrize("token", ["Gulnoza", "Фаррух", "", "\ud800", "—"])
def test_other_tokens_are_in_no_cluster(token):
    assert spelling_clusters(token) == ()


def test_every_form_is_found_in_its_cluster(clusters):
    lost = [
        (cluster.name, form)
        for cluster in clusters
        for form in cluster.forms
        if cluster.name not in spelling_clusters(form)
    ]
    assert lost == []
