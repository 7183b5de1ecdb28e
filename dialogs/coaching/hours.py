"""The lesson hours of something that was held for the whole group in a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogs.frame import Name
from dialogs.questions import Number
from locales import AnyText, Month, Msg, _
from regulations.base import Statement
from regulations.reference import CoachingActivity
from storage.values.coaching import MOST_JP, Tick

NAME = Name(_("JP kegiatan"), 1)


@dataclass(frozen=True, slots=True)
class HoursGround:
    """Which activity, in which month, and the JP of the calendar there (0: none)."""

    activity: CoachingActivity
    month: date
    planned: int
    may_change: Statement


async def correct(ground: HoursGround) -> Tick:
    """Ask how many; the calendar's are offered, or those of another month where it has none here."""
    usual = ground.planned or max(jp for _, jp in ground.activity.jp)
    jp = await Number(
        key="jp",
        part=1,
        title=Msg(ground.activity.short),
        body=lambda: (_("{month}", month=Month(ground.month)), _calendar(ground)),
        low=0,
        high=MOST_JP,
        suggested=usual,
        unit="JP",
        sources=lambda: (ground.activity, ground.may_change),
    )
    return Tick(ground.activity.code, ground.month, int(jp))


def _calendar(ground: HoursGround) -> AnyText:
    if ground.planned:
        return _("Kalender: <b>{jp} JP</b>. Boleh berbeda; nanti ditandai.", jp=ground.planned)
    return _("Bulan ini tidak ada di kalender; jadwalnya dapat berubah, jadi boleh dicatat dan ditandai.")
