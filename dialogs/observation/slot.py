"""Preparing an observation, and the time for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dialogs.frame import Name
from dialogs.observation.subject import PREPARING, Subject, about_rubric, rubric_lines, target_options
from dialogs.plan_summary import shortened
from dialogs.questions import ChooseMany, Confirm, Day, Note, Section, TimeOfDay, Words
from dialogs.talk import Pinned
from locales import AnyText, Msg, _, n_
from regulations.models import Role
from storage.values.observation import MoveSlot, Prepare

PREPARE_NAME = Name(_("Persiapan observasi"), 5)
MOVE_NAME = Name(_("Jadwal observasi"), 1)
EARLIEST, LATEST = time(6), time(17)
"""An observation begins in between: ours, for schools with a morning and an afternoon."""
NOTICE = timedelta(minutes=15)
LONGEST = 500


@dataclass(frozen=True, slots=True)
class SlotGround:
    """When a slot may lie; instants are local."""

    zone: str
    opens: date
    closes: date
    now: datetime
    busy: tuple[datetime, ...]

    @staticmethod
    def of(pinned: Pinned) -> SlotGround:
        """From what a draft has pinned."""
        opens, closes = (date.fromisoformat(pinned[name]) for name in ("opens", "closes"))
        busy = tuple(datetime.fromisoformat(each) for each in pinned["busy"])
        return SlotGround(pinned["zone"], opens, closes, datetime.fromisoformat(pinned["now"]), busy)

    @property
    def first(self) -> date:
        """The first day that is offered."""
        return min(max(self.opens, _next_day(self.now)), self.closes)

    def earliest(self, day: date) -> time:
        """The first time of a day that is still to come when the talk is over."""
        if day != self.now.date():
            return EARLIEST
        return min(max(EARLIEST, (self.now + NOTICE).time()), LATEST)

    def taken(self, day: date) -> tuple[time, ...]:
        """The times of a day that are taken."""
        return tuple(each.time().replace(tzinfo=None) for each in self.busy if each.date() == day)


def _next_day(now: datetime) -> date:
    """The first day with room for an observation: tomorrow when today is as good as over."""
    late = now.time() >= time(LATEST.hour - 1)
    return now.date() + timedelta(days=1) if late else now.date()


def is_over(closes: date, now: datetime, zone: str) -> bool:
    """Whether no day is left for a slot, local to the person observed."""
    return _next_day(now.astimezone(ZoneInfo(zone))) > closes


async def _slot(ground: SlotGround, part: int, *note: AnyText) -> datetime:
    """Day and time."""
    day = await Day(
        key="day",
        part=part,
        title=_("Kapan observasinya?"),
        body=lambda: note,
        first=ground.first,
        last=ground.closes,
    )
    at = await TimeOfDay(
        key="time",
        part=part,
        title=_("Jam berapa?"),
        body=lambda: (_("{day}. Yang sudah terisi tidak ditawarkan.", day=day),),
        first=ground.earliest(day),
        last=LATEST,
        taken=ground.taken(day),
    )
    return datetime.combine(day, at, ZoneInfo(ground.zone))


async def prepare(subject: Subject, ground: SlotGround, period: str) -> Prepare:
    """Target behaviours, learning, documents, and a slot to propose."""
    targets: tuple[str, ...] = ()
    if subject.targets:
        targets = await _targets(subject)
    learning = await Words(
        key="learning",
        part=2,
        title=_("Upaya mempelajari"),
        body=lambda: (
            _("Apa yang akan dipelajari untuk menguatkan praktik ini?"),
            *(() if subject.targets else about_rubric(())),
        ),
        longest=LONGEST,
        sources=lambda: subject.sources(PREPARING),
    )
    documents = await Note(
        key="documents",
        part=3,
        title=_("Dokumen yang disiapkan"),
        body=lambda: (_documents(subject),),
        sources=lambda: subject.sources(PREPARING),
    )
    at = await _slot(ground, 4, _("Usulkan waktunya; pengamat menyetujui atau mengusulkan yang lain."))
    await Confirm(
        key="send",
        part=5,
        title=_("Periksa, lalu kirim"),
        sections=lambda: _prepared(targets, learning, documents, at),
        sources=lambda: subject.sources(PREPARING),
    )
    return Prepare(period, ground.opens, ground.closes, subject.code, targets, learning, documents, at)


async def _targets(subject: Subject) -> tuple[str, ...]:
    return await ChooseMany(
        key="targets",
        part=1,
        title=_("Perilaku sasaran"),
        body=lambda: (
            _("Fokus observasi: {focus}", focus=Msg(subject.focus.short)),
            _("Perilaku mana yang ingin dikuatkan?"),
            *about_rubric(subject.targets),
        ),
        full=lambda: rubric_lines(subject.targets),
        options=target_options(subject.targets),
        preset=tuple(each.code for each in subject.targets),
        sources=lambda: subject.sources(PREPARING),
    )


def _documents(subject: Subject) -> AnyText:
    if subject.role is not Role.guru:
        return _("Dokumen apa yang ditunjukkan kepada pengamat? Boleh dilewati.")
    if subject.pack.upload_evidence:
        return _("RPP atau modul ajar, perangkat asesmen: sebutkan di sini, unggahnya di sistem resmi.")
    return _("RPP atau modul ajar, perangkat asesmen: cukup disebutkan, tidak perlu diunggah.")


def _prepared(targets: tuple[str, ...], learning: str, documents: str | None, at: datetime) -> list[Section]:
    rows = [
        Section(_("Mempelajari"), shortened(learning, 60), ("learning",)),
        Section(_("Dokumen"), shortened(documents, 60) if documents else "–", ("documents",)),
        Section(_("Jadwal"), when_line(at), ("day", "time")),
    ]
    if targets:
        chosen = n_("{count} perilaku", "{count} perilaku", len(targets))
        rows.insert(0, Section(_("Sasaran"), chosen, ("targets",)))
    return rows


def when_line(at: datetime) -> Msg:
    """Day and time of a local instant."""
    return _("{day} pukul {time}", day=at.date(), time=at.strftime("%H.%M"))


async def move(pinned: Pinned) -> MoveSlot:
    """Another time; the other side is asked to agree to it."""
    ground = SlotGround.of(pinned)
    at = await _slot(ground, 0, _("Pihak yang lain diberi tahu dan diminta menyetujui."))
    return MoveSlot(pinned["observation"], pinned["at"], at)


def pinned_subject(pinned: Pinned, pack: Any) -> Subject:
    """The focus that a talk is pinned to."""
    return Subject(pack, Role(pinned["role"]), pinned["focus"])
