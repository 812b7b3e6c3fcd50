"""Spellings that are known to be of one name, where letters alone do not tell: Жусуп and Юсуф, Усен and Ҳусайн."""

import functools

from payvand.names import tables
from payvand.names.folding import fold_token
from payvand.names.stems import stem


@functools.lru_cache(maxsize=131072)
def spelling_clusters(token: str) -> tuple[str, ...]:
    """The names (as `data/names/variants.csv` calls them) that a token, or its stem, is a known spelling of.

    Empty for most tokens. A shared cluster means "known as the same name", never "the same person". Total.
    """
    known = tables.clusters()
    return known.get(fold_token(token)) or known.get(fold_token(stem(token).stem), ())
