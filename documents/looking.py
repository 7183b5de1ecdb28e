"""What a file is, by its content: neither its name nor what its sender says of it counts."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pikepdf

from documents.images import cleaned
from documents.unusable import Unusable
from storage.values.evidence import FileKind, FileProblem

MOST_BYTES = 20 * 1024 * 1024
"""What a bot may download from Telegram."""
PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
"""How executables of Windows, Linux, macOS and Java, and scripts, begin."""
HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
BLANKS = b"\xef\xbb\xbf \t\r\n\x00"


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that may be kept: its content as it is to be kept, what it is, and how many pages it has."""

    content: bytes
    kind: FileKind
    pages: int
    untouched: bool
    """What the sender has elsewhere tells no more than `content`."""


def look(content: bytes) -> Looked:
    """Check a file: images come back without place data, PDFs byte for byte. Raises Unusable. Takes its time."""
    if not content:
        raise Unusable(FileProblem.empty)
    if len(content) > MOST_BYTES:
        raise Unusable(FileProblem.too_large)
    match _kind(content):
        case FileKind.pdf:
            return Looked(content, FileKind.pdf, _pages(content), untouched=True)
        case FileKind.image:
            image = cleaned(content)
            return Looked(image.content, FileKind.image, 1, untouched=not image.had_remarks)
    raise Unusable(_what_else(content))


def _kind(content: bytes) -> FileKind | None:
    if content.lstrip(BLANKS).startswith(b"%PDF-"):
        return FileKind.pdf
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return FileKind.image
    return None


def _what_else(content: bytes) -> FileProblem:
    if content.startswith(PROGRAMS):
        return FileProblem.program
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        return FileProblem.heic
    return FileProblem.kind


def _pages(content: bytes) -> int:
    """The pages of a PDF that anybody can open as it is."""
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:  # also one that opens but may not be printed: the official upload takes none
                raise Unusable(FileProblem.locked_pdf)
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise Unusable(FileProblem.locked_pdf) from None
    except (pikepdf.PdfError, OSError, ValueError, RuntimeError) as error:
        raise Unusable(FileProblem.broken_pdf) from error
    if pages == 0:
        raise Unusable(FileProblem.broken_pdf)
    return pages
