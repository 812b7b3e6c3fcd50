"""What the public pages show of photos: pictures and the relation sought, in a folder that holds nothing else.

`photos.json` reads ``{"format": 1, "photos": [{"id": …, "file": "<id>.jpg", "relation": {"en": …, "ru": …}}]}``. No
name, no place, no date, no number of a file. No model is imported here: a machine without people can read it.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "photos.json"
FOLDER = "photos"
LANGUAGES = ("en", "ru")
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class PublishedPhoto:
    """One picture: `relation` is what the person in it seeks, by language, such as ``{"en": "Brother"}``."""

    id: str
    file: str
    relation: Mapping[str, str]


def read_photos(folder: Path) -> list[PublishedPhoto]:
    """Return what is published in a folder; nothing where nothing was ever published or the file is damaged."""
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if stored["format"] != _FORMAT:
            return []
        return [PublishedPhoto(one["id"], one["file"], one["relation"]) for one in stored["photos"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def write_photos(folder: Path, photos: Sequence[tuple[PublishedPhoto, bytes]]) -> None:
    """Write what is published: the list never names a picture that is not there; pictures that it lost are removed."""
    pictures = folder / FOLDER
    pictures.mkdir(mode=0o700, parents=True, exist_ok=True)
    for photo, content in photos:
        _write(pictures / photo.file, content)
    listed = {"format": _FORMAT, "photos": [asdict(photo) for photo, _content in photos]}
    _write(folder / FILE, json.dumps(listed, ensure_ascii=False, indent=1).encode())
    kept = {photo.file for photo, _content in photos}
    for path in pictures.iterdir():
        if path.name not in kept:
            path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.write_bytes(content)
    draft.replace(path)
