"""What changes from one regulation to another, told to somebody who has to work by it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from regulations import wording
from regulations.base import Cited
from regulations.dates import Window
from regulations.items import Rhk
from regulations.kinds import Basis, RhkKind, Role
from regulations.matching import pairs
from regulations.pack import Pack
from regulations.reading import NESTED

PLANNING = (Role.guru, Role.kepala_sekolah, Role.pengawas)


def lines(a: Pack, b: Pack) -> list[str]:
    """The changes from `a` to `b` in Indonesian, section by section; one line when nothing changes."""
    told = [f"Dari {a.short} ke {b.short}"]
    for title, body in _sections(a, b):
        section = list(body)
        if section:
            told += ["", title, *(f"  {line}" for line in section)]
    return told if len(told) > 1 else [*told, "Tidak ada perbedaan."]


def _sections(a: Pack, b: Pack) -> Iterator[tuple[str, Iterable[str]]]:
    yield "Berlaku", _frame(a, b)
    yield "Peran", _roles(a, b)
    both = [role for role in PLANNING if a.covers_role(role) and b.covers_role(role)]
    for role in both:
        yield f"Rencana hasil kerja {wording.ROLES[role]}", _rhk(a, b, role)
    for role in both:
        yield f"Fokus observasi {wording.ROLES[role]}", _focuses(a, b, role)
    yield "Siklus observasi", _observation(a, b)
    yield "Pengembangan kompetensi", _competence(a, b)
    yield "Perilaku kerja", _behaviours(a, b)
    for role in both:
        yield f"Isi SKP {wording.ROLES[role]}", _worded(a.skp_fields(role), b.skp_fields(role))
    for role in both:
        yield f"Jendela waktu {wording.ROLES[role]}", _windows(a, b, role)
    yield "Pemutakhiran data", _counted("langkah", a.data_rules, b.data_rules)
    yield "Pendokumentasian", _documentation(a, b)
    yield "Pejabat penilai", _appraisers(a, b)
    yield "Hanya lewat layanan BKN", _worded(a.bkn_only, b.bkn_only)
    yield "Tidak tercakup", _worded(a.uncovered_list, b.uncovered_list)
    yield "Predikat", _worded(a.predikat_list, b.predikat_list)
    yield "Pembinaan", _counted("kalimat", a.coaching_list, b.coaching_list)
    yield "Tindak lanjut", _counted("hal", a.follow_up, b.follow_up)
    yield "Bulan demi bulan", _counted("bulan", a.months, b.months)
    yield "Pengertian", _definitions(a, b)
    yield "Catatan", _notices(a, b)
    yield "Seberapa pasti", _certainty(a, b)


# --- ways of telling a change


def _changed(what: str, old: object, new: object) -> Iterator[str]:
    if old != new:
        yield f"{what}: {old} menjadi {new}"


def _reworded(what: str, old: str, new: str) -> Iterator[str]:
    """Old and new wording below each other; a capital more or less is no change."""
    if old.casefold() != new.casefold():
        yield what
        yield f"  semula: {old}"
        yield f"  menjadi: {new}"


def _said(item: Any) -> str:
    """What an item says: its text, or its name where it has only that."""
    return str(getattr(item, "text", None) or item.name)


def _worded(old: Sequence[Cited], new: Sequence[Cited]) -> Iterator[str]:
    """Items of which only the wording matters."""
    for before, after in pairs(old, new, _said):
        if before is None:
            yield f"Baru: {_said(after)}"
        elif after is None:
            yield f"Tidak ada lagi: {_said(before)}"
        else:
            yield from _reworded("Berubah bunyi", _said(before), _said(after))


def _counted(what: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[str]:
    """How many items each role has, where that changes or their wording does."""
    for role in PLANNING:
        before, after = ([each for each in some if each.role is role] for some in (old, new))
        if len(before) != len(after):
            yield f"{wording.ROLES[role].capitalize()}: {_number(before, what)} menjadi {_number(after, what)}"
        else:
            yield from _worded(before, after)


def _number(some: Sequence[Any], what: str) -> str:
    return f"{len(some)} {what}" if some else "tidak ada"


def _trust(what: str, old: Sequence[Cited], new: Sequence[Cited]) -> Iterator[str]:
    """Said where all items of a list have come to rest on something else."""
    before, after = ({each.basis for each in some} for some in (old, new))
    if len(before) == len(after) == 1 and before != after:
        yield f"{what} kini {wording.BASES[after.pop()]} (semula {wording.BASES[before.pop()]})"


# --- the sections


def _frame(a: Pack, b: Pack) -> Iterator[str]:
    yield from _changed("Tahun", wording.years(a), wording.years(b))
    yield from _changed("Rencana disusun", wording.CYCLES[a.cycle], wording.CYCLES[b.cycle])
    yield from _changed("Periode", *("; ".join(map(wording.period, pack.period_templates)) for pack in (a, b)))
    yield from _changed("Poin pengembangan kompetensi", *(_points(pack) for pack in (a, b)))
    yield from _changed("Unggah bukti dukung", wording.yes(a.upload_evidence), wording.yes(b.upload_evidence))


def _points(pack: Pack) -> str:
    points = pack.point_range()
    return f"{points.minimum} sampai {points.maximum} tiap {points.per}" if points else "tidak ada"


def _roles(a: Pack, b: Pack) -> Iterator[str]:
    for role in Role:
        match a.covers_role(role), b.covers_role(role):
            case False, True:
                rule = b.focus_rule(role)
                yield (
                    f"{wording.ROLES[role].capitalize()} kini tercakup: {len(b.rhk(role))} RHK,"
                    f" {len(b.focuses(role))} fokus ({wording.how_many(rule.at_least, rule.at_most)} dipilih)"
                )
            case True, False:
                yield f"{wording.ROLES[role].capitalize()} tidak lagi tercakup"


def _rhk(a: Pack, b: Pack, role: Role) -> Iterator[str]:
    old, new = a.rhk(role), b.rhk(role)
    yield from _changed("Jumlah", len(old), len(new))
    yield from _trust("Semuanya", old, new)
    for before, after in pairs(old, new, _said, _kind):
        match before, after:
            case None, Rhk():
                yield f"Baru, huruf {after.code}: {after.text}"
            case Rhk(), None:
                yield f"Tidak ada lagi, dulu huruf {before.code}: {before.text}"
            case Rhk(), Rhk() if before.code != after.code or before.text != after.text:
                letter = f"Huruf {after.code}" + ("" if before.code == after.code else f", dulu huruf {before.code}")
                yield from _reworded(f"{letter} ({after.short})", before.text, after.text)


def _kind(rhk: Rhk) -> RhkKind | None:
    return None if rhk.kind is RhkKind.umum else rhk.kind


def _focuses(a: Pack, b: Pack, role: Role) -> Iterator[str]:
    old, new = a.focus_rule(role), b.focus_rule(role)
    yield from _changed("Dipilih", *(wording.how_many(rule.at_least, rule.at_most) for rule in (old, new)))
    yield from _trust("Banyaknya yang dipilih", [old], [new])
    yield from _trust("Semuanya", a.focuses(role), b.focuses(role))
    yield from _worded(a.focuses(role), b.focuses(role))


def _observation(a: Pack, b: Pack) -> Iterator[str]:
    for role in PLANNING:
        whom = wording.ROLES[role].capitalize()
        yield from _changed(f"{whom}, langkah", *(_number(pack.observation_steps(role), "langkah") for pack in (a, b)))
        yield from _trust(f"{whom}, langkahnya", a.observation_steps(role), b.observation_steps(role))
    yield from _worded(a.observation_target_list, b.observation_target_list)
    for rubric in dict.fromkeys(each.rubric for each in b.observation_target_list):
        old, new = ([each for each in pack.observation_target_list if each.rubric == rubric] for pack in (a, b))
        yield from _trust(f"Rubrik {rubric.replace('_', ' ')}", old, new)


def _competence(a: Pack, b: Pack) -> Iterator[str]:
    yield from _changed("Kategori", *(_number(pack.categories(), "kategori") for pack in (a, b)))
    for role in PLANNING:
        whom, old, new = wording.ROLES[role].capitalize(), a.activities(role), b.activities(role)
        yield from _changed(whom, _number(old, "kegiatan"), _number(new, "kegiatan"))
        yield from _trust(f"{whom}, semua kegiatannya", old, new)


def _behaviours(a: Pack, b: Pack) -> Iterator[str]:
    for role in PLANNING:
        whom, old, new = wording.ROLES[role].capitalize(), a.behaviours(role), b.behaviours(role)
        yield from _changed(whom, _behaviour(a, role), _behaviour(b, role))
        yield from _trust(f"{whom}, seluruh daftarnya", old, new)
        if old and new:
            yield from _worded(*([below for one in some for below in _below(one)] for some in (old, new)))


def _behaviour(pack: Pack, role: Role) -> str:
    some = pack.behaviours(role)
    if not some:
        return "tidak ada"
    indicators = [indicator for aspect in some for indicator in aspect.indicators]
    expectations = sum(len(indicator.expectations) for indicator in indicators)
    return f"{len(some)} aspek, {len(indicators)} indikator, {expectations} ekspektasi khusus"


def _windows(a: Pack, b: Pack, role: Role) -> Iterator[str]:
    old, new = ([each for each in pack.window_list if role in each.roles] for pack in (a, b))
    for code in dict.fromkeys(each.code for each in (*new, *old)):
        sides = ([each for each in some if each.code == code] for some in (old, new))
        for before, after in zip_longest(*sides):
            yield from _window(before, after)


def _window(before: Window | None, after: Window | None) -> Iterator[str]:
    match before, after:
        case None, Window():
            yield f"Baru: {after.title}, {wording.span(after)} ({wording.BASES[after.basis]})"
        case Window(), None:
            yield f"Tidak ada lagi: {before.title}, {wording.span(before)}"
        case Window(), Window():
            old, new = wording.span(before), wording.span(after)
            if old != new:
                yield f"{after.title}: {old} menjadi {new} ({wording.BASES[after.basis]})"
            else:
                yield from _trust(f"{after.title}, {new},", [before], [after])


def _documentation(a: Pack, b: Pack) -> Iterator[str]:
    for role in PLANNING:
        whom, old, new = wording.ROLES[role].capitalize(), a.documentation(role), b.documentation(role)
        yield from _changed(whom, _number(old, "baris"), _number(new, "baris"))
        if old and new:
            for before, after in pairs(old, new, lambda each: each.how, lambda each: each.rhk):
                if before and after:
                    yield from _reworded(f"{whom}, huruf {after.rhk}", before.how, after.how)


def _appraisers(a: Pack, b: Pack) -> Iterator[str]:
    for before, after in pairs(a.appraisers, b.appraisers, _said, lambda each: (each.role, each.code)):
        if before and after:
            whom = wording.ROLES[after.role].capitalize()
            yield from _changed(whom, wording.ROLES[before.appraiser], wording.ROLES[after.appraiser])
            yield from _reworded(f"{whom}, tim kinerja", before.team or "tidak disebut", after.team or "tidak disebut")
        elif after:
            yield f"Baru, {wording.ROLES[after.role]}: {after.text}"
        elif before:
            yield f"Tidak ada lagi, {wording.ROLES[before.role]}: {before.text}"


def _definitions(a: Pack, b: Pack) -> Iterator[str]:
    old, new = ({each.term: each.text for each in pack.definitions} for pack in (a, b))
    if added := [term for term in new if term not in old]:
        yield f"Baru: {', '.join(added)}"
    if dropped := [term for term in old if term not in new]:
        yield f"Tidak ada lagi: {', '.join(dropped)}"
    for term in new:
        if term in old:
            yield from _reworded(f"Berubah bunyi: {term}", old[term], new[term])


def _notices(a: Pack, b: Pack) -> Iterator[str]:
    """Only what is new: an old remark on an old regulation is no news."""
    known = {each.text for each in a.notices}
    yield from (each.text for each in b.notices if each.text not in known)


def _certainty(a: Pack, b: Pack) -> Iterator[str]:
    old, new = _bases(a), _bases(b)
    for basis in Basis:
        yield from _changed(f"Butir {wording.BASES[basis]}", old[basis], new[basis])


def _bases(pack: Pack) -> Counter[Basis]:
    """How many items rest on each basis, nested ones included; Kawal's examples and remarks do not count."""
    lists = (getattr(pack, field) for field in type(pack).model_fields if field not in ("example_list", "notices"))
    items = (item for some in lists if isinstance(some, tuple) for item in some)
    return Counter(each.basis for item in items for each in (item, *_below(item)))


def _below(item: Cited) -> Iterator[Cited]:
    """The indicators and expectations inside an item."""
    for key in NESTED:
        for below in item.__dict__.get(key, ()):
            yield below
            yield from _below(below)
