"""Who is managed elsewhere or differently: the exceptions that a regulation names, and the help pages around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from locales import AnyText, Msg, _
from regulations.models import AppraiserRule, Basis, Cited, Pack, Role

PRIVATE = "masyarakat"
"""Code of the pack for schools that the public runs (sekolah swasta)."""
LABELS: dict[str, Msg] = {
    PRIVATE: _("Sekolah swasta"),
    "swasta": _("ASN di sekolah swasta"),
    "kementerian_lain": _("Sekolah kementerian lain"),
    "uld": _("Unit layanan disabilitas"),
    "siln": _("Sekolah Indonesia luar negeri"),
    "tugas_belajar": _("Tugas belajar"),
    "plt": _("Sekolah dengan Plt."),
    "pengguna_baru": _("Pengguna baru Ruang GTK"),
    "non_asn": _("Bukan ASN"),
    "pengawas": _("Pengawas sekolah"),
    "jabatan_lain": _("Jabatan lain"),
    "pppk": _("PPPK"),
    "pppk_ks": _("PPPK"),
    "penilai": _("Penilai yang dikecualikan"),
    "perpanjangan": _("Perpanjangan batas waktu"),
}
"""What each case is called on a button, by its code; cases without a name here are not offered."""
NOTICES = ("plt", "pengguna_baru", "pppk", "pppk_ks", "perpanjangan")
"""Notices of a pack that are about a special case."""
UNKNOWN = Cited(source=_("Catatan Kawal: tidak ada dalam bagian aturan yang kami baca").text, basis=Basis.unverified)
IN_KAWAL = Cited(source=_("Catatan Kawal: cara kerjanya di Kawal").text, basis=Basis.recommended)
PLT_HERE = _(
    "Di Kawal tidak otomatis: operator menetapkan Plt. sebagai penilai lewat Perubahan orang, lalu Plt. memutuskan."
)


@dataclass(frozen=True, slots=True)
class Case:
    """One special case: what applies, who acts, and what that rests on."""

    code: str
    label: AnyText
    lines: tuple[AnyText, ...]
    sources: tuple[Cited, ...]


def cases(pack: Pack, role: Role) -> tuple[Case, ...]:
    """The special cases that concern a role; one who is not appraised here (operator, kepala dinas) reads all."""
    found = (*_managed_elsewhere(pack, role), *_appraised_otherwise(pack, role), *_told(pack, role))
    return tuple(case for case in found if case.code in LABELS)


def case_of(pack: Pack, role: Role, code: str) -> Case | None:
    """The case with this code."""
    return next((case for case in cases(pack, role) if case.code == code), None)


def _concerns(pack: Pack, role: Role, roles: tuple[Role, ...]) -> bool:
    return not roles or role in roles or not pack.covers_role(role)


def _managed_elsewhere(pack: Pack, role: Role) -> Iterator[Case]:
    for item in pack.bkn_only:
        if _concerns(pack, role, item.roles):
            yield _case(item.code, (item.text, Msg(item.what_remains)), item)
    for group in pack.uncovered_list:
        if group.role in (None, role):
            yield _case(group.group, (Msg(group.text), Msg(group.what_remains)), group)


def _appraised_otherwise(pack: Pack, role: Role) -> Iterator[Case]:
    rules = [rule for rule in pack.appraisers if _concerns(pack, role, (rule.role,))]
    special = list({rule.code: rule for rule in rules if rule.code != "umum"}.values())
    yield from (_case(rule.code, (rule.text,), rule) for rule in special)
    if not special and not pack.bkn_only:
        line = _("Bagian aturan yang kami baca tidak menyebut sekolah swasta. Tanyakan kepada dinas.")
        yield Case(PRIVATE, LABELS[PRIVATE], (line,), (UNKNOWN,))
    yield from (_excepted(rule) for rule in rules if rule.exceptions and rule.role is role)


def _excepted(rule: AppraiserRule) -> Case:
    return _case("penilai", (rule.text,), rule)


def _told(pack: Pack, role: Role) -> Iterator[Case]:
    for notice in pack.notices:
        if notice.code not in NOTICES or not _concerns(pack, role, notice.roles):
            continue
        text: AnyText = Msg(notice.text) if notice.basis is Basis.recommended else notice.text
        if notice.code == "plt":
            yield Case("plt", LABELS["plt"], (text, PLT_HERE), (notice, IN_KAWAL))
        else:
            yield _case(notice.code, (text,), notice)


def _case(code: str, lines: tuple[AnyText, ...], source: Cited) -> Case:
    return Case(code, LABELS.get(code, code), lines, (source,))
