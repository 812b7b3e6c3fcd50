"""What is kept of an upload: its type by content, pictures without what hides in them, nothing that explodes."""

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from payvand.core.errors import InvalidInput
from payvand.files.content import LONGEST_SIDE, clean_content
from payvand.files.enums import MediaType

SECRET = b"Kulob, Borbad street 12"


def picture(image_format="JPEG", size=(60, 40), mode="RGB", colour="white", **saving):
    target = io.BytesIO()
    Image.new(mode, size, colour).save(target, image_format, **saving)
    return target.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content.raw))


def test_a_photo_loses_what_the_telephone_wrote_into_it():
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = 6  # lies on its side
    raw = picture(size=(60, 40), exif=exif, comment=SECRET) + b"after the end: " + SECRET
    assert SECRET in raw

    content = clean_content(raw)

    assert (content.media_type, content.width, content.height) == (MediaType.JPEG, 40, 60)
    assert SECRET not in content.raw
    assert dict(opened(content).getexif()) == {}
    assert "comment" not in opened(content).info


def test_a_png_loses_its_texts_and_keeps_what_is_seen_through():
    info = PngInfo()
    info.add_text("Author", SECRET.decode())
    raw = picture("PNG", mode="RGBA", colour=(10, 20, 30, 40), pnginfo=info)
    content = clean_content(raw)
    assert content.media_type == MediaType.PNG
    assert SECRET not in content.raw
    assert opened(content).getpixel((5, 5)) == (10, 20, 30, 40)


def test_the_dots_of_a_png_stay_as_they_are():
    image = Image.radial_gradient("L").convert("RGB")
    target = io.BytesIO()
    image.save(target, "PNG")
    assert opened(clean_content(target.getvalue())).tobytes() == image.tobytes()


def test_a_large_picture_is_scaled_down():
    content = clean_content(picture(size=(LONGEST_SIDE * 2, 100)))
    assert content.width == LONGEST_SIDE
    assert opened(content).size == (content.width, content.height)


@pytest.mark.parametrize("mode", ["L", "CMYK", "1"])
def test_pictures_of_other_colours_are_read(mode):
    raw = picture("PNG" if mode == "1" else "JPEG", mode=mode, colour=0)
    assert opened(clean_content(raw)).mode == "RGB"


def bomb():
    """A PNG of a few hundred bytes that claims 50,000 × 50,000 dots."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 a program", "neither"),
        (b"<html><script>alert(1)</script>", "neither"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "neither"),
        (b"GIF89a" + bytes(40), "neither"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "HEIC"),
        (b"\xff\xd8\xff\xe0 not a picture at all", "damaged"),
        (picture()[:200], "damaged"),
        (bomb(), "too many pixels"),
    ],
    ids=["empty", "program", "html", "svg", "gif", "heic", "false-jpeg", "cut", "bomb"],
)
def test_what_is_not_kept_is_said_in_words(raw, said):
    with pytest.raises(InvalidInput) as error:
        clean_content(raw)
    assert said in error.value.problems["upload"]


def test_a_pdf_is_kept_as_it_is():
    raw = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\nendobj\n%%EOF\n"
    content = clean_content(raw)
    assert (content.raw, content.media_type, content.width) == (raw, MediaType.PDF, None)


@settings(max_examples=150, deadline=None)
@given(
    start=st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"<!DOCTYPE html>"]),
    rest=st.binary(max_size=400),
)
def test_noise_is_refused_and_breaks_nothing(start, rest):
    with pytest.raises(InvalidInput):
        clean_content(start + rest)


@settings(max_examples=60, deadline=None)
@given(place=st.integers(min_value=0, max_value=700), byte=st.integers(min_value=0, max_value=255))
def test_a_picture_with_a_wrong_byte_is_read_or_refused(place, byte):
    raw = bytearray(picture())
    raw[place % len(raw)] = byte
    with contextlib.suppress(InvalidInput):
        assert opened(clean_content(bytes(raw))).mode in {"RGB", "RGBA"}
