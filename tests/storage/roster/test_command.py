"""`kawal import` from file to invites, on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import insert, select

from storage import audit, invites, people
from storage.accounts import ACCOUNTS
from storage.audit import ENTRIES
from storage.database import Database
from storage.errors import CodeUnknown
from storage.invites import INVITES, Candidate
from storage.outbox import OUTBOX
from storage.people import ASSIGNMENTS, PEOPLE
from storage.roster.command import DONE, FAILED, PROBLEMS, STEPS, import_roster, write_template
from storage.values import AssignmentStatus, Member
from tests.storage.roster.files import YEAR, Row, as_csv, guru, kadis, kepala

NOW = datetime(2027, 1, 4, 1, tzinfo=UTC)
ALL = (kadis(), kepala(), guru())


class Operator:
    """Somebody at the command line."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.said: list[str] = []
        self.progress: list[tuple[int, int]] = []

    async def imports(self, *rows: Row, **options: Any) -> int:
        """Import these rows from a file."""
        return await self.imports_file(as_csv(self.folder / "roster.csv", rows), **options)

    async def imports_file(self, path: Path, **options: Any) -> int:
        """Import a file."""
        self.said.clear()
        self.progress.clear()
        usual: dict[str, Any] = {
            "dry_run": False,
            "invites": None,
            "bot_username": "kawal_bot",
            "reinvite": (),
            "language": "id",
        }
        usual["progress"] = lambda done, total: self.progress.append((done, total))
        return await import_roster(
            self.database,
            path,
            year=YEAR,
            now=NOW,
            say=self.said.append,
            **(usual | options),
        )

    def codes(self, name: str = "roster-undangan-20270104-010000.xlsx") -> dict[str, str]:
        """Codes by name, from the list that was saved."""
        page = openpyxl.load_workbook(self.folder / name).worksheets[0]
        return {str(row[0]): str(row[3]) for row in page.iter_rows(min_row=2, values_only=True)}

    async def count(self, table: Any) -> int:
        """How many rows a table has."""
        async with self.database.reading() as session:
            return len(list(await session.execute(select(table))))

    async def joins(self, telegram_id: int, code: str) -> tuple[Member, ...]:
        """Somebody taps their link and consents."""
        async with self.database.transaction() as session:
            known = await session.scalar(select(ACCOUNTS.c.telegram_id).where(ACCOUNTS.c.telegram_id == telegram_id))
            if known is None:
                account = {"telegram_id": telegram_id, "language": "id", "reachable": True, "wrong_codes": 0}
                await session.execute(insert(ACCOUNTS).values(account))
            roles = await invites.redeem(session, telegram_id, code, NOW)
        assert isinstance(roles, tuple), roles
        return roles


@pytest.fixture
def operator(database: Database, tmp_path: Path) -> Operator:
    """An operator with an empty record."""
    return Operator(database, tmp_path)


async def test_a_roster_comes_in_and_everybody_gets_a_working_code(operator: Operator) -> None:
    assert await operator.imports(*ALL) == DONE
    codes = operator.codes()
    assert set(codes) == {"Kadis Satu", "Kepala Satu, M.Pd.", "Guru Satu, S.Pd."}
    assert len(set(codes.values())) == 3
    (me,) = await operator.joins(100, codes["Guru Satu, S.Pd."])
    assert (me.name, me.status) == ("Guru Satu, S.Pd.", AssignmentStatus.active)
    said = "\n".join(operator.said)
    assert "Orang baru: 3. Diperbarui: 0. Tidak berubah: 0." in said
    assert f"https://t.me/kawal_bot?start={codes['Kadis Satu']}" in said
    assert "roster-undangan-20270104-010000.xlsx" in said
    assert operator.progress == [(step, STEPS) for step in range(1, STEPS + 1)]


async def test_the_list_of_invites(operator: Operator) -> None:
    await operator.imports(*ALL, guru(peran="operator"), bot_username="@kawal_bot")
    page = openpyxl.load_workbook(operator.folder / "roster-undangan-20270104-010000.xlsx").worksheets[0]
    rows = list(page.iter_rows(values_only=True))
    assert rows[0] == ("Nama", "Peran", "Unit", "Kode", "Tautan", "Berlaku sampai")
    found = next(row for row in rows if row[0] == "Guru Satu, S.Pd.")
    assert found[1:3] == ("guru, operator", "SDN Contoh 01")
    assert found[4] == f"https://t.me/kawal_bot?start={found[3]}"
    assert found[5] == "3 Februari 2027 09.00 WITA"


async def test_importing_again_invites_nobody(operator: Operator) -> None:
    await operator.imports(*ALL)
    before = await operator.count(INVITES)
    assert await operator.imports(*ALL) == DONE
    assert "Orang baru: 0. Diperbarui: 0. Tidak berubah: 3." in operator.said[-1]
    assert await operator.count(INVITES) == before
    assert len(list(operator.folder.glob("*undangan*"))) == 1


async def test_a_dry_run_writes_nothing(operator: Operator) -> None:
    assert await operator.imports(*ALL, dry_run=True) == DONE
    assert "Orang baru: 3. Sudah tercatat: 0. Akan diundang: 3." in operator.said[-1]
    assert await operator.count(PEOPLE) == await operator.count(INVITES) == 0
    assert await operator.imports(kadis(nip="1"), dry_run=True) == PROBLEMS
    assert list(operator.folder.glob("*undangan*")) == []


async def test_one_error_keeps_the_whole_file_out(operator: Operator) -> None:
    assert await operator.imports(*ALL, guru(nama="", nip="6371010101850001")) == PROBLEMS
    said = "\n".join(operator.said)
    assert "Perlu diperbaiki, baris 5, kolom nama: Kolom ini wajib diisi." in said
    assert "Belum ada yang disimpan" in said
    assert "6371010101850001" not in said
    assert await operator.count(PEOPLE) == 0


async def test_a_warning_is_told_and_the_import_goes_on(operator: Operator) -> None:
    assert await operator.imports(kadis(), guru()) == DONE
    assert any(line.startswith("Perhatikan, baris 3") for line in operator.said)


async def test_in_english(operator: Operator) -> None:
    assert await operator.imports(*ALL, language="en", bot_username=None) == DONE
    page = openpyxl.load_workbook(next(operator.folder.glob("*undangan*"))).worksheets[0]
    assert {row[4] for row in page.iter_rows(min_row=2, values_only=True)} == {None}


async def test_a_list_that_exists_is_never_written_over(operator: Operator) -> None:
    path = operator.folder / "codes.xlsx"
    path.write_bytes(b"codes of last week")
    assert await operator.imports(*ALL, invites=path) == FAILED
    assert "sudah ada" in operator.said[-1]
    assert path.read_bytes() == b"codes of last week"
    assert await operator.count(PEOPLE) == await operator.count(INVITES) == 0


async def test_codes_that_cannot_be_saved_are_not_given(operator: Operator) -> None:
    assert await operator.imports(*ALL, invites=operator.folder / "none" / "codes.xlsx") == FAILED
    assert await operator.count(PEOPLE) == await operator.count(INVITES) == 0


async def test_when_the_record_fails_the_list_goes_too(operator: Operator) -> None:
    async with operator.database.transaction() as session:
        await session.execute(audit.HEAD.delete())
    with pytest.raises(audit.TrailBroken):
        await operator.imports(*ALL)
    assert list(operator.folder.glob("*undangan*")) == []
    assert await operator.count(PEOPLE) == 0


async def test_an_import_that_is_interrupted_leaves_nothing(operator: Operator) -> None:
    def interrupt(done: int, total: int) -> None:
        if done == total:
            assert list(operator.folder.glob("*undangan*")) != []
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await operator.imports(*ALL, progress=interrupt)
    assert list(operator.folder.glob("*undangan*")) == []
    assert await operator.count(PEOPLE) == await operator.count(INVITES) == 0


async def test_two_imports_at_once_double_nobody(operator: Operator) -> None:
    path = as_csv(operator.folder / "roster.csv", ALL)
    results = await asyncio.gather(operator.imports_file(path), operator.imports_file(path))
    assert list(results) == [DONE, DONE]
    assert await operator.count(PEOPLE) == await operator.count(INVITES) == 3
    assert sum("Orang baru: 3." in line for line in operator.said) == 1
    assert sum("Tidak berubah: 3." in line for line in operator.said) == 1


async def test_what_is_no_roster_is_refused(operator: Operator) -> None:
    path = operator.folder / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert await operator.imports_file(path) == FAILED
    assert "Excel lama" in operator.said[-1]
    assert await operator.imports_file(operator.folder / "none.csv") == FAILED


@pytest.mark.parametrize("reference", ["198501012010012001", "19850101 201001 2 001"])
async def test_inviting_again_ends_the_former_code(operator: Operator, reference: str) -> None:
    await operator.imports(*ALL)
    former = operator.codes()["Guru Satu, S.Pd."]
    assert await operator.imports(*ALL, reinvite=[reference], invites=operator.folder / "again.xlsx") == DONE
    again = operator.codes("again.xlsx")
    assert list(again) == ["Guru Satu, S.Pd."]
    async with operator.database.transaction() as session:
        blank = {"telegram_id": 100, "language": "id", "reachable": True, "wrong_codes": 0}
        await session.execute(insert(ACCOUNTS).values(blank))
        assert isinstance(await invites.look(session, 100, former, NOW), CodeUnknown)
        assert isinstance(await invites.look(session, 100, again["Guru Satu, S.Pd."], NOW), Candidate)


async def test_inviting_everybody_who_has_not_joined(operator: Operator) -> None:
    await operator.imports(*ALL)
    await operator.joins(100, operator.codes()["Guru Satu, S.Pd."])
    await operator.imports(*ALL, reinvite=["semua"], invites=operator.folder / "again.xlsx")
    assert set(operator.codes("again.xlsx")) == {"Kadis Satu", "Kepala Satu, M.Pd."}


async def test_inviting_by_local_id(operator: Operator) -> None:
    await operator.imports(*ALL, guru(nama="Guru Dua", nip="", id_lokal="g-2", status_kepegawaian="Non-ASN"))
    assert await operator.imports(kadis(), reinvite=["G-2"], invites=operator.folder / "again.xlsx") == DONE
    assert set(operator.codes("again.xlsx")) == {"Guru Dua"}


async def test_inviting_nobody_known_changes_nothing(operator: Operator) -> None:
    assert await operator.imports(*ALL, reinvite=["197502022000011009"]) == FAILED
    assert "1975••" in operator.said[-1]
    assert await operator.count(PEOPLE) == 0


async def test_the_import_is_in_the_trail_without_names(operator: Operator) -> None:
    await operator.imports(*ALL)
    async with operator.database.reading() as session:
        entries = [entry for entry in await session.execute(select(ENTRIES)) if entry.action == "roster.import"]
        assert await audit.verify(session) is None
    assert len(entries) == 1
    assert entries[0].actor == "cli"
    assert not any(word in str(entries[0].detail) for word in ("Satu", "1985", "SDN"))


async def test_a_new_deciding_role_of_somebody_who_has_joined_is_put_to_the_operator(operator: Operator) -> None:
    helper = guru(nama="Op", nip="", id_lokal="op", peran="operator", status_kepegawaian="Non-ASN")
    await operator.imports(kadis(), guru(), helper)
    codes = operator.codes()
    await operator.joins(100, codes["Guru Satu, S.Pd."])
    await operator.joins(101, codes["Op"])
    await operator.imports(guru(peran="plt kepala sekolah"))
    async with operator.database.reading() as session:
        (card,) = list(await session.execute(select(OUTBOX).where(OUTBOX.c.card == "join_request")))
        (asked,) = await people.find(session, PEOPLE.c.id == card.person_id)
        (acting,) = await people.find(session, ASSIGNMENTS.c.id == card.params["assignment"])
    assert (asked.name, acting.name, acting.status) == ("Op", "Guru Satu, S.Pd.", AssignmentStatus.pending)


async def test_a_thousand_rows_come_and_go_in_bulk(operator: Operator) -> None:
    rows = [kadis()]
    for number in range(100):
        school = {"npsn": str(10_000_000 + number), "nama_sekolah": f"SDN Contoh {number}"}
        local = {"nip": "", "status_kepegawaian": "Non-ASN"}
        rows.append(kepala(nama=f"Kepala {number}", id_lokal=f"K-{number}", **local) | school)
        rows += [guru(nama=f"Guru {number} {g}", id_lokal=f"G-{number}-{g}", **local) | school for g in range(10)]
    assert await operator.imports(*rows) == DONE
    assert await operator.count(PEOPLE) == await operator.count(INVITES) == 1_101
    assert await operator.imports(*(row | {"jabatan": "lain"} for row in rows)) == DONE
    assert await operator.count(PEOPLE) == await operator.count(INVITES) == 1_101
    assert "Diperbarui: 1.101" in "\n".join(operator.said)


def test_the_template_from_the_command_line(tmp_path: Path) -> None:
    said: list[str] = []
    assert write_template(tmp_path / "roster.xlsx", say=said.append, language="id") == DONE
    assert write_template(tmp_path / "roster.xlsx", say=said.append, language="id") == FAILED
    assert "sudah ada" in said[-1]
