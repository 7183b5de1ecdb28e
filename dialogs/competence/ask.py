"""The questions of the competence log: what each asks, offers and rests on."""

from __future__ import annotations

from dialogs.basis import MARKS
from dialogs.competence.ground import ELSEWHERE, Catalogue, LogGround
from dialogs.material import remark
from dialogs.questions import Choose, Day, Evidence, Number, Search, Words
from locales import AnyText, Msg, _
from regulations.models import Basis, Cited, CompetenceActivity, ReflectionQuestion
from storage.values.competence import LONGEST_REFLECTION, LONGEST_TITLE, MOST_POINTS, MOST_UNITS
from storage.values.evidence import MOST_PAGES, Piece

OURS = _("(pertanyaan dari Kawal)")


def planned(ground: LogGround) -> Choose:
    """Part 1: one of the plan, or another."""
    return Choose(
        key="planned",
        part=1,
        title=_("Kegiatan apa yang sudah dijalani?"),
        body=lambda: (_("Ini yang ada dalam rencana yang disepakati."),),
        options=ground.stuff.options(ground.planned),
        sources=lambda: _cited(ground.stuff, *ground.planned),
    )


def category(stuff: Catalogue) -> Choose:
    """Part 1: where to look."""
    items = stuff.pack.categories()
    return Choose(
        key="category",
        part=1,
        title=_("Kategori kegiatan"),
        body=lambda: remark(items),
        options=stuff.categories,
        sources=lambda: items,
    )


def activity(stuff: Catalogue, category: str) -> Search:
    """Part 1: one of the catalogue."""
    items = stuff.pack.activities(stuff.role)
    return Search(
        key="activity",
        part=1,
        title=_("Kegiatan apa yang sudah dijalani?"),
        body=lambda: remark(items),
        full=lambda: [_("<b>{code}</b>. {text}", code=item.code, text=item.text) for item in items],
        options=stuff.of(category),
        texts=stuff.texts,
        sources=lambda: items,
    )


def day(ground: LogGround, code: str) -> Day:
    """Part 2: when; in the period, and not to come."""
    return Day(
        key="day",
        part=2,
        title=_("Kapan kegiatannya?"),
        body=lambda: (Msg(ground.stuff.activities[code].short),),
        first=ground.period.starts,
        last=ground.period.ends,
        past=True,
        sources=lambda: (ground.period,),
    )


def title(ground: LogGround, code: str) -> Words:
    """Part 2: what it is called."""
    return Words(
        key="title",
        part=2,
        title=_("Judul kegiatan"),
        body=lambda: (Msg(ground.stuff.activities[code].short), _("Misalnya nama pelatihan atau temanya.")),
        longest=LONGEST_TITLE,
    )


def units(item: CompetenceActivity) -> Number:
    """Part 3, packs with points: how often."""
    return Number(
        key="units",
        part=3,
        title=_("Berapa satuan?"),
        body=lambda: (_unit(item), *_worth(item)),
        low=1,
        high=MOST_UNITS,
        suggested=1,
        sources=lambda: (item, *points_source(item)),
    )


def _unit(item: CompetenceActivity) -> AnyText:
    if item.unit is None:
        return _("Satuannya tidak kami temukan. Hitung seperti di sistem resmi.")
    return _("Satu satuan: {unit}", unit=item.unit)


def _worth(item: CompetenceActivity) -> tuple[AnyText, ...]:
    if item.points is None:
        return ()
    mark: AnyText = _(" <i>{mark}</i>", mark=MARKS[item.points_basis]) if item.points_basis in MARKS else ""
    return (_("Nilainya <b>{points} poin</b> tiap satuan.{mark}", points=item.points, mark=mark),)


def points_source(item: CompetenceActivity) -> tuple[Cited, ...]:
    """Where the value of one unit comes from, as far as anybody has written it down."""
    if item.points is None:
        return ()
    return (Cited(source=item.points_source, basis=item.points_basis),)


def points(item: CompetenceActivity) -> Number:
    """Part 3, packs with points: a value that nobody has confirmed is asked and marked so."""
    return Number(
        key="points",
        part=3,
        title=_("Berapa poin tiap satuan?"),
        body=lambda: (
            _("Nilai kegiatan ini tidak kami temukan. Isi sesuai yang tampil di sistem resmi."),
            _("<i>(nilai diisi sendiri, belum terverifikasi)</i>"),
        ),
        low=1,
        high=MOST_POINTS,
        sources=lambda: (item,),
    )


def reflect(asked: ReflectionQuestion) -> Words:
    """Part 3, packs without points: one question of the reflection, and whose it is."""
    ours = asked.basis is Basis.recommended
    mark = OURS if ours else MARKS.get(asked.basis)
    text: AnyText = Msg(asked.text) if ours else asked.text
    return Words(
        key=f"reflect.{asked.code}",
        part=3,
        title=_("Refleksi: {name}", name=Msg(asked.short)),
        body=lambda: (text, *([_("<i>{mark}</i>", mark=mark)] if mark else [])),
        longest=LONGEST_REFLECTION,
        sources=lambda: (asked,),
    )


def evidence(
    have: tuple[Piece, ...],
    hints: tuple[AnyText, ...],
    sources: tuple[Cited, ...],
    part: int = 4,
    most: int = MOST_PAGES,
    already: int = 0,
) -> Evidence:
    """Part 4: one more piece of evidence."""
    return Evidence(
        key=f"evidence.{len(have)}",
        part=part,
        title=_("Bukti kegiatan"),
        body=lambda: (_("Kirim foto, PDF (paling besar 20 MB), atau tautan. Satu album terhitung satu bukti."),),
        hint=lambda: hints,
        have=have,
        already=already,
        most=most,
        sources=(lambda: sources) if sources else None,
    )


def hints(ground: LogGround, code: str) -> tuple[AnyText, ...]:
    """Whether evidence is needed at all, and which."""
    if not ground.stuff.pack.upload_evidence:
        return (
            _("Menurut aturannya <b>tidak ada yang perlu diunggah</b>."),
            *remark(_about_uploads(ground)),
            _("Bila ingin, simpan bukti di sini untuk Bapak/Ibu sendiri; setelah dikirim, atasan dapat melihatnya."),
        )
    asked = ground.stuff.activities[code].evidence
    which: AnyText = asked if asked else _("tidak kami temukan")
    return (_("Bukti yang diminta: {which}", which=which),)


def evidence_sources(ground: LogGround, code: str) -> tuple[Cited, ...]:
    """What the word about evidence rests on."""
    return (*_about_uploads(ground), *points_source(ground.stuff.activities[code]))


def _about_uploads(ground: LogGround) -> tuple[Cited, ...]:
    return tuple(
        notice
        for notice in ground.stuff.pack.notices
        if notice.code in ("unggah", "unggah_guru", "penyederhanaan")
        and (not notice.roles or ground.stuff.role in notice.roles)
    )


def _cited(stuff: Catalogue, *codes: str) -> tuple[Cited, ...]:
    return tuple(stuff.activities[code] for code in codes if code in stuff.activities and code != ELSEWHERE)
