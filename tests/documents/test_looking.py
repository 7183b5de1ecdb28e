"""What is taken as evidence: by content, without place data, PDFs byte for byte."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageOps

from documents import png
from documents.images import MOST_PIXELS
from documents.looking import look
from documents.unusable import Unusable
from storage.values.evidence import FileKind, FileProblem
from tests.documents.making import BAD, bomb, interlaced, locked, pdf, photo


def opened(content: bytes) -> Image.Image:
    """The picture in a file."""
    image = Image.open(BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_data_goes_and_the_picture_stays(kind: str) -> None:
    original = photo(kind, place=True)
    assert opened(original).getexif().get_ifd(0x8825), "the test's own picture says where it was taken"
    looked = look(original)
    assert (looked.kind, looked.pages, looked.untouched) == (FileKind.image, 1, False)
    image = opened(looked.content)
    assert image.format == kind
    assert not image.getexif()
    assert not {"exif", "comment", "xmp"} & image.info.keys()
    for said in (b"Contoh Pemilik", b"di rumah Contoh", b"GPS"):
        assert said not in looked.content
    assert image.size == (40, 30)
    red, blue = image.convert("RGB").getpixel((5, 15)), image.convert("RGB").getpixel((35, 15))
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert red[0] > 200 > 100 > red[2]
    assert blue[2] > 200 > 100 > blue[0]


def test_a_picture_taken_sideways_stands_upright_without_its_remark() -> None:
    image = opened(look(photo(turned=6)).content)
    assert image.size == (30, 40)
    top = image.convert("RGB").getpixel((15, 5))
    assert isinstance(top, tuple)
    assert top[0] > 200 > top[2]


def test_a_picture_without_remarks_is_as_harmless_where_it_came_from() -> None:
    assert look(photo()).untouched


@pytest.mark.parametrize("pages", [1, 3])
def test_a_pdf_stays_byte_for_byte(pages: int) -> None:
    looked = look(pdf(pages))
    assert looked.content == pdf(pages)
    assert (looked.kind, looked.pages, looked.untouched) == (FileKind.pdf, pages, True)


@pytest.mark.parametrize("problem", BAD)
def test_each_bad_file_has_its_own_problem(problem: str) -> None:
    _name, content = BAD[problem]
    with pytest.raises(Unusable) as refused:
        look(content)
    assert refused.value.problem is FileProblem(problem)


def test_every_problem_but_trouble_has_its_file() -> None:
    assert {FileProblem(problem) for problem in BAD} == set(FileProblem) - {FileProblem.trouble}


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", b"%PDF-", b"\xff\xd8\xff\xe0", b"RIFF\0\0\0\0WEBP", photo("PNG")[:40]]
)
def test_a_beginning_alone_is_broken(content: bytes) -> None:
    with pytest.raises(Unusable) as refused:
        look(content)
    assert refused.value.problem in (FileProblem.broken_pdf, FileProblem.broken_image)


def test_a_pdf_that_opens_but_may_not_be_printed_is_locked_too() -> None:
    with pytest.raises(Unusable) as refused:
        look(locked(""))
    assert refused.value.problem is FileProblem.locked_pdf


def test_the_limit_of_pixels_is_kept_before_anything_is_unpacked() -> None:
    side = int(MOST_PIXELS**0.5) + 1
    with pytest.raises(Unusable) as refused:
        look(bomb(side))
    assert refused.value.problem is FileProblem.too_many_pixels


@pytest.mark.parametrize("rows", [1, 4, 5999])
def test_a_png_that_ends_after_a_whole_row_is_broken(rows: int) -> None:
    side = 6000
    with pytest.raises(Unusable) as refused:
        look(bomb(side, (side + 1) * rows))
    assert refused.value.problem is FileProblem.broken_image


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_whole_png_of_every_colour_type_is_taken(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (13, 7)).save(out, "PNG")
    assert opened(look(out.getvalue()).content).size == (13, 7)


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (3, 5), (8, 8), (13, 7)])
def test_the_rows_of_an_interlaced_png_are_counted_pass_by_pass(columns: int, rows: int) -> None:
    passes = [(columns - x + across - 1) // across for x, _y, across, _down in png.PASSES]
    lines = [(rows - y + down - 1) // down for _x, y, _across, down in png.PASSES]
    pixels = b"".join(b"\0" * (1 + 3 * wide) * high for wide, high in zip(passes, lines, strict=True) if wide > 0)
    assert opened(look(interlaced(columns, rows, pixels)).content).size == (columns, rows)
    with pytest.raises(Unusable):
        look(interlaced(columns, rows, pixels[:-1]))


def test_pixels_beyond_the_last_row_are_not_unpacked() -> None:
    assert png.is_whole(bomb(10, 200_000_000))


@pytest.mark.parametrize("turned", [None, 1])
def test_what_stands_upright_is_not_copied(turned: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageOps, "exif_transpose", pytest.fail)
    assert look(photo("PNG") if turned is None else photo(place=True, turned=turned)).kind is FileKind.image
