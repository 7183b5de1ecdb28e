"""Made-up people at the units of the world with every mixture of plan, reminders, messages, account and wishes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from storage.accounts import ACCOUNTS
from storage.outbox import OUTBOX
from storage.people import ASSIGNMENTS, HELD, PEOPLE
from storage.reminding import REMINDER, REMINDERS, REMINDING, key_of
from storage.skp import SKPS
from storage.values import AssignmentStatus, Employment, OutboxState
from storage.values.ledger import Stand
from tests.storage.school import DINAS, NOW, OTHER_SCHOOL, SCHOOL

FIRST = 2000
"""Number of the first of them, as a person and as an assignment."""
DAYS = tuple(date(2027, 1, day) for day in (4, 8, 11))
CODE, PERIOD = "perencanaan", "2027"
ON_ITS_WAY = (OutboxState.waiting, OutboxState.sending)
BY_MESSAGE = (
    (Stand.sampai, (OutboxState.sent,)),
    (Stand.belum_pasti, (OutboxState.unknown,)),
    (Stand.dikirim, ON_ITS_WAY),
)


@dataclass(frozen=True)
class Told:
    """A reminder, and what became of its messages: the one of the morning, and one after a snooze."""

    day: date
    opened: bool
    snoozed: bool
    states: tuple[OutboxState, ...]


@dataclass(frozen=True)
class Somebody:
    """One of the crowd."""

    number: int
    role: Role
    unit_id: int
    status: AssignmentStatus
    non_asn: bool
    agreed: bool
    entered: bool
    reachable: bool | None
    """None: without an account."""
    stopped: bool
    told: tuple[Told, ...]

    @staticmethod
    def any(number: int, chance: random.Random) -> Somebody:
        """Anybody."""
        unit, role = chance.choice(
            ((SCHOOL, Role.guru), (SCHOOL, Role.operator), (OTHER_SCHOOL, Role.guru), (DINAS, Role.pengawas))
        )
        return Somebody(
            number, role, unit, chance.choice(tuple(AssignmentStatus)),
            chance.random() < 0.2, chance.random() < 0.5, chance.random() < 0.2,
            chance.choice((None, True, True, False)), chance.random() < 0.2,
            tuple(_told(day, chance) for day in DAYS if chance.random() < 0.5),
        )  # fmt: skip

    @property
    def concerned(self) -> bool:
        """Whether a plan is expected of them, by the regulation or as of a non-ASN whom it leaves out."""
        return self.role is not Role.operator and self.status is not AssignmentStatus.ended

    @property
    def stand(self) -> Stand:
        """Where they are to be found in the ledger: written a second time, and differently."""
        if self.non_asn:
            return Stand.tidak_berlaku
        if self.agreed and self.entered:
            return Stand.selesai
        return next(self._reached(), None) or self._not_reached()

    def _reached(self) -> Iterator[Stand]:
        if any(one.snoozed for one in self.told):
            yield Stand.ditunda
        if any(one.opened for one in self.told):
            yield Stand.dibuka
        states = {state for one in self.told for state in one.states}
        for stand, some in BY_MESSAGE:
            if states.intersection(some):
                yield stand

    def _not_reached(self) -> Stand:
        if self.reachable is False:
            return Stand.memblokir
        if self.stopped:
            return Stand.berhenti
        joined = self.reachable is not None and self.status in HELD
        return Stand.belum_waktunya if joined else Stand.belum_bergabung


def _told(day: date, chance: random.Random) -> Told:
    snoozed = chance.random() < 0.15
    states = chance.choices((*OutboxState, OutboxState.sent), k=chance.choice((1, 1, 2)))
    if OutboxState.sending in states:
        states = [OutboxState.waiting] * len(states)  # at most one of a person is under way
    return Told(day, snoozed or chance.random() < 0.2, snoozed, tuple(states))


def crowd(count: int, seed: int) -> list[Somebody]:
    """So many of them."""
    chance = random.Random(seed)
    return [Somebody.any(FIRST + number, chance) for number in range(count)]


async def gather(session: AsyncSession, people: Sequence[Somebody]) -> None:
    """Write them into the record."""
    for table, rows in _rows(people).items():
        if rows:
            await session.execute(insert(table), rows)


def _rows(people: Sequence[Somebody]) -> dict[Table, list[dict[str, Any]]]:
    return {
        PEOPLE: [{"id": one.number, "name": f"Contoh {one.number}", "created": NOW} for one in people],
        ASSIGNMENTS: [_assignment(one) for one in people],
        ACCOUNTS: [
            {"telegram_id": 2**41 + one.number, "person_id": one.number, "language": "id", "reachable": one.reachable}
            for one in people
            if one.reachable is not None
        ],
        REMINDING: [{"person_id": one.number, "stopped": one.stopped} for one in people],
        SKPS: [_plan(one) for one in people if one.agreed],
        REMINDERS: [_reminder(one, told) for one in people for told in one.told],
        OUTBOX: [row for one in people for told in one.told for row in _messages(one, told)],
    }


def _assignment(one: Somebody) -> dict[str, Any]:
    employment = Employment.non_asn if one.non_asn else Employment.pppk
    same = {"year": 2027, "status": one.status, "employment": employment}
    return {"id": one.number, "person_id": one.number, "unit_id": one.unit_id, "role": one.role, **same}


def _plan(one: Somebody) -> dict[str, Any]:
    pack = {"pack_id": "kepmendikdasmen-271-2025", "pack_version": "x", "period": PERIOD}
    state = {"status": "disepakati", "submitted_at": NOW, "changed_at": NOW}
    return {"assignment_id": one.number, "entered_on": DAYS[0] if one.entered else None, **pack, **state}


def _reminder(one: Somebody, told: Told) -> dict[str, Any]:
    marks = {"opened_at": NOW if told.opened else None, "snoozed_at": NOW if told.snoozed else None}
    key = {"assignment_id": one.number, "code": CODE, "period": PERIOD, "nominal": told.day + timedelta(days=1)}
    return {**key, "told_on": told.day, **marks}


def _messages(one: Somebody, told: Told) -> Iterator[dict[str, Any]]:
    same = {"card": REMINDER, "params": {}, "not_before": NOW, "created_at": NOW, "updated_at": NOW}
    for state, suffix in zip(told.states, ("", ":0830"), strict=False):
        yield {"key": key_of(one.number, told.day) + suffix, "person_id": one.number, "state": state, **same}
