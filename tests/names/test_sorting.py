import random

import pytest

from payvand.names import sort_key

IN_ORDER = [
    ["Гулом", "Гуля", "Ғафур", "Далер"],
    ["Камол", "Қодир", "Лола"],
    ["Хуршед", "Ҳасан", "Цой"],
    ["Чори", "Ҷамшед", "Шариф"],
    ["Умар", "Ӯктам", "Фаррух"],
    ["Иван", "Ӣсо", "Йул", "Карим"],
    ["Алия", "Әлия", "Борис"],
    ["Омар", "Өмір", "Павел"],
    ["Усен", "Ұлан", "Үсен", "Фарид"],
    ["Илья", "Ілияс", "Йод"],
    ["Ежов", "Ёлкин", "Ефимов"],
    ["Ganiyev", "Gulnora", "Gʻafur", "Hasan"],
    ["Olim", "Otabek", "Oʻtkir", "Polat"],
    ["Saparow", "Şamyrat", "Tahyr"],
    ["آرش", "بهار", "پروین", "تیمور", "کریم", "گلنار", "یوسف"],
    ["7", "Ali", "Али", "علی", "王"],
    ["Ali", "Ali Vali", "Aliev"],
    ["Рахим", "Рахимов", "Рахимова"],
]


@pytest.mark.parametrize("names", IN_ORDER, ids=lambda names: names[0])
def test_plain_order_of_keys_is_the_order_of_the_alphabets(names):
    shuffled = random.Random(7).sample(names, len(names))
    assert sorted(shuffled, key=sort_key) == names
    assert sorted(shuffled, key=lambda name: sort_key(name).encode()) == names


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("РАҲИМОВ", "раҳимов"),
        ("Oʻtkir", "O'tkir"),
        ("مُحَمَّد", "محمد"),
        ("علي", "علی"),
        ("  Али   Вали ", "Али Вали"),
        ("Abd-al", "Abd al"),
    ],
)
def test_what_does_not_count_gives_the_same_key(left, right):
    assert sort_key(left) == sort_key(right)


def test_a_very_long_text_gives_a_key_that_an_index_can_hold():
    assert len(sort_key("Ғ" * 10_000)) == 600
    assert len(sort_key("王" * 10_000)) == 2000
