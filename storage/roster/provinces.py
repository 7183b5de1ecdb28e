"""The 38 provinces and their time zones: WIB, WITA and WIT by their IANA names (Keppres 41/1987 drew the lines)."""

from __future__ import annotations

import difflib
import re

from storage.roster.text import slug

WIB = "Asia/Jakarta"
WITA = "Asia/Makassar"
WIT = "Asia/Jayapura"

ZONES = {
    "Aceh": WIB,
    "Sumatera Utara": WIB,
    "Sumatera Barat": WIB,
    "Riau": WIB,
    "Kepulauan Riau": WIB,
    "Jambi": WIB,
    "Sumatera Selatan": WIB,
    "Kepulauan Bangka Belitung": WIB,
    "Bengkulu": WIB,
    "Lampung": WIB,
    "Banten": WIB,
    "DKI Jakarta": WIB,
    "Jawa Barat": WIB,
    "Jawa Tengah": WIB,
    "DI Yogyakarta": WIB,
    "Jawa Timur": WIB,
    "Kalimantan Barat": WIB,
    "Kalimantan Tengah": WIB,
    "Kalimantan Selatan": WITA,
    "Kalimantan Timur": WITA,
    "Kalimantan Utara": WITA,
    "Bali": WITA,
    "Nusa Tenggara Barat": WITA,
    "Nusa Tenggara Timur": WITA,
    "Sulawesi Utara": WITA,
    "Gorontalo": WITA,
    "Sulawesi Tengah": WITA,
    "Sulawesi Barat": WITA,
    "Sulawesi Selatan": WITA,
    "Sulawesi Tenggara": WITA,
    "Maluku": WIT,
    "Maluku Utara": WIT,
    "Papua": WIT,
    "Papua Barat": WIT,
    "Papua Barat Daya": WIT,
    "Papua Tengah": WIT,
    "Papua Pegunungan": WIT,
    "Papua Selatan": WIT,
}

OTHER_NAMES = {
    "nad": "Aceh",
    "nanggroe_aceh_darussalam": "Aceh",
    "kepri": "Kepulauan Riau",
    "babel": "Kepulauan Bangka Belitung",
    "bangka_belitung": "Kepulauan Bangka Belitung",
    "jakarta": "DKI Jakarta",
    "dki": "DKI Jakarta",
    "dkj": "DKI Jakarta",
    "daerah_khusus_ibukota_jakarta": "DKI Jakarta",
    "daerah_khusus_jakarta": "DKI Jakarta",
    "diy": "DI Yogyakarta",
    "d_i_yogyakarta": "DI Yogyakarta",
    "yogyakarta": "DI Yogyakarta",
    "daerah_istimewa_yogyakarta": "DI Yogyakarta",
    "ntb": "Nusa Tenggara Barat",
    "ntt": "Nusa Tenggara Timur",
}

_KNOWN = {slug(name): name for name in ZONES} | OTHER_NAMES
_PREFIX = re.compile(r"^(provinsi|propinsi|prov|prop)_")


def province_named(text: str) -> str | None:
    """The province as this table writes it, or None; `Prov. Jawa Barat` and `NTB` are understood."""
    return _KNOWN.get(_PREFIX.sub("", _spelled(text)))


def nearest_province(text: str) -> str | None:
    """What a misspelt province probably meant."""
    found = difflib.get_close_matches(_PREFIX.sub("", _spelled(text)), _KNOWN, n=1, cutoff=0.75)
    return _KNOWN[found[0]] if found else None


def zone_of(province: str) -> str:
    """IANA zone of a province as `province_named` gives it (KeyError for any other text)."""
    return ZONES[province]


def _spelled(text: str) -> str:
    """`sumatra` is the older spelling of `sumatera`."""
    return slug(text).replace("sumatra", "sumatera")
