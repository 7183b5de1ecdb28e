"""The delivery ledger: everybody whom a window concerns is in exactly one class, whatever happened to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.library import packaged
from regulations.models import Role
from storage import deadlines, erasing, leaving, ledger, reach, reminding
from storage.agendas import Agendas
from storage.database import Database
from storage.deadlines import DEADLINES
from storage.errors import NotAllowed, NotFound
from storage.ledger import Book
from storage.people import ASSIGNMENTS, UNITS
from storage.values import AssignmentStatus, Member
from storage.values.deadlines import Deadline
from storage.values.ledger import Ledger, Stand
from storage.values.own_data import WORD, EraseMe
from tests.storage.crowd import CODE, DAYS, PERIOD, Somebody, crowd, gather
from tests.storage.school import LATER, NOW, OTHER_SCHOOL, SCHOOL, World, newcomer, phone, set_status

AGENDAS = Agendas(packaged())
KEY = (CODE, PERIOD)
SEEDS = range(4)
JUNE, DECEMBER = datetime(2027, 6, 12, 1, tzinfo=UTC), datetime(2027, 12, 20, 1, tzinfo=UTC)


async def _book(session: AsyncSession, who: Member | None, unit: int | None = None, now: datetime = NOW) -> Book:
    return await ledger.opened(session, who, AGENDAS, unit, now)


async def _of(session: AsyncSession, who: Member | None, unit: int | None = None, now: datetime = NOW) -> Ledger:
    return await ledger.counted(session, who, await _book(session, who, unit, now), KEY, now)


def _expected(people: list[Somebody], *units: int) -> Counter[Stand]:
    return Counter(one.stand for one in people if one.concerned and (not units or one.unit_id in units))


async def _roster(session: AsyncSession) -> int:
    """Everybody in the record whom the plan concerns, counted in another way."""
    planners = (Role.guru, Role.kepala_sekolah, Role.pengawas)
    rows = await session.scalars(
        select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.role.in_(planners), ASSIGNMENTS.c.status != "ended")
    )
    return len(rows.all())


@pytest.mark.parametrize("seed", SEEDS)
async def test_everybody_is_in_exactly_one_class(database: Database, world: World, seed: int) -> None:
    people = crowd(120, seed)
    async with database.transaction() as session:
        nobody = Counter((await _of(session, world.dinas_operator)).counts)
        await gather(session, people)
        whole = await _of(session, world.dinas_operator)
        assert Counter(whole.counts) - nobody == _expected(people)
        assert whole.total == await _roster(session)
        school = await _of(session, world.operator)
        joined = {Stand.belum_waktunya: 3}  # the guru and the kepala sekolah of the world
        assert Counter(school.counts) - Counter(joined) == _expected(people, SCHOOL)


@pytest.mark.parametrize("seed", SEEDS[:2])
async def test_units_and_names_add_up_to_the_counts(database: Database, world: World, seed: int) -> None:
    async with database.transaction() as session:
        await gather(session, crowd(60, seed))
        book = await _book(session, world.kepala_dinas)
        whole = await ledger.counted(session, world.kepala_dinas, book, KEY, NOW)
        count, lines = await ledger.by_unit(session, world.kepala_dinas, book, KEY, 0, 10, NOW)
        assert count == len(lines) == 3
        assert (sum(one.asked for one in lines), sum(one.done for one in lines)) == (whole.asked, whole.done)
        assert [one.asked - one.done for one in lines] == sorted((one.asked - one.done for one in lines), reverse=True)
        seen: list[int] = []
        for stand, expected in whole.counts.items():
            found, page = await ledger.names(session, world.kepala_dinas, book, KEY, stand, 0, 100, NOW)
            assert found == len(page) == expected
            seen += [one.assignment_id for one in page]
        assert len(set(seen)) == len(seen) == whole.total


async def test_a_page_knows_how_many_there_are(database: Database, world: World) -> None:
    async with database.transaction() as session:
        for _ in range(5):
            await newcomer(session, world, Role.guru, SCHOOL)
        book = await _book(session, world.operator)
        count, page = await ledger.names(session, world.operator, book, KEY, Stand.belum_bergabung, 3, 3, NOW)
        assert (count, len(page)) == (5, 2)


# --- what happens to people ----------------------------------------------------------------


async def _told(session: AsyncSession, who: Member) -> None:
    row = {"assignment_id": who.assignment_id, "code": CODE, "period": PERIOD, "nominal": DAYS[0], "told_on": DAYS[0]}
    await session.execute(insert(reminding.REMINDERS).values(row))


async def _stand(session: AsyncSession, world: World, who: Member) -> Stand | None:
    book = await _book(session, world.operator)
    for stand in Stand:
        _, page = await ledger.names(session, world.operator, book, KEY, stand, 0, 50, NOW)
        if who.assignment_id in {one.assignment_id for one in page}:
            return stand
    return None


async def test_who_blocks_the_bot_comes_back_with_start(database: Database, world: World) -> None:
    async with database.transaction() as session:
        before = await _of(session, world.operator)
        await reach.lost(session, phone(world.guru), NOW)
        assert await _stand(session, world, world.guru) is Stand.memblokir
        assert (await _of(session, world.operator)).total == before.total
        await reach.back(session, phone(world.guru), LATER)
        assert await _stand(session, world, world.guru) is Stand.belum_waktunya


async def test_who_stops_is_counted_and_still_reached_by_what_was_sent(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await reminding.stop(session, world.guru, stopped=True, now=NOW)
        assert await _stand(session, world, world.guru) is Stand.berhenti
        await _told(session, world.guru)
        assert await reminding.opened(session, world.guru, DAYS[0], NOW)
        assert await _stand(session, world, world.guru) is Stand.dibuka
        await reminding.snooze(session, world.guru, DAYS[0], LATER, NOW)
        assert await _stand(session, world, world.guru) is Stand.ditunda


async def test_who_leaves_or_is_erased_is_in_no_class(database: Database, world: World) -> None:
    async with database.transaction() as session:
        before = (await _of(session, world.operator)).total
        await _told(session, world.guru)
        await erasing.erase(session, world.guru, EraseMe(WORD), NOW)
        assert await _stand(session, world, world.guru) is None
        assert await leaving.end(session, world.colleague.assignment_id, 1)
        assert (await _of(session, world.operator)).total == before - 2 == 1


async def test_a_role_that_waits_to_be_confirmed_is_counted(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await set_status(session, world.kepala, AssignmentStatus.pending)
        assert await _stand(session, world, world.kepala) is Stand.belum_waktunya
        await set_status(session, world.kepala, AssignmentStatus.invited)
        assert await _stand(session, world, world.kepala) is Stand.belum_bergabung


# --- windows and deadlines ------------------------------------------------------------------


async def test_first_comes_what_is_open_and_ends_next(database: Database, world: World) -> None:
    async with database.transaction() as session:
        dinas = [one.key for one in (await _book(session, world.dinas_operator)).duties]
        of_the_month = [("coaching", "2027-01"), ("pendampingan", "2027-01")]
        assert dinas[:5] == [("plotting", "2027"), KEY, ("penetapan", "2027"), *of_the_month]
        assert dinas[5:] == [("coaching", "2027-02"), ("pendampingan", "2027-02")]
        june = [one.code for one in (await _book(session, world.operator, now=JUNE)).duties]
        assert june == ["perencanaan", "penetapan", "cek_kemajuan"]


async def test_every_window_of_a_year_adds_up(database: Database, world: World) -> None:
    """Each kind of duty is counted by a condition of its own."""
    async with database.transaction() as session:
        seen: set[str] = set()
        book = await _book(session, world.dinas_operator, now=DECEMBER)
        for duty in book.duties:
            found = await ledger.counted(session, world.dinas_operator, book, duty.key, DECEMBER)
            _, lines = await ledger.by_unit(session, world.dinas_operator, book, duty.key, 0, 10, DECEMBER)
            assert found.asked == sum(one.asked for one in lines) > 0, duty.key
            seen.add(duty.code)
        assert seen >= {"perencanaan", "penetapan", "plotting", "coaching", "pendampingan", "cek_kemajuan", "evaluasi"}


async def test_a_school_may_have_a_last_day_of_its_own(database: Database, world: World) -> None:
    async with database.transaction() as session:
        later = Deadline(SCHOOL, *KEY, date(2027, 2, 5), "banjir", date(2027, 1, 1))
        await deadlines.move(session, world.operator, later, NOW)
        district, school = await _of(session, world.dinas_operator), await _of(session, world.kepala)
        assert (district.duty.closes, district.elsewhere) == (date(2027, 1, 31), 1)
        assert (school.duty.closes, school.elsewhere) == (date(2027, 2, 5), 0)
        assert district.total == await _roster(session)


async def test_a_window_of_next_year_that_is_moved_into_it_concerns_both_years(
    database: Database, world: World
) -> None:
    """What is due in January is a duty of the year that has begun, too; only where it was moved."""
    key = ("pemutakhiran_data", "2028")
    async with database.transaction() as session:
        added = {"person_id": world.guru.person_id, "role": Role.guru, "year": 2028, "status": AssignmentStatus.active}
        for number, unit in ((900, SCHOOL), (901, OTHER_SCHOOL)):
            row = {"id": number, "unit_id": unit, "employment": "pns", **added}
            await session.execute(insert(ASSIGNMENTS).values(row))
        book = await _book(session, world.dinas_operator, now=DECEMBER)
        before = (await ledger.counted(session, world.dinas_operator, book, key, DECEMBER)).total
        moved = {"unit_id": SCHOOL, "code": key[0], "period": key[1], "closes": date(2028, 1, 5), "reason": "x"}
        by = {"moved_by": world.operator.assignment_id, "moved_at": NOW}
        await session.execute(insert(DEADLINES).values(**moved, **by))
        book = await _book(session, world.dinas_operator, now=DECEMBER)
        assert (await ledger.counted(session, world.dinas_operator, book, key, DECEMBER)).total == before + 1


async def test_a_pinned_regulation_is_followed(database: Database, world: World) -> None:
    async with database.transaction() as session:
        pinned = update(UNITS).where(UNITS.c.id == SCHOOL)
        await session.execute(pinned.values(pinned_pack="kepdirjen-5539-2024"))
        assert (await _of(session, world.operator)).total == 3
        assert (await _of(session, world.dinas_operator)).total == await _roster(session)


# --- who may look ---------------------------------------------------------------------------


async def test_a_book_of_somebody_else_shows_nothing(database: Database, world: World) -> None:
    async with database.transaction() as session:
        book = await _book(session, world.operator, SCHOOL)
        with pytest.raises(NotFound):
            await ledger.counted(session, world.other_operator, book, KEY, NOW)
        with pytest.raises(NotFound):
            await ledger.counted(session, replace(world.operator, person_id=1), book, KEY, NOW)
        assert await ledger.by_unit(session, world.other_kepala, book, KEY, 0, 9, NOW) == (0, ())
        shown = await ledger.names(session, world.other_kepala, book, KEY, Stand.belum_waktunya, 0, 9, NOW)
        assert shown == (0, ())


async def test_a_school_is_opened_by_its_own_people_and_by_the_dinas(database: Database, world: World) -> None:
    async with database.transaction() as session:
        for who in (world.operator, world.kepala, world.dinas_operator, world.kepala_dinas, None):
            assert (await _of(session, who, SCHOOL)).place.name == "SDN Contoh 01"
        for other in (world.other_kepala, world.guru, world.pengawas):
            with pytest.raises(NotAllowed):
                await _book(session, other, SCHOOL)
        assert (await _of(session, None)).total == await _roster(session)


# --- however many ---------------------------------------------------------------------------


@contextmanager
def _statements(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def listen(_connection: object, _cursor: object, sql: str, *_: object) -> None:
        said.append(sql)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", listen)
    yield said
    event.remove(engine, "before_cursor_execute", listen)


async def _screens(session: AsyncSession, who: Member) -> None:
    book = await _book(session, who)
    for key in (KEY, ("penetapan", "2027"), ("pendampingan", "2027-01")):
        await ledger.counted(session, who, book, key, NOW)
        await ledger.by_unit(session, who, book, key, 0, 6, NOW)
        await ledger.names(session, who, book, key, Stand.sampai, 0, 6, NOW)


async def test_five_thousand_people_take_as_many_statements_as_fifty(database: Database, world: World) -> None:
    counts = []
    for size in (50, 5000):
        async with database.transaction() as session:
            people = [replace(one, number=one.number + size * 10) for one in crowd(size, size)]
            await gather(session, people)
            with _statements(database) as said:
                await _screens(session, world.dinas_operator)
            counts.append(len(said))
    assert counts[0] == counts[1] <= 30
