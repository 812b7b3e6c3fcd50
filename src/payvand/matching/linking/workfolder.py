"""The folder of a run: what each stage made, so that a run that was stopped goes on where it was.

A stage writes its files and is then put on the list in `manifest.json`, which is replaced in one step: a stage that
was cut short is not on it and is done again. A folder serves one run: other inputs or options start it anew.
"""

import hashlib
import json
import os
import pathlib
import shutil
import tempfile
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Final, Self

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
_READ_AT_ONCE: Final = 1 << 20


class WorkFolder:
    """Stages and their files.

    Args:
        path: The folder, made if it is not there; None takes a temporary one, which is removed at the end.
        key: What the run is about, by `key_of`; a folder of another key is emptied.
    """

    def __init__(self, path: pathlib.Path | None, key: str) -> None:
        self._temporary = path is None
        self.path = path or pathlib.Path(tempfile.mkdtemp(prefix="payvand-link-"))
        self.path.mkdir(parents=True, exist_ok=True)
        self._manifest: dict[str, Any] = {"format": FORMAT, "key": key, "done": {}}
        known = self._read()
        if known is not None and known.get("key") == key and known.get("format") == FORMAT:
            self._manifest = known
        elif known is not None:
            self._empty()

    def _read(self) -> dict[str, Any] | None:
        try:
            found = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            if any(self.path.iterdir()):
                raise FileExistsError(f"{self.path} holds files of something else; name an empty folder") from None
            self._write()
            return None
        except ValueError:
            found = {}
        return found if isinstance(found, dict) else {}

    def _empty(self) -> None:
        for entry in self.path.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        self._write()

    def _write(self) -> None:
        draft = self.path / f"{MANIFEST}.new"
        with draft.open("w", encoding="utf-8") as out:
            json.dump(self._manifest, out, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self.path / MANIFEST)

    def stage(self, name: str, work: Callable[[], Any]) -> Any:
        """What a stage found out: done now, or remembered from the run before. It must be fit for JSON."""
        done = self._manifest["done"]
        if name not in done:
            found = work()
            done[name] = json.loads(json.dumps(found))
            self._write()
        return done[name]

    def finished(self, name: str) -> bool:
        """Whether a stage is done."""
        return name in self._manifest["done"]

    def file(self, name: str) -> pathlib.Path:
        """The path of a file of the run."""
        return self.path / name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._temporary:
            shutil.rmtree(self.path, ignore_errors=True)


def key_of(inputs: Iterable[pathlib.Path], options: Iterable[object], *, whole: bool) -> str:
    """A digest of what a run is about: its options and its inputs.

    Args:
        inputs: The registers.
        options: All that changes the result, in words.
        whole: Whether the inputs are read for it; else paths and sizes must do, as only a temporary folder may.
    """
    digest = hashlib.blake2b(digest_size=16)
    for path in inputs:
        digest.update(f"{path.resolve()}\0{path.stat().st_size}\0".encode())
        if whole:
            with path.open("rb") as source:
                while part := source.read(_READ_AT_ONCE):
                    digest.update(part)
    for option in options:
        digest.update(f"{option}\0".encode())
    return digest.hexdigest()
