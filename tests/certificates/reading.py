"""Reading a paper as a person does: its text, and its QR from a grey print."""

import io

import pypdf
import pypdfium2
import zxingcpp
from PIL import Image

DPI = 150


def text_of(pdf: bytes) -> str:
    """All text of a PDF, without spaces and line breaks."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def grey_page(pdf: bytes) -> Image.Image:
    """The first page as an office printer at 150 dpi gives it."""
    page = pypdfium2.PdfDocument(pdf)[0]
    return page.render(scale=DPI / 72).to_pil().convert("L")


def qr_of(pdf: bytes) -> str:
    """What the one QR of the first page holds."""
    [found] = zxingcpp.read_barcodes(grey_page(pdf))
    return str(found.text)
