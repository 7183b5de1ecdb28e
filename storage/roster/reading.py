"""Opening a roster file. What it is, is told from its first bytes; a name can lie."""

from __future__ import annotations

from pathlib import Path

from locales import _
from storage.roster import csv_file, xlsx_file
from storage.roster.problems import Unreadable
from storage.roster.sheet import Sheet

MOST_BYTES = 20_000_000


def read(path: Path) -> Sheet:
    """Read a roster, csv or xlsx.

    Raises `Unreadable` for a file that is missing, empty, too large, or no spreadsheet.
    """
    content = _content(path)
    if content.startswith(b"PK\x03\x04"):
        return xlsx_file.sheet(content)
    _refuse_other_kinds(content)
    return csv_file.sheet(content)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(_("Berkas ini terlalu besar (lebih dari 20 MB). Bagi menjadi beberapa berkas."))
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(_("Berkas {name} tidak ada.", name=str(path))) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise Unreadable(_("Berkas {name} tidak dapat dibuka: {reason}.", name=str(path), reason=reason)) from None


def _refuse_other_kinds(content: bytes) -> None:
    head = content[:512].lstrip().lower()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            _(
                "Ini berkas Excel lama (.xls) atau berkas yang diberi kata sandi. "
                "Buka di Excel atau LibreOffice, lalu simpan sebagai .xlsx tanpa kata sandi."
            )
        )
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta")):
        raise Unreadable(
            _(
                "Ini halaman web atau XML yang dinamai seperti lembar kerja. "
                "Buka di Excel atau LibreOffice, lalu simpan sebagai .xlsx."
            )
        )
    if (b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff"))) or head.startswith(b"%pdf"):
        raise Unreadable(_("Ini bukan lembar kerja. Kawal membaca .xlsx dan .csv."))
