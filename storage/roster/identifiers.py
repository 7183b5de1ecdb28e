"""NIP, NI PPPK, NPSN and local ids: what they must look like, and how Excel damages them.

NIP: birth date (8), first month of service (6), sex (1), serial (3), after Perka BKN 22/2007. NI PPPK has the year of
the contract in digits 9 to 12 and a contract count instead of a month in 13 and 14; counts from 21 on have been seen,
so both forms are accepted.
A NIK (16 digits) is never taken and never repeated.
"""

from __future__ import annotations

import re
from datetime import date

from locales import Msg, _
from storage.roster.sheet import Cell, CellKind
from storage.values import Employment

NIP_DIGITS = 18
NIK_DIGITS = 16
NPSN_DIGITS = 8
LOCAL_ID_MOST = 30
OLDEST_BIRTH = 1930
FIRST_CONTRACT_COUNT = 21

SCIENTIFIC = re.compile(r"^\d([.,]\d+)?E\+\d+$", re.IGNORECASE)
FLOATED = re.compile(r"^(\d+)[.,]0+$")
SEPARATORS = re.compile(r"[\s.,\-']")
NIP_PREFIX = re.compile(r"^(nip|ni pppk)[\s.:]*", re.IGNORECASE)
LOCAL_ID = re.compile(r"^[A-Z0-9][A-Z0-9 ./_-]*$")
BETWEEN_NPSN = re.compile(r"[,;/\s]+")
LETTERED_NPSN = re.compile(r"^[A-Z]\d{7}$")

AS_TEXT = _("Ubah format kolom ini menjadi Teks (Format Sel > Angka > Teks), lalu isi ulang nomornya.")
NO_NIK = _(
    "Ada nomor 16 angka, bentuknya seperti NIK. Kawal tidak menerima dan tidak menyimpan NIK: "
    "hapus dari berkas, kosongkan kolom NIP, dan isi id_lokal."
)
SCIENTIFIC_DAMAGE = _(
    "Excel mengubah nomor ini menjadi bilangan ilmiah (seperti 1,97505E+17), sehingga angka terakhirnya hilang. {fix}",
    fix=AS_TEXT,
)
ROUNDED = _(
    "Tiga angka terakhir 000: Excel hanya menyimpan 15 angka dan membulatkan sisanya. {fix}",
    fix=AS_TEXT,
)
FLOAT_DAMAGE = _(
    "Nomor ini tersimpan sebagai bilangan pecahan, sehingga angka terakhirnya tidak pasti. {fix}", fix=AS_TEXT
)
SEVERAL_AS_NUMBER = _("Excel membaca beberapa NPSN sebagai satu bilangan. {fix}", fix=AS_TEXT)
DATE_DAMAGE = _("Excel mengubah isian ini menjadi tanggal. {fix}", fix=AS_TEXT)


def nip(cell: Cell, employment: Employment | None, year: int) -> str | Msg:
    """The 18 digits of a NIP or NI PPPK, or what is wrong with them. `employment` None accepts both forms."""
    text = NIP_PREFIX.sub("", cell.text)
    if damage := _damage(cell, text):
        return damage
    digits = SEPARATORS.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        return _("NIP hanya berisi angka (18 angka).")
    if len(digits) == NIK_DIGITS:
        return NO_NIK
    if len(digits) != NIP_DIGITS:
        return _(
            "NIP atau NI PPPK terdiri atas 18 angka; di sini ada {count}. Periksa angka yang kurang atau lebih.",
            count=len(digits),
        )
    if digits.endswith("000"):
        return ROUNDED
    return _nip_parts(digits, employment, year) or digits


def npsn(cell: Cell) -> str | Msg:
    """A NPSN as upper-case text, or what is wrong with it. Units of non-formal education may begin with a letter."""
    if damage := _damage(cell, cell.text):
        return damage
    text = FLOATED.sub(r"\1", cell.text).replace(" ", "").upper()
    if LETTERED_NPSN.match(text) or (text.isascii() and text.isdigit() and len(text) == NPSN_DIGITS):
        return text
    if len(text) == NIK_DIGITS and text.isdigit():
        return NO_NIK
    if text.isdigit() and len(text) == NPSN_DIGITS - 1:
        return _(
            "NPSN terdiri atas 8 angka; di sini ada 7. Mungkin Excel membuang angka 0 di depan. {fix}", fix=AS_TEXT
        )
    return _("NPSN terdiri atas 8 angka, misalnya 99999901.")


def several_npsn(cell: Cell) -> tuple[str, ...] | Msg:
    """NPSN separated by comma, semicolon, slash or space, each once; or what is wrong with the first wrong one."""
    found: dict[str, None] = {}
    if cell.kind is CellKind.number and not FLOATED.sub(r"\1", cell.text).isdigit():
        return SEVERAL_AS_NUMBER
    for part in BETWEEN_NPSN.split(cell.text):
        number = npsn(Cell(part, cell.kind)) if part else None
        if isinstance(number, Msg):
            return number
        if number is not None:
            found[number] = None
    return tuple(found)


def is_lettered(number: str) -> bool:
    """True for a NPSN that begins with a letter: rare, so worth a second look."""
    return LETTERED_NPSN.match(number) is not None


def local_id(cell: Cell) -> str | Msg:
    """A local id in upper case, or what is wrong with it."""
    if damage := _damage(cell, cell.text):
        return damage
    text = FLOATED.sub(r"\1", cell.text).upper()
    digits = SEPARATORS.sub("", text)
    if digits.isdigit() and len(digits) == NIK_DIGITS:
        return NO_NIK
    if digits.isdigit() and len(digits) == NIP_DIGITS:
        return _("Ini tampaknya NIP. Pindahkan ke kolom nip.")
    if len(text) > LOCAL_ID_MOST or not LOCAL_ID.match(text):
        return _("id_lokal berisi huruf dan angka, paling panjang 30, misalnya G-012.")
    return text


def appraiser(cell: Cell, year: int) -> str | Msg:
    """Whom the column penilai names: 18 digits are a NIP, anything else a local id."""
    digits = SEPARATORS.sub("", NIP_PREFIX.sub("", cell.text))
    looks_like_nip = SCIENTIFIC.match(cell.text) or (digits.isdigit() and len(digits) > NPSN_DIGITS)
    return nip(cell, None, year) if looks_like_nip else local_id(cell)


def _damage(cell: Cell, text: str) -> Msg | None:
    if cell.kind is CellKind.date:
        return DATE_DAMAGE
    if SCIENTIFIC.match(text):
        return SCIENTIFIC_DAMAGE
    floated = FLOATED.match(text)
    return FLOAT_DAMAGE if floated and len(floated.group(1)) > NPSN_DIGITS * 2 else None


def _nip_parts(digits: str, employment: Employment | None, year: int) -> Msg | None:
    born = _date(digits[:8])
    if born is None or not OLDEST_BIRTH <= born.year < year:
        return _("Delapan angka pertama NIP adalah tanggal lahir (TTTTBBHH); di sini bukan tanggal yang mungkin.")
    if digits[14] not in "12":
        return _("Angka ke-15 NIP adalah 1 (laki-laki) atau 2 (perempuan); di sini {found}.", found=digits[14])
    if not born.year < int(digits[8:12]) <= year + 1:
        return _("Angka ke-9 sampai ke-12 NIP adalah tahun pengangkatan; di sini tahunnya tidak mungkin.")
    return _month_or_count(int(digits[12:14]), employment)


def _month_or_count(number: int, employment: Employment | None) -> Msg | None:
    if 1 <= number <= 12:
        return None
    if number < FIRST_CONTRACT_COUNT:
        return _(
            "Angka ke-13 dan ke-14 NIP adalah bulan (01-12), pada NI PPPK boleh 21 ke atas; di sini {found}.",
            found=f"{number:02}",
        )
    if employment is Employment.pns:
        return _(
            "Angka ke-13 dan ke-14 ({found}) bukan bulan, seperti pada NI PPPK. "
            "Periksa nomornya, atau isi status_kepegawaian dengan PPPK.",
            found=str(number),
        )
    return None


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
