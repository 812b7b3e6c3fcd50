"""The node's own calibration: the curve that its reviewers' decisions gave, where one was taken up.

It lies in the node's folder beside the index; the one before it is kept, so that taking it up can be undone.
"""

import functools
from pathlib import Path

from django.conf import settings

from payvand.core.errors import PayvandError
from payvand.matching.calibration import Curve, default_curve

_CURVE = "calibration.json"
_BEFORE = "calibration-before.json"


class NothingToUndo(PayvandError):  # noqa: N818 — reads as the sentence it states
    """The node has no calibration of its own."""


def node_curve() -> Curve:
    """Return the curve in use: the node's own, else the one that the package ships.

    Raises:
        DamagedWeightsError: the node's own cannot be read.
    """
    file = _file(_CURVE)
    if file is None or not file.is_file():
        return default_curve()
    return _read(file, file.stat().st_mtime_ns)


@functools.lru_cache(maxsize=2)
def _read(file: Path, _changed: int) -> Curve:
    return Curve.from_json(file.read_text(encoding="utf-8"))


def take_up(curve: Curve) -> Path:
    """Let a curve hold from now on, in every process of the node; the one before it is kept. Returns its file."""
    file, before = _file(_CURVE), _file(_BEFORE)
    if file is None or before is None:
        raise NothingToUndo("there is no node")
    if file.is_file():
        file.replace(before)
    _write(file, curve.as_json())
    return file


def go_back() -> Curve:
    """Take the last calibration back: the one before it holds again, at last the shipped one.

    Raises:
        NothingToUndo: the node has none of its own.
    """
    file, before = _file(_CURVE), _file(_BEFORE)
    if file is None or before is None or not file.is_file():
        raise NothingToUndo("the node has no calibration of its own")
    if before.is_file():
        before.replace(file)
    else:
        file.unlink()
    return node_curve()


def _file(name: str) -> Path | None:
    return None if settings.INDEX_FOLDER is None else Path(settings.INDEX_FOLDER).parent / name


def _write(file: Path, text: str) -> None:
    """Write the whole of it or nothing."""
    beside = file.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)
