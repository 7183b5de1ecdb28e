"""The list and the notes of a pelatih ahli: theirs alone, whoever else serves at the school or the dinas."""

from __future__ import annotations

from storage import coached, coaching
from storage.errors import Invalid, NotFound
from storage.values.coaching import ChangeEntry, OnEntry, OnSchool, Tick
from tests.storage.access.case import Case, Rows, found
from tests.storage.coaching import JANUARY, OCTOBER, RECORDED, SESSION, TYPED, listed, noted, noting
from tests.storage.school import LATER, NOW

MINE = {"pelatih_ahli"}


async def _remove(case: Case) -> object:
    school = await listed(case.session, case.world)
    return await coached.remove(case.session, case.actor, OnSchool(school.id, 1), LATER)


async def _restore(case: Case) -> object:
    school = await listed(case.session, case.world)
    await coached.remove(case.session, case.world.pelatih_ahli, OnSchool(school.id, 1), NOW)
    return await coached.restore(case.session, case.actor, OnSchool(school.id, 2), NOW)


async def _of(case: Case) -> object:
    await listed(case.session, case.world)
    return found(await coached.of(case.session, case.actor))


async def _note(case: Case) -> object:
    school = await listed(case.session, case.world, TYPED)
    try:
        return await coaching.note(case.session, case.actor, noting(school), LATER)
    except Invalid as error:
        raise NotFound(error.problem) from None


async def _change(case: Case) -> object:
    entry = await noted(case.session, case.world, await listed(case.session, case.world))
    again = ChangeEntry(entry.line.id, 1, JANUARY, 3, SESSION)
    return await coaching.change(case.session, case.actor, again, LATER)


async def _delete(case: Case) -> object:
    entry = await noted(case.session, case.world, await listed(case.session, case.world))
    await coaching.delete(case.session, case.actor, OnEntry(entry.line.id, 1), LATER)
    return None


async def _facts(case: Case) -> object:
    entry = await noted(case.session, case.world, await listed(case.session, case.world))
    return await coaching.facts(case.session, case.actor, entry.line.id)


ROWS: Rows = {
    "coached.add": (lambda c: coached.add(c.session, c.actor, RECORDED, NOW), MINE),
    "coached.recorded": (lambda c: coached.recorded(c.session, c.actor), MINE),
    "coached.of": (_of, MINE),
    "coached.remove": (_remove, MINE),
    "coached.restore": (_restore, MINE),
    "coaching.note": (_note, MINE),
    "coaching.change": (_change, MINE),
    "coaching.delete": (_delete, MINE),
    "coaching.facts": (_facts, MINE),
    "coaching.tick": (lambda c: coaching.tick(c.session, c.actor, Tick("lokakarya", JANUARY, 8), NOW), MINE),
    "coaching.work": (lambda c: coaching.work(c.session, c.actor, OCTOBER, JANUARY), MINE),
}
