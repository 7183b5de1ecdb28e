"""An absence: who decides meanwhile, from which day to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.frame import Name
from dialogs.moves.ground import Someone, appraiser_sources, named, options
from dialogs.plan_summary import shortened
from dialogs.questions import Choose, Confirm, Day, Section
from dialogs.views.parts import ROLES
from locales import AnyText, _
from regulations.models import Cited, Pack, Role
from storage.values.moves import Delegate

NAME = Name(_("Berhalangan"), 4)
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Ground:
    """Who is away, and who could stand in."""

    pack: Pack
    assignment_id: int
    name: str
    own: bool
    """The appraiser speaks for themselves."""
    today: date
    candidates: tuple[Someone, ...]


async def absence(ground: Ground) -> Delegate:
    """Ask who stands in and for how long. Why somebody is away is never asked."""
    who = await Choose(
        key="who",
        title=_("Siapa yang menggantikan sementara?"),
        body=lambda: _about(ground),
        part=1,
        options=options(ground.candidates),
        sources=lambda: _sources(ground),
    )
    last_day = ground.today + LONGEST
    first = await Day(key="first", title=_("Mulai tanggal"), part=2, first=ground.today, last=last_day)
    last = await Day(key="last", title=_("Sampai tanggal (termasuk)"), part=3, first=first, last=first + LONGEST)
    chosen = named(ground.candidates, who)
    await Confirm(
        key="confirm",
        title=_("Periksa, lalu simpan"),
        part=4,
        sections=lambda: _sections(chosen, first, last),
        yes=_("✅ Simpan"),
        warn=lambda _today: _("Yang menunggu juga datang kepada pengganti; keduanya diberi tahu."),
    )
    return Delegate(ground.assignment_id, chosen.assignment_id, first, last)


def _about(ground: Ground) -> Sequence[AnyText]:
    whose: AnyText = _("Bapak/Ibu") if ground.own else shortened(ground.name, 40)
    return (_("Selama itu {whose} tetap dapat memutuskan juga. Alasannya tidak perlu ditulis.", whose=whose),)


def _sources(ground: Ground) -> tuple[Cited, ...]:
    return appraiser_sources(ground.pack, Role.guru)


def _sections(chosen: Someone, first: date, last: date) -> list[Section]:
    who = _("{name}, {role}", name=shortened(chosen.name, 60), role=ROLES[chosen.role])
    return [
        Section(_("Pengganti"), who, ("who",)),
        Section(_("Mulai"), _("{day}", day=first), ("first",)),
        Section(_("Sampai"), _("{day}, akhir hari", day=last), ("last",)),
    ]
