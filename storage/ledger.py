"""/laporan: of everybody whom a window concerns, how far its reminders came. Nobody is left out, nobody counted twice.

A district has tens of thousands of people, so they are counted where they are: however many there are, a screen takes
the same few statements.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.agenda import Duty
from regulations.models import DoneWhen, Role
from regulations.pack import Moved
from storage import unfinished
from storage.accounts import ACCOUNTS
from storage.agendas import Agendas
from storage.deadlines import DEADLINES
from storage.errors import NotAllowed, NotFound
from storage.operations import operation
from storage.outbox import OUTBOX
from storage.people import ASSIGNMENTS, HELD, MEMBER, MEMBERS, PEOPLE, UNITS, units_below
from storage.reminding import REMINDERS, REMINDING
from storage.units import UnitKind
from storage.values import AssignmentStatus, Employment, Member, OutboxState
from storage.values.ledger import Ledger, Place, Stand, UnitLine

VIEWERS = (Role.operator, Role.kepala_sekolah, Role.kepala_dinas)
"""Who may look, each at their own unit and those below it."""
LOOKS_BACK, LOOKS_AHEAD = timedelta(days=366), timedelta(days=31)
"""Windows that ended or begin further away are not offered."""
PLOTTED = DoneWhen.team_plotted
"""Asked of the operators of a dinas only: those of a school have nothing to do with it."""
HERE = "Asia/Jakarta"
"""The zone of the command line."""
MESSAGES = {
    Stand.sampai: (OutboxState.sent,),
    Stand.belum_pasti: (OutboxState.unknown,),
    Stand.dikirim: (OutboxState.waiting, OutboxState.sending),
}
"""By what became of a message; the others never went out."""
Key = tuple[str, str]
"""A window: its code, and that of the period."""


_AT_DINAS = UNITS.c.kind == UnitKind.dinas
_NON_ASN = ASSIGNMENTS.c.employment == Employment.non_asn


@dataclass(frozen=True, slots=True)
class Kind:
    """People who have the same duties, but for moved deadlines."""

    role: Role
    year: int
    pinned: str | None
    at_dinas: bool
    non_asn: bool
    count: int

    def matches(self) -> ColumnElement[bool]:
        """Whether a row of MEMBERS is one of them."""
        pinned = UNITS.c.pinned_pack
        return and_(
            ASSIGNMENTS.c.role == self.role,
            ASSIGNMENTS.c.year == self.year,
            pinned.is_(None) if self.pinned is None else pinned == self.pinned,
            _AT_DINAS if self.at_dinas else ~_AT_DINAS,
            _NON_ASN if self.non_asn else ~_NON_ASN,
        )


@dataclass(frozen=True)
class Book:
    """The ledger of one place, opened: who there is, and which windows concern them."""

    place: Place
    today: date
    agendas: Agendas
    kinds: tuple[Kind, ...]
    moved: Mapping[int, Moved]
    """By unit what was moved at this very unit."""
    holds: Moved
    """What was moved for the place as a whole."""

    @property
    def duties(self) -> tuple[Duty, ...]:
        """One for each window: those that are open now by last day, then those that are over, then what comes next; of
        two that end together first the one that concerns more people."""
        found: dict[Key, Duty] = {}
        people: Counter[Key] = Counter()
        for kind in self.kinds:
            for duty in self._of(kind, self.holds):
                found.setdefault(duty.key, duty)
                people[duty.key] += kind.count
        near = [one for one in found.values() if self._is_near(one)]
        return tuple(sorted(near, key=lambda one: (*self._order(one), -people[one.key], one.code)))

    def _of(self, kind: Kind, moved: Moved, *, as_asn: bool = True) -> Iterator[Duty]:
        """What this kind is reminded of; `as_asn`: also what does not apply to non-ASN."""
        non_asn = kind.non_asn and not as_asn
        theirs = self.agendas.alike(kind.role, kind.year, kind.pinned, moved, non_asn=non_asn)
        return (duty for duty in theirs if duty.occasions and (kind.at_dinas or duty.done_when is not PLOTTED))

    def _is_near(self, duty: Duty) -> bool:
        return self.today - LOOKS_BACK <= duty.closes and duty.opens <= self.today + LOOKS_AHEAD

    def _order(self, duty: Duty) -> tuple[int, timedelta]:
        if duty.opens > self.today:
            return 2, duty.opens - self.today
        return int(duty.closes < self.today), abs(duty.closes - self.today)

    def duty(self, key: Key) -> Duty:
        """The duty of a window. NotFound where it concerns nobody."""
        for one in self.duties:
            if one.key == key:
                return one
        raise NotFound("window")

    def elsewhere(self, duty: Duty) -> int:
        """Units here that have another last day."""
        others = (moved.get(duty.key, duty.closes) for moved in self.moved.values())
        return sum(day != duty.closes for day in others) if self.place.several else 0

    def concerned(self, key: Key) -> dict[Duty | None, ColumnElement[bool]]:
        """Whom a window concerns, by the duty that it is for them, the same for all of whom it asks the same; None: it
        does not apply to them."""
        alike: dict[object, Duty] = {}
        found: dict[Duty | None, list[ColumnElement[bool]]] = defaultdict(list)
        for moved, there in self._last_days(key):
            for kind in self.kinds:
                if any(one.key == key for one in self._of(kind, moved)):
                    own = next((one for one in self._of(kind, moved, as_asn=False) if one.key == key), None)
                    same = own and alike.setdefault((own.done_when, own.year, own.steps), own)
                    found[same].append(and_(kind.matches(), there))
        return {duty: or_(false(), *some) for duty, some in found.items()}

    def _last_days(self, key: Key) -> Iterator[tuple[Moved, ColumnElement[bool]]]:
        """Each last day that holds somewhere, and where: what a school has goes before that of its dinas."""
        units: dict[date, list[int]] = defaultdict(list)
        for unit_id, moved in self.moved.items():
            if key in moved:
                units[moved[key]].append(unit_id)
        movers = [unit_id for some in units.values() for unit_id in some]
        own, above = UNITS.c.id, func.coalesce(UNITS.c.parent_id, 0)
        yield {}, and_(own.not_in(movers), above.not_in(movers)) if movers else true()
        for day, some in units.items():
            yield {key: day}, or_(own.in_(some), and_(own.not_in(movers), above.in_(some)))


@operation("ledger.opened")
async def opened(
    session: AsyncSession, actor: Member | None, agendas: Agendas, unit_id: int | None, now: datetime
) -> Book:
    """The ledger of a unit, or of all that the actor looks after. NotAllowed for any other unit, and for other roles.

    `actor` None: at the command line, for any unit or for all.
    """
    place, chain = await _place(session, actor, unit_id)
    today = now.astimezone(ZoneInfo(actor.zone if actor else HERE)).date()
    moved = await _moved(session, actor, unit_id)
    holds = {key: day for unit in chain for key, day in moved.get(unit, {}).items()}
    return Book(place, today, agendas, await _kinds(session, actor, unit_id, today.year), moved, holds)


async def _place(session: AsyncSession, actor: Member | None, unit_id: int | None) -> tuple[Place, tuple[int, ...]]:
    """With the units whose moved deadlines hold there, the nearest last."""
    if actor is None and unit_id is None:
        return Place(None, "", several=True), ()
    unit = UNITS.c.id == (unit_id or (actor.unit_id if actor else 0))
    mine = _units(actor, unit_id, UNITS.c.id)
    row = (await session.execute(select(UNITS).where(unit, *mine))).first()
    if row is None:
        raise NotAllowed("ledger.opened")
    several = unit_id is None and row.kind is UnitKind.dinas
    district = actor is not None and (row.kind is UnitKind.dinas or row.id != actor.unit_id)
    return Place(unit_id, row.name, several, district), (row.parent_id or 0, row.id)


async def _kinds(session: AsyncSession, actor: Member | None, unit_id: int | None, year: int) -> tuple[Kind, ...]:
    flags = (_AT_DINAS.label("at_dinas"), _NON_ASN.label("non_asn"))
    kind = (ASSIGNMENTS.c.role, ASSIGNMENTS.c.year, UNITS.c.pinned_pack, *flags)
    near = ASSIGNMENTS.c.year.between(year - 1, year + 1)
    rows = await session.execute(
        select(*kind, func.count()).select_from(MEMBERS).where(*_roster(actor, unit_id), near).group_by(*kind)
    )
    return tuple(Kind(role, of, pinned, bool(dinas), bool(other), n) for role, of, pinned, dinas, other, n in rows)


async def _moved(session: AsyncSession, actor: Member | None, unit_id: int | None) -> dict[int, Moved]:
    """By unit: here, and at the dinas above."""
    units = _units(actor, unit_id, UNITS.c.id)
    here, above = select(UNITS.c.id).where(*units), select(UNITS.c.parent_id).where(*units)
    rows = await session.execute(
        select(DEADLINES.c.unit_id, DEADLINES.c.code, DEADLINES.c.period, DEADLINES.c.closes).where(
            or_(DEADLINES.c.unit_id.in_(here), DEADLINES.c.unit_id.in_(above))
        )
    )
    found: dict[int, dict[Key, date]] = defaultdict(dict)
    for unit, code, period, closes in rows:
        found[unit][code, period] = closes
    return dict(found)


def _units(actor: Member | None, unit_id: int | None, unit: ColumnElement[int]) -> tuple[ColumnElement[bool], ...]:
    """Which units the actor looks after: all, or one of them."""
    mine = () if actor is None else (unit.in_(units_below(actor, *VIEWERS)),)
    return mine if unit_id is None else (*mine, unit == unit_id)


def _roster(actor: Member | None, unit_id: int | None) -> tuple[ColumnElement[bool], ...]:
    """Rows of MEMBERS in the roster there."""
    return (*_units(actor, unit_id, ASSIGNMENTS.c.unit_id), ASSIGNMENTS.c.status != AssignmentStatus.ended)


# --- counted, by unit, by name ---------------------------------------------------------


@operation("ledger.counted")
async def counted(session: AsyncSession, actor: Member | None, book: Book, key: Key, now: datetime) -> Ledger:
    """How many people stand where with a window. NotFound where it concerns nobody the actor looks after."""
    duty = book.duty(key)
    people = (await _classified(session, actor, book, key, now)).subquery()
    rows = await session.execute(select(people.c.stand, func.count()).group_by(people.c.stand))
    counts = {Stand(stand): count for stand, count in rows}
    if not counts:
        raise NotFound("ledger")
    ordered = {stand: counts[stand] for stand in Stand if stand in counts}
    return Ledger(book.place, duty, book.today, ordered, book.elsewhere(duty))


@operation("ledger.by_unit")
async def by_unit(
    session: AsyncSession, actor: Member | None, book: Book, key: Key, offset: int, limit: int, now: datetime
) -> tuple[int, tuple[UnitLine, ...]]:
    """How many units a window concerns, and a page of them: where most is left to do first."""
    people = (await _classified(session, actor, book, key, now)).subquery()
    asked = func.count().filter(people.c.stand != Stand.tidak_berlaku)
    done = func.count().filter(people.c.stand == Stand.selesai)
    rows = await session.execute(
        select(UNITS.c.id, UNITS.c.name, asked, done, func.count().over())
        .join(people, people.c.unit_id == UNITS.c.id)
        .group_by(UNITS.c.id, UNITS.c.name)
        .order_by((asked - done).desc(), UNITS.c.name, UNITS.c.id)
        .offset(offset)
        .limit(limit)
    )
    found = rows.all()
    return found[0][4] if found else 0, tuple(UnitLine(*row[:4]) for row in found)


@operation("ledger.names")
async def names(
    session: AsyncSession,
    actor: Member | None,
    book: Book,
    key: Key,
    stand: Stand,
    offset: int,
    limit: int,
    now: datetime,
) -> tuple[int, tuple[Member, ...]]:
    """How many people stand there, and a page of them by name. Nobody but for who looks after them."""
    people = (await _classified(session, actor, book, key, now)).subquery()
    rows = await session.execute(
        select(*MEMBER, func.count().over())
        .select_from(MEMBERS.join(people, people.c.id == ASSIGNMENTS.c.id))
        .where(people.c.stand == stand)
        .order_by(PEOPLE.c.name, ASSIGNMENTS.c.id)
        .offset(offset)
        .limit(limit)
    )
    found = rows.all()
    return found[0][-1] if found else 0, tuple(Member(*row[:-1]) for row in found)


async def _classified(
    session: AsyncSession, actor: Member | None, book: Book, key: Key, now: datetime
) -> Select[tuple[int, int, str]]:
    """Everybody whom a window concerns: assignment, unit, and where they stand."""
    concerned = book.concerned(key)
    roster = _roster(actor, book.place.unit_id)
    still_open = [
        and_(theirs, await unfinished.condition(session, duty, [*roster, theirs], now))
        for duty, theirs in concerned.items()
        if duty is not None
    ]
    stand = _stand(key, concerned.get(None, false()), or_(false(), *still_open)).label("stand")
    return (
        select(ASSIGNMENTS.c.id, ASSIGNMENTS.c.unit_id, stand)
        .select_from(MEMBERS)
        .where(*roster, or_(false(), *concerned.values()))
    )


def _stand(key: Key, exempt: ColumnElement[bool], still_open: ColumnElement[bool]) -> ColumnElement[str]:
    """The first that holds. What was told on any day counts: who was reached once is reached."""
    told = (REMINDERS.c.assignment_id == ASSIGNMENTS.c.id, REMINDERS.c.code == key[0], REMINDERS.c.period == key[1])
    reminded = select(REMINDERS.c.code).where(*told)
    return case(
        (exempt, Stand.tidak_berlaku),
        (~still_open, Stand.selesai),
        (reminded.where(REMINDERS.c.snoozed_at.is_not(None)).exists(), Stand.ditunda),
        (reminded.where(REMINDERS.c.opened_at.is_not(None)).exists(), Stand.dibuka),
        else_=case(dict(enumerate(MESSAGES)), value=_furthest(*told), else_=_not_reached()),
    )


def _furthest(*told: ColumnElement[bool]) -> ColumnElement[int]:
    """How far the messages came, as a place in MESSAGES; null: nowhere.

    The key of a message is `reminding.key_of` the person and the day, perhaps with hour and minute where something was
    put off. It is looked for between bounds, and by nothing else, so that the index of the keys is used.
    """
    key = "remind:" + cast(ASSIGNMENTS.c.person_id, String) + ":" + cast(REMINDERS.c.told_on, String)
    its = and_(OUTBOX.c.key.between(key, key + ":2359"), OUTBOX.c.key.startswith(key))
    far = case(*((OUTBOX.c.state.in_(states), place) for place, states in enumerate(MESSAGES.values())))
    return select(func.min(far)).select_from(REMINDERS.join(OUTBOX, its)).where(*told).scalar_subquery()


def _not_reached() -> ColumnElement[str]:
    account = select(ACCOUNTS.c.telegram_id).where(ACCOUNTS.c.person_id == ASSIGNMENTS.c.person_id)
    stopped = select(REMINDING.c.person_id).where(REMINDING.c.person_id == ASSIGNMENTS.c.person_id, REMINDING.c.stopped)
    return case(
        (account.where(~ACCOUNTS.c.reachable).exists(), Stand.memblokir),
        (stopped.exists(), Stand.berhenti),
        (and_(ASSIGNMENTS.c.status.in_(HELD), account.exists()), Stand.belum_waktunya),
        else_=Stand.belum_bergabung,
    )
