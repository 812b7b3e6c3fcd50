"""Verifies the chain of acts and the read files that are sealed into it, and says where something is wrong."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from payvand.audit.chain import GENESIS, hash_of
from payvand.audit.heads import Head, kept_head
from payvand.audit.models import Act
from payvand.audit.reads import reads_folder
from payvand.audit.sealing import ACTION, SUBJECT, read_files

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was changed: where, and what was found there."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class Report:
    """What a verification found.

    Attributes:
        acts: how many acts were checked.
        head: the newest act.
        sealed_bytes: how many bytes of read files were compared with their seals.
        unsealed_bytes: what was added to read files since the last seal; normally at most a second's worth.
        problems: what was changed; empty if all is well.
    """

    acts: int = 0
    head: Head = field(default_factory=lambda: Head(0, GENESIS))
    sealed_bytes: int = 0
    unsealed_bytes: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True if nothing was changed."""
        return not self.problems


def verify_chain(heads: Iterable[Head] = ()) -> Report:
    """Check every act, every seal and every read file; compare with the head kept by the sealer and with `heads`.

    A changed, removed, inserted or moved act is found, and so is a read file that was changed, cut or removed. That
    acts were cut off at the end shows only against a head that was kept elsewhere.
    """
    report = Report()
    folder = reads_folder()
    expected = {head.number: head for head in heads if head.number}
    try:
        kept = kept_head(folder)
    except ValueError:
        kept = None
        report.problems.append(Problem("head.json", "the kept head of the chain cannot be read"))
    if kept is not None and kept.number:
        expected.setdefault(kept.number, kept)
    sealed: dict[str, int] = {}
    previous = report.head
    for act in Act.objects.order_by("number").iterator(chunk_size=_AT_ONCE):
        report.problems += _problems_of(act, previous)
        if (head := expected.pop(act.number, None)) is not None and head.hash != act.hash:
            report.problems.append(Problem(f"act {act.number}", "its hash is not that of the head kept elsewhere"))
        if act.action == ACTION and act.subject_type == SUBJECT:
            report.problems += _check_seal(act, folder, sealed)
        previous = Head(act.number, act.hash)
        report.acts += 1
    report.head = previous
    report.problems += (
        Problem(f"act {number}", f"it was once the newest act and is missing; the chain ends at {previous.number}")
        for number in sorted(expected)
    )
    report.sealed_bytes = sum(sealed.values())
    _check_rest(report, folder, sealed)
    return report


def _problems_of(act: Act, previous: Head) -> Iterator[Problem]:
    where = f"act {act.number}"
    if act.number != previous.number + 1:
        missing = f"acts {previous.number + 1} to {act.number - 1}"
        yield Problem(where, f"{missing} before it are missing")
    if act.previous_hash != previous.hash:
        yield Problem(where, f"it does not follow act {previous.number}: one of them was changed, inserted or moved")
    try:
        expected = hash_of(act)
    except (AttributeError, TypeError, ValueError):
        yield Problem(where, "it was changed: a column cannot be read")
        return
    if act.hash != expected:
        yield Problem(where, "it was changed: its content does not give its hash")


def _check_seal(act: Act, folder: Path, sealed: dict[str, int]) -> Iterator[Problem]:
    """Yield what is wrong with the part of a read file that one act sealed."""
    name, where = act.subject_id, f"{act.subject_id}, sealed by act {act.number}"
    try:
        start, end, expected = int(act.facts["start"]), int(act.facts["end"]), act.facts["sha256"]
    except (KeyError, TypeError, ValueError):
        yield Problem(where, "the seal cannot be read")
        return
    if start != sealed.get(name, 0):
        yield Problem(where, f"the seal begins at byte {start} and not where the one before ended")
    sealed[name] = end
    path = folder / Path(name).name
    if not path.is_file():
        yield Problem(where, "the file is missing")
        return
    with path.open("rb") as file:
        file.seek(start)
        content = file.read(end - start)
    if len(content) < end - start:
        yield Problem(where, f"the file was cut: it ends at byte {start + len(content)}, sealed are {end}")
    elif hashlib.sha256(content).hexdigest() != expected:
        yield Problem(where, f"bytes {start} to {end} were changed")


def _check_rest(report: Report, folder: Path, sealed: dict[str, int]) -> None:
    for path in read_files(folder):
        report.unsealed_bytes += max(0, path.stat().st_size - sealed.get(path.name, 0))
