"""`kawal import`: from a file to the record and to the list of invites, for the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import Catalogue, Msg, _, catalogue
from storage.database import Busy, Database
from storage.roster import applying, invitations
from storage.roster.applying import Applied, apply
from storage.roster.check import check
from storage.roster.export import save
from storage.roster.invitations import NobodyFound, invite, reinvited
from storage.roster.known import Existing
from storage.roster.problems import Severity, Unreadable, Unwritable, shown
from storage.roster.reading import read
from storage.roster.recorded import existing
from storage.roster.report import problem_lines, table_lines
from storage.roster.roster import Checked, Roster
from storage.roster.sheet import Sheet
from storage.roster.template import template

DONE, PROBLEMS, FAILED = 0, 1, 2
"""Exit codes: imported (or nothing wrong in a dry run); the file has errors; it could not be tried."""
STEPS = 3 + applying.STEPS
"""Reading, checking, inviting, and what `apply` does."""
IMPORT_LOCK = 0x6B61_7761_6C01
"""PostgreSQL advisory lock: two imports at once would both create the same people."""


async def import_roster(
    database: Database,
    path: Path,
    *,
    year: int,
    dry_run: bool,
    invites: Path | None,
    bot_username: str | None,
    reinvite: Sequence[str],
    now: datetime,
    progress: Callable[[int, int], None],
    say: Callable[[str], None],
    language: str,
) -> int:
    """Import a roster for the plans of `year`, all or nothing. Gives the exit code; `say` takes line after line.

    `invites` is where the list of codes goes (beside the file unless said), never over another file. `reinvite` holds
    NIPs, local ids, or `semua`. Without `bot_username` the list has codes but no links.
    """
    order = _Import(path, year, invites, bot_username, tuple(reinvite), now, _Steps(progress), say, catalogue(language))
    try:
        sheet = read(path)
        order.steps.one()
        return await (_try_out(database, sheet, order) if dry_run else _import(database, sheet, order))
    except (Unreadable, Unwritable) as refused:
        order.tell(refused.message)
    except NobodyFound as nobody:
        order.tell(_("Tidak ada (atau lebih dari satu) orang dengan nomor {number}.", number=shown(nobody.reference)))
    except Busy:
        order.tell(_("Basis data sedang sibuk. Belum ada yang disimpan; tunggu sebentar, lalu coba lagi."))
    return FAILED


def write_template(path: Path, *, say: Callable[[str], None], language: str) -> int:
    """`kawal import --template FILE`: write an empty roster. Gives the exit code."""
    words = catalogue(language)
    try:
        template(path, words.plain)
    except Unwritable as refused:
        say(words.plain(refused.message))
        return FAILED
    say(words.plain(_("Templat ditulis ke {name}.", name=str(path))))
    return DONE


@dataclass
class _Steps:
    """Progress, step by step."""

    progress: Callable[[int, int], None]
    done: int = 0

    def one(self) -> None:
        self.done += 1
        self.progress(self.done, STEPS)


@dataclass(frozen=True)
class _Import:
    """What was asked for, and where to answer."""

    path: Path
    year: int
    invites: Path | None
    bot_username: str | None
    reinvite: tuple[str, ...]
    now: datetime
    steps: _Steps
    say: Callable[[str], None]
    words: Catalogue

    def tell(self, message: Msg) -> None:
        self.say(self.words.plain(message))

    def list_path(self) -> Path:
        """Where the codes go."""
        return self.invites or self.path.with_name(f"{self.path.stem}-undangan-{self.now:%Y%m%d-%H%M%S}.xlsx")


@dataclass(frozen=True)
class _Look:
    """A sheet held against the record as it was at that moment."""

    sheet: Sheet
    known: Existing
    checked: Checked


async def _look(session: AsyncSession, sheet: Sheet, order: _Import, before: _Look | None = None) -> _Look:
    """Look, or look again; the dear part is spared when the record is still the same."""
    known = await existing(session, order.year)
    if before is not None and known == before.known:
        return before
    return _Look(sheet, known, check(sheet, order.year, known))


async def _try_out(database: Database, sheet: Sheet, order: _Import) -> int:
    async with database.reading() as session:
        look = await _look(session, sheet, order)
    order.steps.one()
    _say_problems(look.checked, order)
    if look.checked.roster is None:
        return PROBLEMS
    again = reinvited(order.reinvite, look.checked.roster, look.known)
    _say_prospect(look.checked.roster, len(again), order)
    return DONE


async def _import(database: Database, sheet: Sheet, order: _Import) -> int:
    async with database.reading() as session:
        look = await _look(session, sheet, order)
    order.steps.one()
    if look.checked.roster is None:
        _say_problems(look.checked, order)
        return PROBLEMS
    return await _write_and_say(database, look, order)


async def _write_and_say(database: Database, look: _Look, order: _Import) -> int:
    written: list[Path] = []
    try:
        async with database.transaction() as session:
            if not database.is_sqlite:
                await session.execute(select(func.pg_advisory_xact_lock(IMPORT_LOCK)))
            look = await _look(session, look.sheet, order, look)
            result = await _write(session, look, order, written)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)  # its codes are not in the record
        raise
    _say_problems(look.checked, order)
    if result is None:
        return PROBLEMS
    applied, lines = result
    _say_result(applied, order)
    if lines:
        _say_invites(lines, written[0], order)
    return DONE


async def _write(
    session: AsyncSession, look: _Look, order: _Import, written: list[Path]
) -> tuple[Applied, list[tuple[str, ...]]] | None:
    """Everything that belongs into one transaction. The list is on the disk before the codes are in the record."""
    roster = look.checked.roster
    if roster is None:
        return None
    again = reinvited(order.reinvite, roster, look.known)
    applied = await apply(session, roster, look.known, order.now, order.steps.one)
    invited = await invite(session, applied.new_people, again, order.now)
    lines = invitations.rows(invited, order.bot_username, order.words)
    if lines:
        save(order.list_path(), invitations.workbook(lines, order.words))
        written.append(order.list_path())
    order.steps.one()
    return applied, lines


def _say_problems(checked: Checked, order: _Import) -> None:
    for line in problem_lines(checked.problems, order.words.plain):
        order.say(line)
    if checked.roster is None:
        errors = sum(problem.severity is Severity.error for problem in checked.problems)
        order.tell(
            _(
                "Yang perlu diperbaiki: {count}. Belum ada yang disimpan. Perbaiki berkasnya, lalu impor lagi.",
                count=errors,
            )
        )


def _say_prospect(roster: Roster, again: int, order: _Import) -> None:
    new = sum(person.known is None for person in roster.people)
    order.tell(
        _(
            "Uji coba, belum ada yang disimpan. Orang baru: {new}. Sudah tercatat: {known}. Akan diundang: {invited}.",
            new=new,
            known=len(roster.people) - new,
            invited=new + again,
        )
    )


def _say_result(applied: Applied, order: _Import) -> None:
    order.tell(
        _(
            "Orang baru: {created}. Diperbarui: {updated}. Tidak berubah: {unchanged}.",
            created=applied.created,
            updated=applied.updated,
            unchanged=applied.unchanged,
        )
    )
    if applied.ended or applied.reappointed:
        order.tell(
            _(
                "Kepala yang diganti: {ended}. Penetapan penilai baru: {reappointed}.",
                ended=applied.ended,
                reappointed=applied.reappointed,
            )
        )
    if applied.handed_over:
        order.tell(_("Rencana yang menunggu dan kini beralih ke penilai lain: {count}.", count=applied.handed_over))


def _say_invites(lines: list[tuple[str, ...]], path: Path, order: _Import) -> None:
    for line in table_lines(invitations.headings(order.words), lines):
        order.say(line)
    if not order.bot_username:
        order.tell(_("Nama bot belum diketahui, jadi tanpa tautan. Kode dikirim ke bot dengan: /start KODE"))
    order.tell(_("Kode hanya ditampilkan sekali, di sini dan di {name}. Bagikan langsung ke orangnya.", name=str(path)))
