"""QR codes as SVG, for papers."""

import io

import qrcode
import qrcode.image.svg


class Svg(str):
    """A picture in SVG, which a paper takes as it is; other texts are made printable first."""

    __slots__ = ()


def qr_svg(text: str) -> Svg:
    """Return the QR code of a text as an SVG picture; a quarter of it may be soiled."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=2)
    code.add_data(text)
    target = io.BytesIO()
    code.make_image(image_factory=qrcode.image.svg.SvgPathImage).save(target)
    return Svg(target.getvalue().decode())
