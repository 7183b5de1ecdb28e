"""Several photos become one PDF, as the official upload asks for it: A4, small enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

import img2pdf  # type: ignore[import-untyped]  # it has no types
from PIL import Image

from documents.images import FORMATS

MOST_BYTES = 10 * 1024 * 1024
"""Largest merged PDF that the ministry's help page names (for activity a of 7607)."""
A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
SMALLER = ((2400, 85), (1800, 78), (1400, 70), (1000, 60))
"""Longest side in pixels and JPEG quality, tried one after the other."""


class TooLarge(Exception):
    """Even small photos do not fit; fewer would."""


def one_pdf(photos: Sequence[bytes], most: int = MOST_BYTES) -> bytes:
    """One PDF, a page for each photo in order, at most `most` bytes: the photos as they are if they fit, else smaller.

    Raises TooLarge. Takes its time.
    """
    pdf = _bound(map(_plain, photos))
    if len(pdf) <= most:
        return pdf
    for side, quality in SMALLER:
        pdf = _bound(_smaller(photo, side, quality) for photo in photos)
        if len(pdf) <= most:
            return pdf
    raise TooLarge


def _bound(photos: Iterable[bytes]) -> bytes:
    layout = img2pdf.get_layout_fun(A4, auto_orient=True)
    made: bytes = img2pdf.convert(list(photos), layout_fun=layout, nodate=True)
    return made


def _plain(photo: bytes) -> bytes:
    """A photo as a PDF can hold it without loss; what it cannot hold becomes a JPEG."""
    with Image.open(BytesIO(photo), formats=FORMATS) as image:
        if image.format == "JPEG" or (image.format == "PNG" and image.mode in ("RGB", "L", "1")):
            return photo
        return _jpeg(image, 92)


def _smaller(photo: bytes, side: int, quality: int) -> bytes:
    with Image.open(BytesIO(photo), formats=FORMATS) as image:
        image.thumbnail((side, side))
        return _jpeg(image, quality)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    """On white, where it was transparent."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        image = Image.new("RGB", seen.size, "white")
        image.paste(seen, mask=seen.getchannel("A"))
    out = BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
