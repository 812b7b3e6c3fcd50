"""The nearest rising sequence: pool adjacent violators (Ayer et al. 1955)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def pooled(values: NDArray[np.floating[Any]], held: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """The sequence that never falls and lies nearest to `values`, by squares weighted with `held`.

    Args:
        values: Numbers [n].
        held: How much each holds [n], above 0.
    """
    means: list[float] = []
    sums: list[float] = []
    lengths: list[int] = []
    for value, weight in zip(values.tolist(), held.tolist(), strict=True):
        mean, total, length = float(value), float(weight), 1
        while means and means[-1] >= mean:
            mean = (means[-1] * sums[-1] + mean * total) / (sums[-1] + total)
            total, length = total + sums.pop(), length + lengths.pop()
            means.pop()
        means.append(mean)
        sums.append(total)
        lengths.append(length)
    return np.repeat(np.array(means, dtype=np.float64), lengths)
