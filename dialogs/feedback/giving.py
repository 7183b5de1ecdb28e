"""Telling somebody about their work: which kind, the words, a day to come back to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.basis import COUNSELLING, FEEDBACK_KINDS
from dialogs.feedback.words import KEPT, KINDS, READ_BY_ALL, READ_BY_TWO
from dialogs.frame import Name
from dialogs.material import remark
from dialogs.plan_summary import shortened
from dialogs.questions import Choose, Confirm, Day, Option, Options, Section, Words
from locales import AnyText, Msg, _
from regulations.models import Cited, Coaching, Pack, Role
from storage.values.feedback import LONGEST, FeedbackKind, GiveFeedback, keep_until

NAME = Name(_("Umpan balik"), 4)
NONE, WEEK, MONTH, DAY = "tidak", "minggu", "bulan", "tanggal"
AFTER = {WEEK: timedelta(days=7), MONTH: timedelta(days=30)}
OPTIONS = Options(Option(kind.value, name) for kind, name in KINDS.items())
FOLLOW_UPS = Options(
    (
        Option(NONE, _("Tidak perlu")),
        Option(WEEK, _("Seminggu lagi")),
        Option(MONTH, _("Sebulan lagi")),
        Option(DAY, _("Pilih tanggal")),
    )
)
LONGEST_WAIT = timedelta(days=365)
SUMMED_UP = 200
"""Characters of the note on the summary."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Whom it is about, on which day it began, and whether the giver decides about them or only watches them."""

    assignment_id: int
    owner: str
    role: Role
    year: int
    today: date
    decides: bool
    pack: Pack

    def printed(self) -> list[Coaching]:
        """What the regulation says of the kinds, in their order."""
        found = (self.pack.coaching(self.role, kind.value) for kind in FeedbackKind)
        return [one for one in found if one is not None]


async def give(ground: Ground) -> GiveFeedback:
    """Ask for the kind, the words and the follow-up; before it goes out it is read once more."""
    kind = FeedbackKind(await _kind(ground))
    until = keep_until(kind, ground.year)
    words = await Words(
        key="text",
        part=2,
        title=_("{kind} untuk {name}", kind=KINDS[kind], name=shortened(ground.owner, 40)),
        body=lambda: _read_by(until),
        longest=LONGEST,
        sources=lambda: _sources(ground, kind),
    )
    day = await _follow_up(ground)
    await Confirm(
        key="send",
        part=4,
        title=_("Periksa, lalu sampaikan"),
        body=lambda: _read_by(until),
        sections=lambda: _sections(kind, words, day),
        yes=_("✅ Sampaikan"),
    )
    return GiveFeedback(ground.assignment_id, kind, words, day)


async def _kind(ground: Ground) -> str:
    printed = ground.printed()
    return await Choose(
        key="kind",
        part=1,
        title=_("Untuk {name}", name=shortened(ground.owner, 40)),
        body=lambda: (_("Apa yang ingin disampaikan?"), *_whose(ground, printed), *remark(printed[:1])),
        full=(lambda: _full(printed)) if printed else None,
        options=OPTIONS,
        sources=lambda: printed or (FEEDBACK_KINDS,),
    )


def _whose(ground: Ground, printed: Sequence[Cited]) -> tuple[AnyText, ...]:
    """What one who only watches should know of the regulation."""
    if ground.decides or not printed:
        return ()
    return (_("<i>Aturannya menyebut pejabat penilai; Bapak/Ibu menyampaikannya sebagai tim kinerjanya.</i>"),)


def _full(printed: Sequence[Coaching]) -> list[AnyText]:
    return [_("<b>{kind}</b>: {text}", kind=KINDS[FeedbackKind(one.code)], text=one.text) for one in printed]


def _read_by(until: date | None) -> tuple[AnyText, ...]:
    if until is None:
        return (READ_BY_ALL,)
    return (READ_BY_TWO, Msg(KEPT.text, args={"day": until}))


def _sources(ground: Ground, kind: FeedbackKind) -> tuple[Cited, ...]:
    printed = ground.pack.coaching(ground.role, kind.value)
    ours = (COUNSELLING,) if kind is FeedbackKind.konseling else ()
    return (printed or FEEDBACK_KINDS, *ours)


async def _follow_up(ground: Ground) -> date | None:
    when = await Choose(
        key="follow",
        part=3,
        title=_("Tindak lanjut"),
        body=lambda: (_("Kapan hal ini dibicarakan lagi?"),),
        options=FOLLOW_UPS,
        suggested=NONE,
    )
    if when in AFTER:
        return ground.today + AFTER[when]
    if when == NONE:
        return None
    return await Day(
        key="day",
        part=3,
        title=_("Tanggal tindak lanjut"),
        first=ground.today,
        last=ground.today + LONGEST_WAIT,
    )


def _sections(kind: FeedbackKind, words: str, day: date | None) -> list[Section]:
    later: AnyText = _("tidak ada") if day is None else _("{day}", day=day)
    return [
        Section(_("Jenis"), KINDS[kind], ("kind",)),
        Section(_("Isi"), shortened(words, SUMMED_UP), ("text",)),
        Section(_("Tindak lanjut"), later, ("follow", "day")),
    ]
