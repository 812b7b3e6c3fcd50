"""Two tokens letter by letter: which letters answer to which, and what each such unit says, in bits."""

import math
from typing import Final, NamedTuple

from payvand.matching.letters import LONGEST, SCRIPTS, START, script_of_token, spell
from payvand.matching.likeness import PairModel, Shape, likeness

_LEAST: Final = -30.0
_COARSE: Final = 10.0  # bits by which a unit of two and two letters must be better: a reader wants to see letters


class Unit(NamedTuple):
    """Letters of the left token, those of the right that answer to them, and the bits of that."""

    left: str
    right: str
    bits: float


def align(left: str, right: str) -> list[Unit]:
    """The likeliest way to cut two tokens into units that answer to one another, in any of our scripts.

    The tokens are taken as `letters.spell` gives them. The bits of the units add up to about their likeness, which
    counts all ways to cut. Tokens in a script without a model, and empty ones, are one unit of zero bits.
    """
    ours, theirs = spell(left)[:LONGEST], spell(right)[:LONGEST]
    scripts = script_of_token(ours), script_of_token(theirs)
    if scripts[0] is None or scripts[1] is None:
        return [Unit(ours, theirs, 0.0)]
    turned = SCRIPTS.index(scripts[0]) > SCRIPTS.index(scripts[1]) or (scripts[0] == scripts[1] and ours > theirs)
    if turned:
        return [Unit(unit.right, unit.left, unit.bits) for unit in _best(theirs, ours, (scripts[1], scripts[0]))]
    return _best(ours, theirs, (scripts[0], scripts[1]))


def _best(source: str, target: str, scripts: tuple[str, str]) -> list[Unit]:
    """The best path through the units of the model, found place by place."""
    model = likeness().models[scripts]
    ours = (model.start, *model.alphabets[0].encode(source)[: len(source)])
    theirs = tuple(model.alphabets[1].encode(target)[: len(target)])
    length, across = len(ours), len(theirs)
    best: dict[tuple[int, int], tuple[float, tuple[int, int], float]] = {(0, 0): (0.0, (0, 0), 0.0)}
    for place in range(length):
        for other in range(across + 1):
            if (place, other) not in best:
                continue
            so_far = best[place, other][0]
            for shape in model.shapes:
                onward = place + shape.taken, other + shape.given
                if onward[0] > length or onward[1] > across:
                    continue
                bits, chance = _unit(model, shape, ours[place : onward[0]], theirs[other : onward[1]])
                if chance > -math.inf and so_far + chance > best.get(onward, (-math.inf,))[0]:
                    best[onward] = (so_far + chance, (place, other), bits)
    return _traced(best, START + source, target, (length, across))


def _unit(model: PairModel, shape: Shape, source: tuple[int, ...], target: tuple[int, ...]) -> tuple[float, float]:
    """The bits of one unit and the logarithm of its chance."""
    chance = model.unit(shape, source, target)
    if chance <= 0:
        return 0.0, -math.inf
    alone = model.alone(source, 0) * (model.alone(target, 1) if target else 1.0)
    handicap = _COARSE * max(min(shape.taken, shape.given) - 1, 0)
    return max(math.log2(chance / max(alone, 1e-30)), _LEAST), math.log2(chance) - handicap


def _traced(
    best: dict[tuple[int, int], tuple[float, tuple[int, int], float]], source: str, target: str, end: tuple[int, int]
) -> list[Unit]:
    if end not in best:
        return [Unit(source.removeprefix(START), target, _LEAST)]
    units: list[Unit] = []
    while end != (0, 0):
        _, start, bits = best[end]
        letters = source[start[0] : end[0]].removeprefix(START), target[start[1] : end[1]]
        if any(letters):
            units.append(Unit(*letters, bits))
        end = start
    return units[::-1]
