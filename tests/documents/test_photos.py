"""Several photos as one PDF."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from documents.looking import look
from documents.photos import TooLarge, one_pdf
from tests.documents.making import noise, photo


def _transparent() -> bytes:
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


def test_every_photo_is_a_page_in_order() -> None:
    made = one_pdf([photo(), photo("PNG"), photo("WEBP"), _transparent()])
    with pikepdf.open(BytesIO(made)) as document:
        assert len(document.pages) == 4
        boxes = [tuple(round(float(side)) for side in page.mediabox) for page in document.pages]
    assert all(sorted(box[2:]) == [595, 842] for box in boxes), "A4, whichever way the photo lies"
    assert look(made).pages == 4


def test_a_photo_that_fits_is_not_made_worse() -> None:
    made = one_pdf([photo()])
    assert photo() in made, "the very bytes of the photo"


def test_photos_are_made_smaller_until_they_fit() -> None:
    photos = [noise(1500, 1200)] * 2
    most = sum(map(len, photos)) // 3
    assert len(one_pdf(photos, most)) <= most


def test_what_cannot_fit_is_said() -> None:
    with pytest.raises(TooLarge):
        one_pdf([noise(300, 300)], 2000)
