"""What a name is: scripts, folding, romanisation, parsing, stems and the keys that spellings are compared by.

Pure Python, no dependency, tables loaded when first asked for. Nothing here alters the name as it was given.
"""

from payvand.names.certainty import Certainty
from payvand.names.compounds import Compound
from payvand.names.fathers import FatherStem, father_stem
from payvand.names.folding import fold, search_fold
from payvand.names.latinising import latin
from payvand.names.parsing import NameToken, ParsedName, parse
from payvand.names.romanisation import MISSING_VOWEL, Romanised, Span, UnknownSchemeError, romanise, schemes
from payvand.names.scripts import LanguageGuess, Script, detect_script, guess_languages
from payvand.names.short_forms import Fuller, full_names, initial, sex_of_given, without_addition
from payvand.names.skeletons import skeleton
from payvand.names.sorting import sort_key
from payvand.names.stems import Role, Sex, Stem, stem
from payvand.names.variants import spelling_clusters

__all__ = [
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
