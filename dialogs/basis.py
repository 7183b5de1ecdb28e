"""*Dasar*: where a rule comes from, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable

from locales import AnyText, Msg, _
from regulations.models import Basis, Cited

BASIS_NAMES: dict[Basis, Msg] = {
    Basis.regulated: _("tertulis dalam aturannya"),
    Basis.recommended: _("anjuran Kawal, bukan kewajiban"),
    Basis.secondary: _("dari sumber sekunder; teks aturannya belum kami baca langsung"),
    Basis.carried_over: _("dibawa dari aturan sebelumnya, karena teks yang baru belum kami baca"),
    Basis.example: _("contoh dari Kawal, boleh diubah"),
    Basis.unverified: _("belum terverifikasi"),
}
"""How each basis is told to people."""

MARKS: dict[Basis, Msg] = {
    Basis.secondary: _("(sumber sekunder)"),
    Basis.carried_over: _("(dibawa dari aturan sebelumnya)"),
    Basis.unverified: _("(belum terverifikasi)"),
}
"""Short marks where a rule is shown and is not plainly regulated."""


PRESET = Cited(source=_("Saran Kawal: yang sudah tercentang pada awalnya").text, basis=Basis.recommended)
EXAMPLES = Cited(source=_("Saran Kawal: kalimat dan angka contoh").text, basis=Basis.example)
EVALUATION_RULE = Cited(source=_("Saran Kawal: nilai tengah dari penilaian tiap butir").text, basis=Basis.recommended)
"""How `regulations.ratings.suggest` comes to the rating of the whole."""
COUNSELLING = Cited(source=_("Saran Kawal: lama penyimpanan catatan konseling").text, basis=Basis.recommended)
FEEDBACK_KINDS = Cited(source=_("Saran Kawal: jenis umpan balik").text, basis=Basis.recommended)
"""Where the regulation in force names none of them."""
CHECKIN = Cited(source=_("Saran Kawal: cek kemajuan di tengah tahun").text, basis=Basis.recommended)
"""No regulation with one period a year asks for a check-in."""
STANDING_IN = Cited(source=_("Saran Kawal: cara mengganti penilai di Kawal").text, basis=Basis.recommended)
"""How somebody else comes to decide inside Kawal; the regulation only knows that it may be delegated."""
OURS = {
    item.source: Msg(item.source)
    for item in (PRESET, EXAMPLES, EVALUATION_RULE, COUNSELLING, FEEDBACK_KINDS, CHECKIN, STANDING_IN)
}
"""Sources that are no citation but our own words, and so are translated."""


def source_blocks(sources: Iterable[Cited]) -> list[AnyText]:
    """One block for each different source, in order, with how sure it is."""
    seen = dict.fromkeys((item.source, item.basis) for item in sources)
    return [
        _("{source}\n<i>{basis}</i>", source=OURS.get(source, source), basis=BASIS_NAMES[basis])
        for source, basis in seen
    ]
