"""Words that dates are told with, by language; in lower case, with Persian letters (ی, ک)."""

from typing import Final

from payvand.names.dates.solar_hijri import MONTHS
from payvand.names.dates.told import Calendar

ABOUT: Final = (
    "approximately", "about", "around", "circa", "approx.", "approx", "ca.", "c.", "ca", "~", "≈", "±",
    "приблизительно", "примерно", "около", "ок.", "прибл.", "где-то", "тахминан", "тақрибан", "наздики",
    "taxminan", "shamamen", "шамамен", "болжол менен", "takmynan", "حدود", "تقریبا", "تقریباً", "در حدود",
)  # fmt: skip
YEAR_WORDS: Final = frozenset((
    "г", "год", "года", "году", "гг", "годы", "годов", "г.р", "year", "the", "of", "соли", "сол", "соли",
    "yil", "yili", "жыл", "жылы", "ж", "ýyl", "ýyly", "سال", "کال", "ش", "ه.ش", "هش", "ء",
))  # fmt: skip
DECADE: Final = (
    r"s|'s|(?:-?(?:ые|ых|е|х))?\s*(?:годы|годов|годах|гг\.?)|-?(?:ые|ых|е|х)|-yillar|yillar|دهه|-?жылдар|солҳои"
)
AGE: Final = (
    r"age|aged|years? old|y\.?o\.?|лет|года|год|возраст|сола|yosh|yoshda|жаста|жашта|ýaşynda|ساله|سال|کلن"
)  # fmt: skip

_GREGORIAN: Final = (
    "january jan января январь янв январи yanvar қаңтар январ ýanwar جنوری",
    "february feb февраля февраль фев феврали fevral ақпан феврал fewral فبروری",
    "march mar марта март мар марти mart наурыз مارچ",
    "april apr апреля апрель апр апрели aprel сәуір апрел اپریل",
    "may мая май майи mamyr мамыр maý می",
    "june jun июня июнь июн июни iyun маусым iýun جون",
    "july jul июля июль июл июли iyul шілде iýul جولای",
    "august aug августа август авг августи avgust тамыз awgust اگست",
    "september sep sept сентября сентябрь сен сентябри sentabr қыркүйек сентябр sentýabr سپتمبر",
    "october oct октября октябрь окт октябри oktabr қазан октябр oktýabr اکتوبر",
    "november nov ноября ноябрь ноя ноябри noyabr қараша ноябр noýabr نومبر",
    "december dec декабря декабрь дек декабри dekabr желтоқсан декабр dekabr دسمبر",
)


def _month_numbers() -> dict[str, tuple[Calendar, int]]:
    found: dict[str, tuple[Calendar, int]] = {}
    for number, names in enumerate(MONTHS, start=1):
        for name in (names.dari, names.latin, names.iranian, names.pashto, *names.others):
            found[name.casefold().replace("ي", "ی")] = ("solar_hijri", number)
    for number, words in enumerate(_GREGORIAN, start=1):
        for word in words.split():
            found[word] = ("gregorian", number)
    return found


MONTH_NUMBERS: Final = _month_numbers()
SEASONS: Final = {
    word: number
    for number, words in enumerate((
        "spring весна весной весны баҳор bahor көктем بهار پسرلی",
        "summer лето летом лета тобистон yoz жаз تابستان اوړی دوبی",
        "autumn fall осень осенью осени тирамоҳ kuz күз خزان پاییز منی",
        "winter зима зимой зимы зимистон qish қыс زمستان ژمی",
    ))
    for word in words.split()
}  # fmt: skip
