"""What will be sent on a day, when, to whom, and what was moved and why: the planner asked beforehand.

Of a day to come it assumes that the ticks of the days before it have run, and that nobody has done anything until then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from dialogs.views import reminders as views
from dialogs.views.parts import ROLES
from locales import Catalogue, _, catalogue
from regulations.library import Library
from regulations.models import Role
from scheduler.cards.card import Letter
from scheduler.cards.reminders import lines_of
from scheduler.planner import DAY, Item, Person
from scheduler.reminders import AT_ONCE, notes, people
from storage import reminding
from storage.agendas import Agendas
from storage.values import OutboxAction, Parcel
from storage.values.reminding import Look


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One message that will be sent: `at` in the recipient's zone, the text as they will read it, and why now."""

    at: datetime
    person_id: int
    who: str
    text: str
    why: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """As it is printed."""
        head = f"{self.at:%Y-%m-%d %H.%M} {self.at.tzname()}  {self.who}"
        return (head, *(f"    {line}" for line in self.text.split("\n") if line), *(f"    ({why})" for why in self.why))


async def preview(
    session: AsyncSession, library: Library, day: date, now: datetime, unit_ids: Sequence[int] | None = None
) -> AsyncIterator[Foreseen]:
    """The messages of a local day, by person; of everybody, or of the people at some units."""
    agendas = Agendas(library)
    async for looks in reminding.everybody(session, AT_ONCE, unit_ids):
        for at, some in _by_instant(await people(session, agendas, looks, _noon(day)), day, now).items():
            persons = await people(session, agendas, some, at)
            told = await notes(session, persons, at)
            for one in persons:
                if one.look.person_id in told:
                    foreseen = await _foreseen(session, library, one, told[one.look.person_id], at)
                    if foreseen is not None:
                        yield foreseen


async def moved_away(
    session: AsyncSession, library: Library, day: date, t: Catalogue, unit_ids: Sequence[int] | None = None
) -> tuple[str, ...]:
    """What would have been told on this day, were it no Sunday or holiday: for whom, when instead, and why."""
    agendas = Agendas(library)
    found: dict[tuple[str, str, str, date, str], int] = defaultdict(int)
    async for looks in reminding.everybody(session, AT_ONCE, unit_ids):
        for one in await people(session, agendas, looks, _noon(day)):
            for role in one.roles:
                for duty in role.duties:
                    for when in duty.occasions:
                        if when.nominal == day != when.day:
                            why = when.why_moved or ""
                            found[role.member.role, duty.code, duty.period, when.day, why] += 1
    return tuple(
        t.plain(
            _(
                "{code} {period}, {role}: pindah ke {day} ({reason})",
                code=code,
                period=period,
                role=ROLES[Role(role)],
                day=instead,
                reason=reason,
            )
        )
        for role, code, period, instead, reason in sorted(found)
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo("Asia/Makassar"))


def _by_instant(persons: Sequence[Person], day: date, now: datetime) -> dict[datetime, list[Look]]:
    """When each is looked at on that day: in the morning, and when a snooze ends."""
    found: dict[datetime, list[Look]] = defaultdict(list)
    for one in persons:
        look, until = one.look, one.look.wishes.snoozed_until
        if day > now.astimezone(one.moment.zone).date():
            look = replace(look, told_on=day - DAY, lost=())
        found[max(one.moment.begins(day), now)].append(look)
        if until is not None and until.astimezone(one.moment.zone).date() == day and until > one.moment.begins(day):
            found[until].append(replace(look, told_on=day))
    return dict(sorted(found.items()))


async def _foreseen(
    session: AsyncSession, library: Library, person: Person, items: Sequence[Item], at: datetime
) -> Foreseen | None:
    t = catalogue(await reminding.language(session, person.look.person_id))
    told = [(one.assignment_id, one.code, one.period, one.nominal.isoformat()) for one in items]
    return await foreseen(session, library, person.look.person_id, told, at, t)


async def foreseen(
    session: AsyncSession,
    library: Library,
    person_id: int,
    items: Sequence[tuple[int, str, str, str]],
    at: datetime,
    t: Catalogue,
) -> Foreseen | None:
    """A message made of these (assignment, code, period, day): for the preview, and for what was sent."""
    letter = Letter(session, library, _parcel(person_id, t.language), t, at)
    lines = await lines_of(letter, items)
    if not lines:
        return None
    member = lines[0].member
    local = at.astimezone(ZoneInfo(member.zone))
    who = f"{member.name} · {t.plain(ROLES[member.role])} · {member.unit_name}"
    screen = views.reminder(lines, local.date(), at, t)
    nominal = {(code, period): date.fromisoformat(day) for _assignment, code, period, day in items}
    why = tuple(
        said
        for line in lines
        if line.duty is not None
        for one in line.duty.occasions
        if one.nominal == nominal.get(line.duty.key)
        for said in (_why(line.duty.code, line.duty.period, one.before, one.nominal, one.why_moved, t),)
    )
    return Foreseen(local, person_id, who, _plain(screen.text), why)


def _why(code: str, period: str, before: int | None, nominal: date, moved: str | None, t: Catalogue) -> str:
    when = {None: _("pembukaan"), 0: _("hari terakhir")}.get(before) or _("{days} hari sebelum batas", days=before)
    if moved is None:
        return t.plain(_("{code} {period}: {when}", code=code, period=period, when=when))
    return t.plain(
        _(
            "{code} {period}: {when}; {day} {reason}, dipindah",
            code=code,
            period=period,
            when=when,
            day=nominal,
            reason=moved,
        )
    )


def _plain(text: Markup) -> str:
    return "\n".join(Markup(line).striptags() for line in text.split("\n"))  # noqa: S704 - only read


def _parcel(person_id: int, language: str) -> Parcel:
    return Parcel(0, "", OutboxAction.send, 0, person_id, language, reminding.REMINDER, {}, 0, None, may_resend=False)
