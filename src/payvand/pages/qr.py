"""QR codes as SVG, for papers."""

import io

import qrcode
import qrcode.image.svg


def qr_svg(text: str) -> str:
    """Return the QR code of a text as an SVG picture; a quarter of it may be soiled."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=2)
    code.add_data(text)
    target = io.BytesIO()
    code.make_image(image_factory=qrcode.image.svg.SvgPathImage).save(target)
    return target.getvalue().decode()
