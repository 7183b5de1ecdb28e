"""Files for tests: pictures that say where they were taken, PDFs whole, broken and locked."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image

HERE = (7.0, 47.0, 44.0)
"""Degrees, minutes and seconds of a place that nobody needs to know."""


@cache
def photo(kind: str = "JPEG", width: int = 40, height: int = 30, *, place: bool = False, turned: int = 1) -> bytes:
    """A picture, red on the left and blue on the right; `place` puts GPS, a comment and an owner into it."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    remarks: dict[str, Any] = {}
    if place or turned != 1:
        exif = Image.Exif()
        exif[0x0112] = turned
        if place:
            exif[0x013B] = "Contoh Pemilik"
            exif.get_ifd(0x8825).update({1: "S", 2: HERE, 3: "E", 4: HERE})
            remarks["comment"] = b"di rumah Contoh"
        remarks["exif"] = exif
    out = BytesIO()
    image.save(
        out, kind, **(remarks if kind == "JPEG" else {key: value for key, value in remarks.items() if key == "exif"})
    )
    return out.getvalue()


@cache
def noise(width: int, height: int) -> bytes:
    """A JPEG that cannot be made much smaller without losing pixels."""
    out = BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


@cache
def pdf(pages: int = 1) -> bytes:
    """A PDF with empty pages."""
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page(page_size=(595, 842))
        out = BytesIO()
        document.save(out)
    return out.getvalue()


@cache
def locked(user: str) -> bytes:
    """A PDF that asks for a password, or with none for the user one that may not be printed."""
    with pikepdf.open(BytesIO(pdf())) as document:
        out = BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="rahasia", user=user))
    return out.getvalue()


def bomb(side: int, unpacked: int = 1000) -> bytes:
    """A PNG of a few bytes that claims to be `side` pixels wide and high; there are `unpacked` bytes of pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * unpacked)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def interlaced(width: int, height: int, pixels: bytes) -> bytes:
    """An interlaced PNG of RGB with these bytes as its rows."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(pixels)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


BAD: dict[str, tuple[str, bytes]] = {
    "empty": ("kosong.pdf", b""),
    "too_large": ("besar.pdf", pdf() + b"\0" * (20 * 1024 * 1024)),
    "program": ("sertifikat.pdf", b"MZ\x90\x00" + b"\0" * 200),
    "heic": ("IMG_0001.jpg", b"\0\0\0\x18ftypheic" + b"\0" * 200),
    "kind": ("laporan.docx", b"PK\x03\x04" + b"\0" * 200),
    "broken_image": ("foto.jpg", photo()[:300]),
    "too_many_pixels": ("foto.png", bomb(30_000)),
    "broken_pdf": ("sertifikat.pdf", pdf()[:-60]),
    "locked_pdf": ("sertifikat.pdf", locked("rahasia")),
}
"""One file for each problem that a file can have: its name and its content."""
