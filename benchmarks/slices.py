"""The tasks of finding by language, finer than `versus.directions`: names to find among 50,000.

None of the people is in the lists that the model is learned from but those of the Arabic names; parts of their names
are. `unseen` leaves the queries with a part that the model under test was not taught (`pairs.held_out`), in any script.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from payvand.matching.letters import spell
from payvand.matching.pairs import held_out
from payvand.names import romanise, schemes
from tasks import REGISTER_SIZE, Task, arabic_names, politicians, rows
from versus.directions import among_russian

ENGLISH = {
    "ru": "Russian", "fa": "Persian", "ar": "Arabic", "uk": "Ukrainian", "be": "Belarusian", "bg": "Bulgarian",
    "ur": "Urdu", "ckb": "Sorani", "kk": "Kazakh", "uz": "Uzbek", "tg": "Tajik",
}  # fmt: skip
RUSSIAN = {
    "fa": "Persian",
    "ar": "Arabic",
    "uk": "Ukrainian",
    "en": "English",
    "kk": "Kazakh",
    "uz": "Uzbek",
    "tg": "Tajik",
}
TABLES = {"tgk": "Tajik", "uzb": "Uzbek", "kaz": "Kazakh", "kir": "Kyrgyz", "tuk": "Turkmen", "prs": "Dari"}
_SHORTEST = 3  # letters of a word of the tables: shorter ones are examples of letters, not of names


def directions() -> Iterator[Task]:
    """The six directions that the work is judged by."""
    yield officials()
    yield replace(arabic_names(REGISTER_SIZE // 10), name="Arabic → Latin, names")
    for language in ("ru", "fa"):
        yield politicians(language, f"{ENGLISH[language]} → English, politicians")
    for language in ("fa", "ar"):
        yield among_russian(language, f"{ENGLISH[language]} → Russian, politicians")


def by_language() -> Iterator[Task]:
    """Every direction and language that the lists hold people of."""
    yield officials()
    yield replace(arabic_names(REGISTER_SIZE // 10), name="Arabic → Latin, names")
    for language, name in ENGLISH.items():
        yield politicians(language, f"{name} → English, politicians")
    for language, name in RUSSIAN.items():
        yield among_russian(language, f"{name} → Russian, politicians")


def officials() -> Task:
    """Invented Russian names by two spellings: in Cyrillic, and in Latin by a scheme of passports drawn by lot."""
    parts: dict[str, list[str]] = defaultdict(list)
    for row in rows("uk_ru_name_pairs.tsv"):
        parts[row["pool"]].append(row["ru_ranked"].split("|")[0])
    chance, systems = random.Random(13), schemes("ru")
    names = [" ".join(chance.choice(parts[pool]) for pool in ("last", "first")) for _ in range(REGISTER_SIZE)]
    register = {str(place): romanise(name, "ru", chance.choice(systems)).text for place, name in enumerate(names)}
    queries = [(name, frozenset({str(place)})) for place, name in enumerate(names[: REGISTER_SIZE // 10])]
    return Task("Cyrillic → Latin, invented people by passport schemes", queries, register)


def words_of_tables() -> Iterator[Task]:
    """Romanisations that published tables expect, by language, among Latin tokens of names."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows("romanisation_expected.tsv"):
        if row["lang"] in TABLES and _one_word(row["source"]) and _one_word(row["latin"]):
            found[row["lang"]][row["source"]].add(row["latin"])
    filling = list(dict.fromkeys(row["latin"] for row in rows("tokens_en_ru.tsv")))[:REGISTER_SIZE]
    for language, pairs in sorted(found.items()):
        register = {f"filling-{number}": token for number, token in enumerate(filling)}
        register |= {spelling: spelling for spellings in pairs.values() for spelling in spellings}
        queries = [(source, frozenset(spellings)) for source, spellings in sorted(pairs.items())]
        yield Task(f"{TABLES[language]} → Latin, words of published tables", queries, register)


def _one_word(text: str) -> bool:
    return len(text.replace("-", " ").split()) == 1 and len(spell(text)) >= _SHORTEST


def unseen(task: Task) -> Task:
    """The task with those queries alone that have a part which was held out."""
    queries = [
        query for query in task.queries if any(held_out(part) for word in query[0].split() if (part := spell(word)))
    ]
    return Task(task.name, queries, task.register)
