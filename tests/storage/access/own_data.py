"""One's own data: everybody reads, takes along and erases their own, and nobody another's."""

from __future__ import annotations

from storage import erasing, exporting
from storage.values.own_data import WORD, EraseMe
from tests.storage.access.case import EVERYBODY, Case, Rows
from tests.storage.school import LATER


async def _kept(case: Case) -> object:
    return await erasing.kept(case.session, case.actor, LATER)


async def _erase(case: Case) -> object:
    return await erasing.erase(case.session, case.actor, EraseMe(WORD), LATER)


async def _export(case: Case) -> object:
    return await exporting.export(case.session, case.actor)


ROWS: Rows = {
    "erasing.kept": (_kept, EVERYBODY),
    "erasing.erase": (_erase, EVERYBODY),
    "exporting.export": (_export, EVERYBODY),
}
