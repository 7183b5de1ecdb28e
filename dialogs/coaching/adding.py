"""One more school on the list: one of the recorded schools of the dinas, or a name that is typed; and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.frame import Name
from dialogs.plan_summary import shortened
from dialogs.questions import Choose, Option, Options, Search, Words
from locales import AnyText, Month, Msg, _
from regulations.base import Statement
from storage.values.coaching import LONGEST_NAME, AddSchool

NAME = Name(_("Tambah sekolah dampingan"), 2)
TYPED = "0"
"""None of the recorded schools: its name is typed."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A recorded school that is not on the list; `npsn` is empty where it has none."""

    unit_id: int
    npsn: str
    name: str


@dataclass(frozen=True, slots=True)
class AddingGround:
    """Which schools there are, and the months in which coaching may have begun, the latest first."""

    candidates: tuple[Candidate, ...]
    months: tuple[date, ...]
    now: date
    """The month that is suggested."""
    calendar: Statement
    """What the calendar says of itself."""


async def add(ground: AddingGround) -> AddSchool:
    """Ask which school, then since when."""
    code = await _school(ground) if ground.candidates else TYPED
    name = await _name() if code == TYPED else None
    starts = await _starts(ground)
    return AddSchool(None if name is not None else int(code), name, starts)


async def _school(ground: AddingGround) -> str:
    options = (Option(str(one.unit_id), shortened(one.name, 30)) for one in ground.candidates)
    texts = {str(one.unit_id): f"{one.npsn} {one.name}" for one in ground.candidates}
    other: AnyText = _("✎ Sekolah lain, ketik namanya")
    return await Search(
        key="school",
        part=1,
        title=_("Sekolah mana?"),
        body=lambda: (_("Sekolah di dinas ini yang ada di Kawal. Cari dengan nama atau NPSN."),),
        options=Options((Option(TYPED, other), *options)),
        texts={TYPED: "", **texts},
    )


async def _name() -> str:
    return await Words(
        key="name",
        part=1,
        title=_("Nama sekolahnya"),
        body=lambda: (_("Untuk sekolah yang belum ada di Kawal."),),
        longest=LONGEST_NAME,
    )


async def _starts(ground: AddingGround) -> date:
    chosen = await Choose(
        key="starts",
        part=2,
        title=_("Didampingi sejak bulan apa?"),
        body=lambda: (_("Mulai bulan itu JP-nya dihitung."),),
        options=Options(Option(month.isoformat(), _month(month)) for month in ground.months),
        suggested=ground.now.isoformat(),
        sources=lambda: (ground.calendar,),
    )
    return date.fromisoformat(chosen)


def _month(month: date) -> Msg:
    return _("{month}", month=Month(month))


def months_of(programme: Sequence[date], now: date) -> tuple[date, ...]:
    """The months of a programme's year that have begun, the latest first; before it begins, its first."""
    begun = [month for month in programme if month <= now]
    return tuple(reversed(begun)) or tuple(programme[:1])
