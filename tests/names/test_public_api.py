import subprocess
import sys

import payvand.names

PUBLIC = [
    "MISSING_VOWEL",
    "Certainty",
    "Compound",
    "FatherStem",
    "Fuller",
    "LanguageGuess",
    "NameToken",
    "ParsedName",
    "Role",
    "Romanised",
    "Script",
    "Sex",
    "Span",
    "Stem",
    "UnknownSchemeError",
    "detect_script",
    "father_stem",
    "fold",
    "full_names",
    "guess_languages",
    "initial",
    "latin",
    "parse",
    "romanise",
    "schemes",
    "search_fold",
    "sex_of_given",
    "skeleton",
    "sort_key",
    "spelling_clusters",
    "stem",
    "without_addition",
]


def test_the_public_names_are_these_and_no_others():
    assert payvand.names.__all__ == PUBLIC


def test_every_public_function_and_class_says_what_it_is():
    undocumented = [name for name in PUBLIC if not getattr(payvand.names, name).__doc__]
    assert undocumented == []


def test_importing_loads_no_other_package_and_no_table():
    code = (
        "import sys; before = set(sys.modules); import payvand.names; from payvand.names import tables\n"
        "heavy = {'django', 'numpy', 'polars', 'rapidfuzz', 'unicodedata2'} & (set(sys.modules) - before)\n"
        "rooms = {m for m in sys.modules if m.startswith('payvand.') and not m.startswith('payvand.names')}\n"
        "print(sorted(heavy), sorted(rooms), tables._tables.cache_info().currsize)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[] [] 0"
