"""Moving a deadline: where, which one, to which day, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.frame import Name
from dialogs.plan_summary import shortened
from dialogs.questions import Choose, Confirm, Day, Option, Options, Search, Section, Words
from locales import AnyText, Msg, _, n_
from regulations.agenda import Movable
from regulations.models import Role
from storage.values.deadlines import LONGEST_REASON, Deadline, MoveDeadline, Place

NAME = Name(_("Geser tenggat"), 5)
FURTHEST = timedelta(days=366)
"""How far a deadline can be moved: longer is a slip of the finger."""
AT_SCHOOL = frozenset({Role.guru, Role.kepala_sekolah})
"""Who acts at a school; what only others do is moved at the dinas."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What an operator may move. `windows` by the pack that is pinned for a unit, "" where none is."""

    today: date
    places: tuple[Place, ...]
    windows: Mapping[str, tuple[Movable, ...]]

    def at(self, place: Place) -> tuple[Movable, ...]:
        """What can be moved at a unit."""
        found = self.windows[place.pinned_pack or ""]
        return tuple(one for one in found if one.acting & AT_SCHOOL) if place.school else found


async def move(ground: Ground) -> MoveDeadline:
    """Ask where, which window, the new last day and the reason; say whom it concerns."""
    place = await _where(ground)
    window = await _which(ground, place)
    first = max(ground.today, window.opens)
    last = max(first, window.closes) + FURTHEST
    closes = await Day(
        key="closes", title=_("Batas yang baru"), body=lambda: _now(window), part=3, first=first, last=last
    )
    reason = await Words(
        key="reason",
        title=_("Apa alasannya?"),
        body=lambda: (_("Misalnya nomor surat edaran. Semua yang terkait membaca alasan ini."),),
        part=4,
        longest=LONGEST_REASON,
    )
    await Confirm(
        key="confirm",
        title=_("Periksa, lalu simpan"),
        part=5,
        sections=lambda: _sections(ground, place, window, closes, reason),
        yes=_("✅ Geser tenggat"),
        warn=lambda _today: _concerned(place, window),
    )
    return MoveDeadline(Deadline(place.unit_id, window.code, window.period, closes, reason, window.opens))


async def _where(ground: Ground) -> Place:
    """The only unit at once, or one of several."""
    if len(ground.places) == 1:
        return ground.places[0]
    chosen = await Search(
        key="place",
        title=_("Untuk siapa?"),
        body=lambda: (_("Dinas: untuk dinas dan semua sekolahnya, kecuali yang punya tenggat sendiri."),),
        part=1,
        options=Options(Option(str(one.unit_id), shortened(one.name, 32)) for one in ground.places),
        texts={str(one.unit_id): one.name for one in ground.places},
    )
    return next(one for one in ground.places if str(one.unit_id) == chosen)


async def _which(ground: Ground, place: Place) -> Movable:
    known = {f"{one.code}.{one.period}": one for one in ground.at(place)}
    chosen = await Choose(
        key="window",
        title=_("Tenggat yang mana?"),
        body=lambda: (_("Tanggal di depannya adalah batas menurut aturan."),),
        part=2,
        options=Options(Option(code, _label(one)) for code, one in known.items()),
    )
    return known[chosen]


def _label(one: Movable) -> AnyText:
    return _("{day} {title}", day=f"{one.closes:%d-%m-%Y}", title=Msg(one.title))


def _now(window: Movable) -> tuple[AnyText, ...]:
    return (
        _("{title} {period}", title=Msg(window.title), period=window.period),
        _("Menurut aturan: <b>{day}</b>", day=window.closes),
    )


def _sections(ground: Ground, place: Place, window: Movable, closes: date, reason: str) -> list[Section]:
    where = ("place",) if len(ground.places) > 1 else ()
    name = _("{title} {period}", title=Msg(window.title), period=window.period)
    return [
        Section(_("Untuk"), shortened(place.name, 60), where),
        Section(_("Tenggat"), name, ("window",)),
        Section(_("Menurut aturan"), _("{day}", day=window.closes), ()),
        Section(_("Menjadi"), _("{day}", day=closes), ("closes",)),
        Section(_("Alasan"), shortened(reason, 60), ("reason",)),
    ]


def _concerned(place: Place, window: Movable) -> AnyText:
    """How many roles it concerns there, those who act included."""
    count = place.concerned(window.of_year, window.roles)
    return n_(
        "Terkait: {count} peran. Pengingatnya mengikuti tanggal baru; jadwal di Ruang GTK tidak ikut berubah.",
        "Terkait: {count} peran. Pengingatnya mengikuti tanggal baru; jadwal di Ruang GTK tidak ikut berubah.",
        count,
    )
