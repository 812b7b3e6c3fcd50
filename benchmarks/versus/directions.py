"""Finding a name among 50,000 in six directions, between scripts."""

import random
from collections import defaultdict
from collections.abc import Iterator

from tasks import REGISTER_SIZE, Task, arabic_names, politicians, rows


def directions() -> Iterator[Task]:
    """The tasks, easiest script first."""
    yield politicians("uk", "Ukrainian → English, politicians")
    yield politicians("ru", "Russian → English, politicians")
    yield arabic_names()
    yield politicians("fa", "Persian → English, politicians")
    yield among_russian("fa", "Persian → Russian, politicians")
    yield among_russian("ar", "Arabic → Russian, politicians")


def among_russian(language: str, title: str) -> Task:
    """Politicians by their labels in one language among their Russian ones, filled up with invented people.

    The filling joins real Russian given names, patronymics and surnames at random, the same for everyone.
    """
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows("politicians_multiscript.tsv"):
        labels[row["qid"]].setdefault(row["lang"], row["name"])
    register = {qid: spellings["ru"] for qid, spellings in labels.items() if "ru" in spellings}
    parts: dict[str, list[str]] = defaultdict(list)
    for row in rows("uk_ru_name_pairs.tsv"):
        parts[row["pool"]].append(row["ru_ranked"].split("|")[0])
    rng = random.Random(REGISTER_SIZE)
    while len(register) < REGISTER_SIZE:
        given, surname = rng.choice(parts["first"]), rng.choice(parts["last"])
        middle = [rng.choice(parts["patronymic"])] if rng.random() < 1 / 3 else []
        register[f"filling-{len(register)}"] = " ".join((given, *middle, surname))
    queries = [
        (spellings[language], frozenset({qid}))
        for qid, spellings in sorted(labels.items())
        if language in spellings and "ru" in spellings
    ]
    return Task(title, queries, register)
