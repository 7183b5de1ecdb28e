"""Made-up people for the benches: teachers who plan."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy import func, insert, select

from bot.desk import Desk
from bot.events import Command, Event, Tapped
from dialogs import plan
from dialogs.engine import Dialog
from dialogs.ground import PlanGround, superior_from_pack
from dialogs.material import CHANGE, material
from regulations.library import packaged
from regulations.models import Role
from storage.accounts import ACCOUNTS
from storage.arrivals import SEEN
from storage.database import Database
from storage.drafts import DRAFTS
from storage.people import ASSIGNMENTS, PEOPLE, UNITS
from storage.units import UnitKind
from storage.values import AssignmentStatus, Employment, Member, SubmitSkp

Feed = Callable[[int, str], Awaitable[None]]
STEPS = ("!", "=saran", "=saran", "=1", "=saran", "=saran", "y")
"""The actions that make a plan with all suggestions under the pack of 2026 on."""


async def settle(database: Database, many: int, now: datetime) -> list[int]:
    """That many guru of one school who have joined; gives their Telegram ids."""
    numbers = range(1, many + 1)
    async with database.transaction() as session:
        unit = {"id": 1, "kind": UnitKind.school, "npsn": "99999901", "code": "99999901", "name": "SDN Contoh 01"}
        place = {"province": "Sulawesi Selatan", "zone": "Asia/Makassar"}
        await session.execute(insert(UNITS).values(**unit, **place))
        await session.execute(insert(PEOPLE), [{"id": n, "name": f"Contoh {n}", "created": now} for n in numbers])
        role = {"unit_id": 1, "role": Role.guru, "year": 2027, "status": AssignmentStatus.active}
        await session.execute(
            insert(ASSIGNMENTS),
            [{"id": n, "person_id": n, "employment": Employment.pns, "position": "guru", **role} for n in numbers],
        )
        account = {"language": "id", "reachable": True, "wrong_codes": 0, "live_message_id": 1}
        people = [{"telegram_id": 10_000 + n, "person_id": n, "assignment_id": n, **account} for n in numbers]
        await session.execute(insert(ACCOUNTS), people)
    return [10_000 + n for n in numbers]


async def begin_plans(desk: Desk, people: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Everybody opens a plan; gives the data of two taps that tick and untick one option of its first question."""
    taps = {}
    for number, person in enumerate(people):
        reply = await desk.take(Event(number + 1, person, "id", Command("rencana", "")))
        assert reply is not None
        data = reply.screen.rows[0][0].data
        assert data is not None
        base = data[: data.rindex(":") + 1]
        taps[person] = (f"{base}+c", f"{base}-c")
    return taps


async def must_have_ticked(database: Database, people: Sequence[int]) -> None:
    """The taps really were answers: every draft holds the last tick, and every update was remembered."""
    async with database.reading() as session:
        cursors = (await session.scalars(select(DRAFTS.c.cursor))).all()
        seen = await session.scalar(select(func.count()).select_from(SEEN))
    assert len(cursors) == len(people)
    assert all("picked" in cursor["s"] for cursor in cursors), cursors
    assert (seen or 0) > 1000


async def plan_all(desk: Desk, feed: Feed, people: Sequence[int]) -> None:
    """These people plan from the first tap to sending."""
    for person in people:
        reply = await desk.take(Event(person * 100, person, "id", Command("rencana", "")))
        for number, action in enumerate(STEPS, 1):
            assert reply is not None, action
            data = reply.screen.rows[0][0].data
            assert data is not None
            call = data[: data.rindex(":") + 1] + action
            if number == len(STEPS):
                await feed(person, call)
                break
            reply = await desk.take(Event(person * 100 + number, person, "id", Tapped("1", 1, call)))


def finished_plan() -> tuple[Dialog[SubmitSkp], dict[str, object]]:
    """A plan in which everything is spelled out, and its answers: the longest there is."""
    pack = packaged().pack_for(2027)
    me = Member(1, 1, "Contoh", "Ibu", Role.guru, AssignmentStatus.active, 2027, 1, "SDN Contoh 01", "Asia/Makassar",
                "guru", Employment.pns, "wali kelas", None)  # fmt: skip
    ground = PlanGround(me, pack, pack.digest, pack.periods(2027)[0], superior_from_pack(pack, Role.guru))
    stuff = material(pack, Role.guru)
    codes = [option.code for option in stuff.rhk]
    answers: dict[str, object] = {"rhk": codes, "task": "wali kelas", "served": CHANGE, "served.change": codes}
    answers |= {f"served.{code}": stuff.examples.intervened.get(code, ground.superior[0].code) for code in codes}
    answers |= {"measures": CHANGE, "measures.change": codes}
    for code in codes:
        measure = stuff.measure(code)
        answers |= {f"aspek.{code}": measure.aspek, f"indikator.{code}": "Jumlah contoh", f"target.{code}": "3",
                    f"satuan.{code}": "contoh"}  # fmt: skip
    answers |= {"focus": stuff.focuses.items[0].code, "behaviour": CHANGE}
    answers["behaviour.change"] = [aspect.code for aspect in stuff.aspects]
    for aspect in pack.behaviours(Role.guru):
        first = aspect.indicators[0]
        answers |= {f"indicator.{aspect.code}": first.code, f"expectation.{first.code}": first.expectations[0].code}
    category = stuff.categories.items[0].code
    answers |= {"competence": CHANGE, "categories": [category], "send": True}
    answers[f"activities.{category}"] = [option.code for option in stuff.by_category[category]]
    return (lambda: plan.january_plan(ground)), answers
