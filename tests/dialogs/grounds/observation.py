"""Observation: every talk, on every pack, with and without a rubric."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from dialogs import observation as talks
from dialogs.observation import pin_about, pin_move, pin_prepare
from regulations.models import Pack, Role
from storage.values import Member
from storage.values.observation import ObservationFacts, ObservationStatus
from tests.dialogs.grounds.ground import Ground, Grounds
from tests.dialogs.observations import an_observation, owners, slot_of
from tests.dialogs.people import NAMES, PACKS, a_member, periods_of

S = ObservationStatus
ODD = "Menatap <murid> & memanggil namanya; " * 8
KEPALA = a_member(Role.kepala_sekolah, assignment_id=12, person_id=8, name=NAMES[4], salutation="Bapak")


def _mornings(pack: Pack) -> tuple[datetime, datetime]:
    """Well before the slot, and on the last morning of the period."""
    period = periods_of(pack)[0]
    return slot_of(pack) - timedelta(days=9), datetime.combine(period.ends, slot_of(pack).timetz())


def _preparations() -> Iterator[Ground]:
    for number, (pack, me, focus) in enumerate(islice(_chosen(), 2)):
        now = _mornings(pack)[number % 2]
        period = periods_of(pack)[0]
        busy = [now + timedelta(hours=hour) for hour in (1, 26, 27)]
        pinned = pin_prepare(me, period, focus, pack.id, "v1", busy, now)
        yield Ground(f"{talks.PREPARE}-{number}", talks.PREPARE, me, pinned, pack, now.date(), period)


def _chosen() -> Iterator[tuple[Pack, Member, str]]:
    """With a rubric and without one, under the oldest pack and the newest."""
    for pack, role, at in ((PACKS[0], Role.kepala_sekolah, 0), (PACKS[-1], Role.guru, 0), (PACKS[0], Role.guru, 1)):
        found = [(me, focus) for me, focus in owners(NAMES[4], pack) if me.role is role]
        yield pack, *found[at]


def _moves() -> Iterator[Ground]:
    pack = PACKS[-1]
    me, focus = next(owners(NAMES[1], pack))
    facts = an_observation(pack, me, focus, S.dijadwalkan)
    now = _mornings(pack)[1]
    pinned = pin_move(facts, [slot_of(pack), now + timedelta(hours=2)], now)
    yield Ground(talks.MOVE, talks.MOVE, KEPALA, pinned, pack, now.date())


def _cancellations() -> Iterator[Ground]:
    pack = PACKS[-1]
    me, focus = next(owners(NAMES[4], pack))
    pinned = pin_about(an_observation(pack, me, focus, S.dijadwalkan))
    yield Ground(talks.CANCEL, talks.CANCEL, me, pinned, pack, slot_of(pack).date())


def _forms(talk: str, status: S, own: bool, many: int) -> Grounds:
    """A form; the other side has written a lot, or little."""

    def grounds() -> Iterator[Ground]:
        for number, (pack, me, focus) in enumerate(islice(_chosen(), many)):
            facts = an_observation(pack, me, focus, status, "Ya" if number == 2 else ODD[:300])
            yield _ground(talk, facts, pack, me if own else KEPALA)

    return {talk: grounds}


def _ground(talk: str, facts: ObservationFacts, pack: Pack, who: Member) -> Ground:
    today = slot_of(pack).date() + timedelta(days=3)
    return Ground(f"{talk}-{pack.id}-{facts.owner.role}-{facts.focus}", talk, who, pin_about(facts), pack, today)


GROUNDS: Grounds = {
    talks.PREPARE: _preparations,
    talks.MOVE: _moves,
    talks.CANCEL: _cancellations,
    **_forms(talks.OBSERVE, S.dijadwalkan, own=False, many=3),
    **_forms(talks.DISCUSS, S.diamati, own=True, many=2),
    **_forms(talks.CONCLUDE, S.dijawab, own=False, many=1),
    **_forms(talks.FOLLOW_UP, S.didiskusikan, own=True, many=1),
    **_forms(talks.REFLECT, S.ditindaklanjuti, own=True, many=2),
    **_forms(talks.RESPOND, S.direfleksikan, own=False, many=1),
}
