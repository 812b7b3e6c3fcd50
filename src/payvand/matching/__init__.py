"""Finding the same person in records written in different scripts.

    register = Register.build(records)
    hits = register.search(Record("query", name="Раҳимов Фаррух"), limit=10)

Pure: no Django, no network, nothing read but the package's own model files.
"""

from payvand.matching.alignment import Unit, align
from payvand.matching.births import Birth, read_birth
from payvand.matching.errors import DamagedIndexError, DamagedModelError, DuplicateIdError
from payvand.matching.evidence import Comparison, Evidence, Statistics
from payvand.matching.index import Index
from payvand.matching.records import Record, Relative, Where
from payvand.matching.register import Hit, Register
from payvand.matching.score import Comparer, compare

__all__ = [
    "Birth",
    "Comparer",
    "Comparison",
    "DamagedIndexError",
    "DamagedModelError",
    "DuplicateIdError",
    "Evidence",
    "Hit",
    "Index",
    "Record",
    "Register",
    "Relative",
    "Statistics",
    "Unit",
    "Where",
    "align",
    "compare",
    "read_birth",
]
