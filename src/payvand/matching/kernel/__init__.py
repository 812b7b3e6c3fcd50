"""The compiled inner loops of the matching engine, and what they need of the learned model.

The C files beside this one are built into one library when the package is (`hatch_build.py`); it is loaded by ctypes,
which lets other threads run meanwhile. Shapes and types are checked here, so that C can trust them.
"""

import ctypes
import functools
import pathlib
import sys
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.errors import KernelMissingError
from payvand.matching.kernel.hope import hopes
from payvand.matching.letters import LONGEST, SCRIPTS

if TYPE_CHECKING:
    from payvand.matching.likeness import Likeness, PairModel

LIBRARY: Final = pathlib.Path(__file__).with_name(
    "_kernel" + {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
)
_MOST_SHAPES: Final = 16
_MOST_TAKEN: Final = 3
_MOST_GIVEN: Final = 4
_CODES: Final = 256


class _Shape(ctypes.Structure):
    _fields_ = (
        ("taken", ctypes.c_int32),
        ("given", ctypes.c_int32),
        ("row_count", ctypes.c_int32),
        ("column_count", ctypes.c_int32),
        ("table", ctypes.c_void_p),
        ("starts", ctypes.c_void_p),
        ("others", ctypes.c_void_p),
        ("held", ctypes.c_void_p),
        ("held_words", ctypes.c_int64),
        ("chances", ctypes.c_void_p),
    )


class _Chunks(ctypes.Structure):
    _fields_ = (("numbers", ctypes.c_void_p), ("chances", ctypes.c_void_p))


class _Pair(ctypes.Structure):
    _fields_ = (
        ("shapes", ctypes.c_int32),
        ("source_letters", ctypes.c_int32),
        ("target_letters", ctypes.c_int32),
        ("start", ctypes.c_int32),
        ("kept", ctypes.c_double),
        ("hope", ctypes.c_void_p * 2),
        ("lost", ctypes.c_void_p),
        ("slips", ctypes.c_void_p),
        ("any", ctypes.c_void_p),
        ("source", _Chunks * (_MOST_TAKEN + 1)),
        ("target", _Chunks * (_MOST_GIVEN + 1)),
        ("shape", _Shape * _MOST_SHAPES),
    )


class _Model(ctypes.Structure):
    _fields_ = (
        ("pair", (ctypes.c_void_p * len(SCRIPTS)) * len(SCRIPTS)),
        ("opened", (ctypes.c_uint8 * _CODES) * len(SCRIPTS)),
        ("open_cost", ctypes.c_double),
        ("unalike", ctypes.c_double),
    )


@functools.cache
def library() -> ctypes.CDLL:
    """The compiled library, loaded once for the process.

    Raises:
        KernelMissingError: it was not built, or not for this machine.
    """
    try:
        return ctypes.CDLL(str(LIBRARY))
    except OSError as error:
        raise KernelMissingError(LIBRARY) from error


class CompiledModel:
    """The likeness model laid out for the kernel. Holds every array that the C side points to.

    Args:
        likeness: The model as it is shipped.
        open_cost: Bits that the open reading of a letter costs beside Arabic script.
        unalike: Bits of forms that no way of cutting brings together.
        opened: Letters with an open reading, each with that reading.
    """

    def __init__(
        self, likeness: "Likeness", *, open_cost: float, unalike: float, opened: tuple[tuple[str, str], ...]
    ) -> None:
        self._kept: list[Any] = []
        self.struct = _Model(open_cost=open_cost, unalike=unalike)
        for (left, right), pair in likeness.models.items():
            self.struct.pair[SCRIPTS.index(left)][SCRIPTS.index(right)] = self._address(self._pair(pair))
        for number, script in enumerate(SCRIPTS):
            codes = np.arange(_CODES, dtype=np.uint8)
            numbers = likeness.alphabets[script].numbers
            for closed, reading in opened:
                if closed in numbers and reading in numbers:
                    codes[numbers[closed]] = numbers[reading]
            self.struct.opened[number][:] = codes.tolist()

    def _pair(self, pair: "PairModel") -> _Pair:
        shapes = [self._shape(number, pair) for number in range(len(pair.shapes))]
        ours, theirs, lost = hopes(pair)
        return _Pair(
            shapes=len(shapes),
            source_letters=pair.alphabets[0].size,
            target_letters=pair.alphabets[1].size,
            start=pair.start,
            kept=pair.kept,
            hope=(ctypes.c_void_p * 2)(self._array(ours, np.int8), self._array(theirs, np.int8)),
            lost=self._array(lost, np.int8),
            slips=self._array(pair.slips, np.float32),
            any=self._array(pair.any_letter, np.float32),
            source=(_Chunks * (_MOST_TAKEN + 1))(*self._chunks(pair, 0, _MOST_TAKEN)),
            target=(_Chunks * (_MOST_GIVEN + 1))(*self._chunks(pair, 1, _MOST_GIVEN)),
            shape=(_Shape * _MOST_SHAPES)(*shapes),
        )

    def _shape(self, number: int, pair: "PairModel") -> _Shape:
        shape = pair.shapes[number]
        held = shape.held if shape.table is None else shape.held_in_table
        return _Shape(
            taken=shape.taken,
            given=shape.given,
            row_count=0 if shape.table is None else shape.table.shape[0],
            column_count=0 if shape.table is None else shape.table.shape[1],
            table=None if shape.table is None else self._array(shape.table, np.float32),
            starts=self._array(shape.starts, np.int32),
            others=self._array(shape.others, np.int32),
            held=self._array(held, np.uint64),
            held_words=0 if shape.table is None else held.shape[1],
            chances=self._array(shape.chances, np.float32),
        )

    def _chunks(self, pair: "PairModel", side: int, most: int) -> list[_Chunks]:
        """The chunks of one side by letters, none of no letter."""
        return [
            _Chunks(self._array(pair.numbers[side][size], np.int32), self._array(pair.chances(side, size), np.float32))
            if size and size in pair.numbers[side]
            else _Chunks()
            for size in range(most + 1)
        ]

    def _array(self, array: NDArray[Any], kind: type[np.generic]) -> int:
        held = np.ascontiguousarray(array, dtype=kind)
        self._kept.append(held)
        return int(held.ctypes.data)

    def _address(self, structure: ctypes.Structure) -> int:
        self._kept.append(structure)
        return ctypes.addressof(structure)

    def bits(
        self,
        form: NDArray[np.uint8],
        script: str,
        forms: NDArray[np.uint8],
        other_script: str,
        places: NDArray[np.int64] | None = None,
    ) -> NDArray[np.float32]:
        """Likeness bits of one form against many of one script.

        Args:
            form: Its letter codes, at most 24, not padded.
            script: Its script, one of `letters.SCRIPTS`.
            forms: Letter codes of the others, C-contiguous [n, 24], padded with 0; mapped files will do.
            other_script: The script of all the others.
            places: The rows that are meant, in this order; None means all.
        """
        mine = np.zeros(LONGEST, dtype=np.uint8)
        mine[: len(form)] = form[:LONGEST]
        if forms.dtype != np.uint8 or forms.ndim != 2 or forms.shape[1] != LONGEST or not forms.flags.c_contiguous:  # noqa: PLR2004 — rows of letters
            raise ValueError(f"forms must be contiguous rows of {LONGEST} bytes")
        if places is not None:
            places = np.ascontiguousarray(places, dtype=np.int64)
            if len(places) and not (int(places.min()) >= 0 and int(places.max()) < len(forms)):
                raise IndexError("a place lies outside the forms")
        found = np.empty(len(forms) if places is None else len(places), dtype=np.float32)
        library().pv_bits(
            ctypes.byref(self.struct),
            mine.ctypes.data_as(ctypes.c_void_p),
            ctypes.c_int32(SCRIPTS.index(script)),
            ctypes.c_void_p(forms.ctypes.data),
            ctypes.c_int32(SCRIPTS.index(other_script)),
            None if places is None else ctypes.c_void_p(places.ctypes.data),
            ctypes.c_int64(len(found)),
            ctypes.c_void_p(found.ctypes.data),
        )
        return found

    def pair_bits(
        self,
        forms: NDArray[np.uint8],
        scripts: NDArray[np.uint8],
        one: NDArray[np.uint32],
        other: NDArray[np.uint32],
    ) -> NDArray[np.float32]:
        """Likeness bits of pairs of forms of one block; fastest where the pairs are sorted by `one`.

        Args:
            forms: Letter codes [n, 24], padded with 0.
            scripts: The script of each, as its place in `letters.SCRIPTS`.
            one: Row of the first form of each pair.
            other: Row of the second.
        """
        forms, scripts = np.ascontiguousarray(forms, np.uint8), np.ascontiguousarray(scripts, np.uint8)
        one, other = np.ascontiguousarray(one, np.uint32), np.ascontiguousarray(other, np.uint32)
        if len(one) != len(other) or forms.shape != (len(scripts), LONGEST):
            raise ValueError("the arrays differ in length")
        if len(one) and max(int(one.max()), int(other.max())) >= len(forms):
            raise IndexError("a pair lies outside the forms")
        if len(scripts) and int(scripts.max()) >= len(SCRIPTS):
            raise ValueError("a script is none of ours")
        found = np.empty(len(one), dtype=np.float32)
        library().pv_pair_bits(
            ctypes.byref(self.struct),
            *(ctypes.c_void_p(array.ctypes.data) for array in (forms, scripts, one, other)),
            ctypes.c_int64(len(found)),
            ctypes.c_void_p(found.ctypes.data),
        )
        return found
