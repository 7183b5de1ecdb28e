"""The delivery ledger: for the operators and the kepala sekolah of a school, and for those of its dinas."""

from __future__ import annotations

from regulations.library import packaged
from storage import ledger
from storage.agendas import Agendas
from storage.ledger import Book
from storage.values.ledger import Stand
from tests.storage.access.case import Case, Rows, found
from tests.storage.school import NOW, SCHOOL

AGENDAS = Agendas(packaged())
KEY = ("perencanaan", "2027")
VIEWERS = {"operator", "kepala", "dinas_operator", "kepala_dinas"}


async def _opened(case: Case) -> object:
    return await ledger.opened(case.session, case.actor, AGENDAS, SCHOOL, NOW)


async def _book(case: Case) -> Book:
    """Opened by somebody who may: what the actor sees of it is up to the other operations."""
    return await ledger.opened(case.session, case.world.operator, AGENDAS, SCHOOL, NOW)


async def _counted(case: Case) -> object:
    return await ledger.counted(case.session, case.actor, await _book(case), KEY, NOW)


async def _by_unit(case: Case) -> object:
    count, _page = await ledger.by_unit(case.session, case.actor, await _book(case), KEY, 0, 5, NOW)
    return found(count)


async def _names(case: Case) -> object:
    count, _page = await ledger.names(case.session, case.actor, await _book(case), KEY, Stand.belum_waktunya, 0, 5, NOW)
    return found(count)


ROWS: Rows = {
    "ledger.opened": (_opened, VIEWERS),
    "ledger.counted": (_counted, VIEWERS),
    "ledger.by_unit": (_by_unit, VIEWERS),
    "ledger.names": (_names, VIEWERS),
}
