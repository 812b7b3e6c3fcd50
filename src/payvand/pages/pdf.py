"""Papers: a room's Typst template and data in, a PDF out. Nothing of the data is ever part of the source.

Templates are `<room>/pdf/<name>.typ` and read their data with `#import "/pages/pdf/paper.typ": *`, which gives `data`.
The fonts are the package's own (`pages/fonts`): Noto Sans for Latin and Cyrillic script, Vazirmatn for Arabic script.
Neither fonts of the system nor the network are asked.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst

from payvand.core.errors import PayvandError
from payvand.pages.qr import Svg

PACKAGE = Path(__file__).parent.parent
FONTS = Path(__file__).parent / "fonts"
_ARCHIVAL: "typst.PDFStandard" = "a-2u"
_LONGEST_DATA = 4_000_000
_LONG_WORD = re.compile(r"\S{48}(?=\S)")
_MAY_BREAK = "\u200b"
_NOT_PRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class CannotPrint(PayvandError):  # noqa: N818 — reads as the sentence it states
    """A paper could not be made; the message holds nothing of the data."""


def render(template: str, data: Mapping[str, object]) -> bytes:
    """Return a paper as PDF/A-2u, which can be read in fifty years and searched as text.

    A letter that no font of ours has (an emoji in a name) leaves a box, and the paper is then a plain PDF 1.7, since
    the archival form forbids such a letter.

    Args:
        template: ``<room>/<name>``, such as ``tracing/request_form``.
        data: what the template reads: texts, numbers, lists, mappings; whatever JSON can say.

    Raises:
        CannotPrint: the template is missing or in error, or the data are larger than four megabytes.
        TypeError: the data hold what JSON cannot say.
    """
    said = json.dumps(_printable(data), ensure_ascii=False)
    if len(said) > _LONGEST_DATA:
        raise CannotPrint("too much for one paper: print fewer things at a time")
    source = _source(template)
    try:
        return _compiled(source, said, [_ARCHIVAL])
    except typst.TypstError as error:
        if "PDF/A" not in f"{error.message} {error.diagnostic}":
            raise CannotPrint(f"the template {template} does not compile") from None
    return _compiled(source, said, ["1.7"])


def _printable(value: object) -> object:
    """Return the data with texts that paper can bear: no control marks, words of any length broken at the margin."""
    if isinstance(value, Svg):
        return value
    if isinstance(value, str):
        return _LONG_WORD.sub(lambda found: found[0] + _MAY_BREAK, _NOT_PRINTED.sub("", value))
    if isinstance(value, Mapping):
        return {name: _printable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value


def _source(template: str) -> Path:
    room, _, name = template.partition("/")
    path = PACKAGE / room / "pdf" / f"{name}.typ"
    if not room.isidentifier() or not name.isidentifier() or not path.is_file():
        raise CannotPrint(f"there is no template {template}")
    return path


def _compiled(source: Path, said: str, standards: "list[typst.PDFStandard]") -> bytes:
    done = typst.compile(
        source,
        root=PACKAGE,
        font_paths=_fonts(),
        sys_inputs={"data": said},
        pdf_standards=standards,
        package_path=FONTS,
        package_cache_path=FONTS,
    )
    assert isinstance(done, bytes)
    return done


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
