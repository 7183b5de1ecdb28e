"""Whether a PNG holds all the pixels that it declares: Pillow takes one that ends early, at the end of a row."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
STEP = 256 * 1024
"""Bytes unpacked at a time; they are counted and let go."""
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Numbers in one pixel for each colour type."""
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Adam7: first column and row, and the steps between columns and rows."""


def is_whole(content: bytes) -> bool:
    """Whether the pixels of a PNG are as many as its header says. struct.error, KeyError, zlib.error: it is broken."""
    chunks = _chunks(content)
    _kind, header = next(chunks)
    left = _declared(bytes(header))
    for size in _unpacked(bytes(data) for kind, data in chunks if kind == b"IDAT"):
        left -= size
        if left <= 0:  # what follows is nobody's pixels, however much it is
            return True
    return False


def _chunks(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    at, view = len(SIGNATURE), memoryview(content)
    while at + 8 <= len(content):
        length = int.from_bytes(view[at : at + 4])
        yield bytes(view[at + 4 : at + 8]), view[at + 8 : at + 8 + length]
        at += length + 12


def _declared(header: bytes) -> int:
    """Bytes of all rows, each with the one that names its filter."""
    width, height = int.from_bytes(header[:4]), int.from_bytes(header[4:8])
    bits = header[8] * SAMPLES[header[9]]
    passes = PASSES if header[12] else ((0, 0, 1, 1),)
    sizes = ((-(-(width - x) // across), -(-(height - y) // down)) for x, y, across, down in passes)
    return sum(rows * (1 + -(-columns * bits // 8)) for columns, rows in sizes if columns > 0 and rows > 0)


def _unpacked(parts: Iterator[bytes]) -> Iterator[int]:
    unpacker = zlib.decompressobj()
    for part in parts:
        yield len(unpacker.decompress(part, STEP))
        while unpacker.unconsumed_tail:
            yield len(unpacker.decompress(unpacker.unconsumed_tail, STEP))
    yield len(unpacker.flush())
