"""What an upload really is: its type by its first bytes, pictures drawn anew so that only the picture is left.

A picture is decoded and encoded again: what a telephone writes into it (place, time, device), what hides behind its
end, and what only claims to be a picture do not survive. A PDF is kept as it is and never shown inside of a page.
"""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from payvand.core.errors import InvalidInput
from payvand.files.enums import MediaType

FIELD = "upload"
"""The name under which problems of an upload are told."""

MOST_PIXELS = 120_000_000
"""A picture of more is refused before it is decoded: a small file can unfold to fill the memory."""

LONGEST_SIDE = 4096
"""Pixels; larger pictures are scaled down. A4 at 300 dots per inch has 3,508."""

_JPEG_QUALITY = 88
_SIGNATURES = (
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"%PDF-", MediaType.PDF),
)
_FORMATS = {MediaType.JPEG: "JPEG", MediaType.PNG: "PNG"}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})


@dataclass(frozen=True, slots=True)
class Content:
    """What will be kept: `raw` as it is sealed, its type, and the size of a picture in pixels."""

    raw: bytes
    media_type: MediaType
    width: int | None = None
    height: int | None = None


def clean_content(raw: bytes) -> Content:
    """Return the content as it may be kept.

    Raises:
        InvalidInput: empty, of a type that is not kept, damaged, or a picture too large to unfold.
    """
    media_type = _type_of(raw)
    return Content(raw, media_type) if media_type == MediaType.PDF else _picture(raw, media_type)


def _type_of(raw: bytes) -> MediaType:
    if not raw:
        raise InvalidInput({FIELD: _("The file is empty. Choose it again.")})
    for start, media_type in _SIGNATURES:
        if raw.startswith(start):
            return media_type
    if raw[4:8] == b"ftyp" and raw[8:12] in _HEIC_BRANDS:
        raise InvalidInput(
            {FIELD: _("This is an HEIC picture. Have the telephone save it as JPEG, or take a screenshot of it.")}
        )
    raise InvalidInput({FIELD: _("This is neither a JPEG or PNG picture nor a PDF. Save it as one of these.")})


def _picture(raw: bytes, media_type: MediaType) -> Content:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd metadata is thrown away; the size is judged below
            image = _opened(raw, media_type)
            image = ImageOps.exif_transpose(image)
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            return _encoded(image, media_type)
    except InvalidInput:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise InvalidInput({FIELD: _("The picture is damaged and cannot be read. Take or scan it again.")}) from error


def _opened(raw: bytes, media_type: MediaType) -> Image.Image:
    """Open and decode a picture of a size that is bearable.

    Raises:
        InvalidInput: it has too many pixels.
    """
    try:
        image: Image.Image = Image.open(io.BytesIO(raw), formats=[_FORMATS[media_type]])
    except Image.DecompressionBombError:
        image = None  # type: ignore[assignment]  # judged in the next line
    if image is None or image.width * image.height > MOST_PIXELS:
        raise InvalidInput({FIELD: _("The picture has too many pixels. Scan it again with 300 dots per inch.")})
    if media_type == MediaType.JPEG:
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large photo is decoded at half its size or less
    image.load()
    return image


def _encoded(image: Image.Image, media_type: MediaType) -> Content:
    """Write the dots, and nothing else, into a new file."""
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    drawn = image.convert("RGBA" if has_alpha and media_type == MediaType.PNG else "RGB")
    bare = Image.new(drawn.mode, drawn.size)
    bare.paste(drawn)
    target = io.BytesIO()
    if media_type == MediaType.JPEG:
        bare.save(target, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    else:
        bare.save(target, "PNG", optimize=False)
    return Content(target.getvalue(), media_type, bare.width, bare.height)
