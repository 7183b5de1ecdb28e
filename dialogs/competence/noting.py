"""*Catat kegiatan*: what was done, when, what it is worth or what it has taught, and what proves it."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.competence import ask
from dialogs.competence.ground import ELSEWHERE, EVERY, LogGround
from dialogs.frame import Name
from dialogs.plan_summary import shortened
from dialogs.questions import Confirm, Section
from dialogs.questions.evidence import counted
from locales import AnyText, Msg, _, n_
from regulations.models import Basis, Cited
from storage.values.competence import ChangeLog, Entry, SaveLog
from storage.values.evidence import Piece

NAME = Name(_("Catat kegiatan"), 5)
CHANGE = Name(_("Ubah catatan kegiatan"), 5)
READ_AND_SAVE = _("Periksa, lalu simpan")


async def log_activity(ground: LogGround) -> SaveLog:
    """A new entry. It is saved, not sent: sending is a button of its card."""
    entry = await _entry(ground)
    pieces = await collect(ask.hints(ground, entry.activity), ask.evidence_sources(ground, entry.activity))
    await _confirm(ground, entry, pieces)
    pack, period = ground.stuff.pack, ground.period
    return SaveLog(
        period=period.code,
        starts=period.starts,
        ends=period.ends,
        pack_id=pack.id,
        pack_version=ground.version,
        needs_evidence=pack.upload_evidence,
        entry=entry,
        pieces=pieces,
    )


async def change_activity(ground: LogGround) -> ChangeLog:
    """The same entry in other words; its evidence is cared for on its own."""
    assert ground.log is not None
    entry = await _entry(ground)
    await _confirm(ground, entry, None)
    return ChangeLog(*ground.log, entry)


async def collect(hints: tuple[AnyText, ...], sources: tuple[Cited, ...], **how: int) -> tuple[Piece, ...]:
    """Pieces of evidence, one after the other, until the person says that this is all."""
    pieces: tuple[Piece, ...] = ()
    while (piece := await ask.evidence(pieces, hints, sources, **how)) is not None:
        pieces = (*pieces, piece)
    return pieces


async def _entry(ground: LogGround) -> Entry:
    code = await _activity(ground)
    item = ground.stuff.activities[code]
    day = await ask.day(ground, code)
    title = await ask.title(ground, code)
    if ground.counts_points:
        units = int(await ask.units(item))
        if item.points is not None:
            return Entry(code, day, title, units, item.points, item.points_basis)
        return Entry(code, day, title, units, int(await ask.points(item)), Basis.unverified, asked=True)
    asked = ground.stuff.pack.reflections(ground.stuff.role)
    return Entry(code, day, title, reflection={each.code: await ask.reflect(each) for each in asked})


async def _activity(ground: LogGround) -> str:
    """One of the agreed plan first; else one of the whole catalogue."""
    stuff = ground.stuff
    if any(code in stuff.activities for code in ground.planned):
        code = await ask.planned(ground)
        if code != ELSEWHERE:
            return code
    category = await ask.category(stuff) if stuff.categories else EVERY
    return await ask.activity(stuff, category)


async def _confirm(ground: LogGround, entry: Entry, pieces: Sequence[Piece] | None) -> None:
    await Confirm(
        key="save",
        part=5,
        title=READ_AND_SAVE,
        sections=lambda: _sections(ground, entry, pieces),
        yes=_("✅ Simpan"),
    )


def _sections(ground: LogGround, entry: Entry, pieces: Sequence[Piece] | None) -> list[Section]:
    activity = Msg(ground.stuff.activities[entry.activity].short)
    rows = [
        Section(_("Kegiatan"), activity, ("planned", "category", "activity")),
        Section(_("Tanggal"), _("{day}", day=entry.day), ("day",)),
        Section(_("Judul"), shortened(entry.title, 70), ("title",)),
    ]
    if entry.points is not None:
        rows.append(Section(_("Poin"), worth(entry), ("units", "points")))
    if entry.reflection:
        answered = n_("{count} jawaban", "{count} jawaban", len(entry.reflection))
        rows.append(Section(_("Refleksi"), answered, ("reflect",)))
    if pieces is not None:
        have: AnyText = counted(pieces) if pieces else _("tidak ada")
        rows.append(Section(_("Bukti"), have, ("evidence",)))
    return rows


def worth(entry: Entry) -> AnyText:
    """`2 × 8 = 16 poin`, and how sure that is."""
    line = _("{units} × {each} = <b>{points} poin</b>", units=entry.units, each=entry.each, points=entry.points)
    if entry.asked:
        return _("{line} <i>(nilai diisi sendiri, belum terverifikasi)</i>", line=line)
    if entry.basis is Basis.unverified:
        return _("{line} <i>(belum terverifikasi)</i>", line=line)
    return line
