"""Importing a roster into a real record: what is new comes in, what is known stays, nobody is doubled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from regulations.models import Role
from storage import people, skp
from storage.accounts import ACCOUNTS
from storage.database import Database
from storage.outbox import OUTBOX
from storage.people import APPOINTMENTS, ASSIGNMENTS, PEOPLE, UNITS
from storage.roster.applying import Applied, apply
from storage.roster.check import check
from storage.roster.reading import read
from storage.roster.recorded import existing
from storage.values import (
    AssignmentStatus,
    BehaviourItem,
    CompetenceItem,
    Member,
    OutboxState,
    Plan,
    ResultItem,
    SubmitSkp,
)
from tests.storage.roster.files import HEADINGS, YEAR, Row, as_csv, guru, kadis, kepala, pengawas

NOW = datetime(2027, 1, 4, 1, tzinfo=UTC)
NEXT_KEPALA = {"nama": "Kepala Dua", "nip": "197502022000011003"}


class School:
    """A record that rosters come into, and questions about it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.path = folder / "roster.csv"
        self.now = NOW

    async def take(self, *rows: Row, year: int = YEAR, headings: Sequence[str] = HEADINGS) -> Applied:
        """Import rows, a day after the import before."""
        self.now += timedelta(days=1)
        sheet = read(as_csv(self.path, rows, headings=headings))
        async with self.database.transaction() as session:
            known = await existing(session, year)
            checked = check(sheet, year, known)
            assert checked.roster is not None, checked.problems
            return await apply(session, checked.roster, known, self.now)

    async def rows(self, statement: Any) -> list[Any]:
        """What a select finds."""
        async with self.database.reading() as session:
            return list(await session.execute(statement))

    async def members(self) -> dict[tuple[str, Role], Member]:
        """Everybody of the year by name and role."""
        found = await self.rows(select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.year == YEAR))
        async with self.database.reading() as session:
            members = [await people.member(session, row.id) for row in found]
        return {(member.name, member.role): member for member in members if member}

    async def appraisers(self) -> dict[str, str]:
        """Name of the present appraiser by name."""
        async with self.database.reading() as session:
            pairs = [
                (m.name, await people.appraiser(session, m.assignment_id)) for m in (await self.members()).values()
            ]
        return {name: appraiser.name for name, appraiser in pairs if appraiser}

    async def everything(self) -> list[Any]:
        """All rows of the tables that an import writes."""
        return [
            await self.rows(select(table).order_by(table.c.id)) for table in (UNITS, PEOPLE, ASSIGNMENTS, APPOINTMENTS)
        ]

    async def join(self, name: str, telegram_id: int) -> None:
        """Somebody has redeemed their invite and, where needed, was confirmed."""
        async with self.database.transaction() as session:
            person = await session.scalar(select(PEOPLE.c.id).where(PEOPLE.c.name == name))
            front = await session.scalar(select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.person_id == person))
            joined = {"telegram_id": telegram_id, "person_id": person, "language": "id", "assignment_id": front}
            blank = {"reachable": True, "wrong_codes": 0, "consent_at": NOW, "joined_at": NOW}
            await session.execute(insert(ACCOUNTS).values(joined | blank))
            active = {"status": AssignmentStatus.active, "activated_at": NOW, "version": 2}
            await session.execute(update(ASSIGNMENTS).where(ASSIGNMENTS.c.person_id == person).values(active))


@pytest.fixture
def school(database: Database, tmp_path: Path) -> School:
    """An empty record."""
    return School(database, tmp_path)


async def test_a_first_import(school: School) -> None:
    applied = await school.take(kadis(), kepala(), guru(), pengawas())
    assert (applied.created, applied.updated, applied.unchanged, len(applied.new_people)) == (4, 0, 0, 4)
    members = await school.members()
    me = members["Guru Satu, S.Pd.", Role.guru]
    assert (me.unit_name, me.zone, me.position, me.salutation) == (
        "SDN Contoh 01",
        "Asia/Makassar",
        "guru kelas IV",
        "Ibu",
    )
    assert {member.status for member in members.values()} == {AssignmentStatus.invited}
    assert members["Kadis Satu", Role.kepala_dinas].salutation == "Bapak/Ibu"
    parents = await school.rows(select(UNITS.c.npsn, UNITS.c.parent_id).order_by(UNITS.c.id))
    assert [(row.npsn, row.parent_id is None) for row in parents] == [(None, True), ("99999901", False)]


async def test_who_appraises_whom(school: School) -> None:
    await school.take(
        guru(), pengawas(), kepala(), kadis(), guru(nama="Operator", nip="", id_lokal="1", peran="operator")
    )
    assert await school.appraisers() == {
        "Guru Satu, S.Pd.": "Kepala Satu, M.Pd.",
        "Kepala Satu, M.Pd.": "Kadis Satu",
        "Pengawas Satu": "Kadis Satu",
    }


async def test_importing_again_changes_nothing(school: School) -> None:
    rows = [kadis(), kepala(), guru(penilai="197003031995031003"), pengawas(), guru(peran="operator")]
    rows.append(guru(nama="Guru Dua", nip="", id_lokal="G-2", status_kepegawaian="Non-ASN"))
    await school.take(*rows)
    before = await school.everything()
    applied = await school.take(*reversed(rows))
    assert (applied.created, applied.updated, applied.unchanged, applied.reappointed) == (0, 0, 5, 0)
    assert await school.everything() == before


async def test_changes_are_taken_over(school: School) -> None:
    await school.take(kadis(), kepala(), guru(tugas_tambahan="wali kelas"))
    changed = {"nama": "Guru Satu, M.Pd.", "sapaan": "Bapak", "jabatan": "guru kelas V", "status_kepegawaian": "PPPK"}
    applied = await school.take(kadis(), kepala(nama_sekolah=""), guru(nama_sekolah="SDN Contoh 1") | changed)
    assert (applied.created, applied.updated, applied.unchanged) == (0, 1, 2)
    me = (await school.members())["Guru Satu, M.Pd.", Role.guru]
    assert (me.salutation, me.position, me.employment, me.additional_task, me.unit_name) == (
        "Bapak",
        "guru kelas V",
        "pppk",
        None,
        "SDN Contoh 1",
    )


async def test_a_missing_column_leaves_what_is_recorded(school: School) -> None:
    await school.take(kadis(), kepala(), guru(tugas_tambahan="wali kelas", penilai="197003031995031003"))
    fewer = [heading for heading in HEADINGS if heading not in ("sapaan", "jabatan", "tugas_tambahan", "penilai")]
    before = await school.everything()
    await school.take(kadis(), kepala(), guru(), headings=fewer)
    assert await school.everything() == before


async def test_the_pinned_pack_stays(school: School) -> None:
    await school.take(kadis(), kepala())
    async with school.database.transaction() as session:
        await session.execute(update(UNITS).values(pinned_pack="kepdirjen-5539-2024"))
    await school.take(kadis(), kepala(nama_sekolah="SDN Baru"))
    assert {row.pinned_pack for row in await school.rows(select(UNITS.c.pinned_pack))} == {"kepdirjen-5539-2024"}


async def test_somebody_who_gets_a_nip_is_not_doubled(school: School) -> None:
    await school.take(kadis(), kepala(), guru(nip="", id_lokal="g-1", status_kepegawaian="Non-ASN"))
    applied = await school.take(guru(nip="199001012022212001", id_lokal="G-1", status_kepegawaian="PPPK"))
    assert (applied.created, applied.updated) == (0, 1)
    assert len(await school.rows(select(PEOPLE.c.id).where(PEOPLE.c.nip == "199001012022212001"))) == 1
    assert len(await school.rows(select(PEOPLE.c.id))) == 3


async def test_the_same_local_id_in_two_dinas_is_two_people(school: School) -> None:
    here = guru(nip="", id_lokal="G-1", status_kepegawaian="Non-ASN")
    await school.take(here)
    applied = await school.take(here | {"npsn": "99999902", "dinas": "Dinas Pendidikan Kota Lain", "nama": "Lain"})
    assert applied.created == 1


async def test_a_new_kepala_sekolah_takes_over(school: School) -> None:
    await school.take(kadis(), kepala(peran="plt kepala sekolah"), guru(), guru(nama="Guru Dua", nip="", id_lokal="2"))
    before = await school.members()
    assert before["Kepala Satu, M.Pd.", Role.kepala_sekolah].position == "Plt. kepala sekolah"
    applied = await school.take(kepala(**NEXT_KEPALA))
    assert (applied.created, applied.ended, applied.reappointed) == (1, 1, 3)
    assert (await school.members())["Kepala Satu, M.Pd.", Role.kepala_sekolah].status is AssignmentStatus.ended
    assert await school.appraisers() == {
        "Guru Satu, S.Pd.": "Kepala Dua",
        "Guru Dua": "Kepala Dua",
        "Kepala Dua": "Kadis Satu",
    }
    history = select(APPOINTMENTS).where(APPOINTMENTS.c.ends.is_not(None))
    assert {row.ends for row in await school.rows(history)} == {school.now}
    assert len(await school.rows(history)) == 3


async def test_a_former_kepala_sekolah_may_come_back(school: School) -> None:
    await school.take(kadis(), kepala(), guru())
    await school.take(kepala(**NEXT_KEPALA))
    applied = await school.take(kepala())
    assert (applied.created, applied.updated, applied.ended) == (0, 1, 1)
    assert (await school.members())["Kepala Satu, M.Pd.", Role.kepala_sekolah].status is AssignmentStatus.invited
    assert (await school.appraisers())["Guru Satu, S.Pd."] == "Kepala Satu, M.Pd."


async def test_a_kepala_sekolah_who_is_imported_later_finds_the_guru(school: School) -> None:
    await school.take(guru())
    assert await school.appraisers() == {}
    await school.take(kepala())
    assert await school.appraisers() == {"Guru Satu, S.Pd.": "Kepala Satu, M.Pd."}
    await school.take(kadis())
    assert (await school.appraisers())["Kepala Satu, M.Pd."] == "Kadis Satu"


async def test_a_named_appraiser_stays_until_the_roster_says_otherwise(school: School) -> None:
    await school.take(kadis(), kepala(), guru(penilai="197003031995031003"))
    await school.take(kepala(**NEXT_KEPALA))
    assert (await school.appraisers())["Guru Satu, S.Pd."] == "Kadis Satu"
    await school.take(guru())
    assert (await school.appraisers())["Guru Satu, S.Pd."] == "Kepala Dua"


async def test_the_acting_head_who_teaches_is_appraised_by_the_dinas(school: School) -> None:
    acting = {"nama": "Guru Satu, S.Pd.", "nip": "198501012010012001", "peran": "plt kepala sekolah"}
    await school.take(kadis(), guru(), kepala() | acting)
    open_ = await school.rows(select(APPOINTMENTS).where(APPOINTMENTS.c.ends.is_(None)))
    kadis_id = (await school.members())["Kadis Satu", Role.kepala_dinas].assignment_id
    assert [row.appraiser_assignment_id for row in open_] == [kadis_id, kadis_id]


async def test_another_school_is_left_alone(school: School) -> None:
    other = {"npsn": "99999902", "nama_sekolah": "SDN Contoh 02"}
    await school.take(kadis(), kepala(), guru(), kepala(nama="K2", nip="197502022000011004") | other)
    await school.take(guru(nama="G2", nip="", id_lokal="2") | other | {"penilai": "197003031995031003"})
    async with school.database.transaction() as session:
        await session.execute(update(APPOINTMENTS).where(APPOINTMENTS.c.assignment_id == 3).values(ends=NOW))
    before = await school.appraisers()
    await school.take(guru(nama="G3", nip="", id_lokal="3") | other)
    assert await school.appraisers() == before | {"G3": "K2"}


async def test_who_has_joined_gets_a_new_role_at_once(school: School) -> None:
    await school.take(kadis(), kepala(), guru())
    await school.join("Guru Satu, S.Pd.", 100)
    await school.take(guru(), guru(peran="operator"), kepala(nama="Guru Satu, S.Pd.", nip="198501012010012001"))
    members = await school.members()
    name = "Guru Satu, S.Pd."
    assert members[name, Role.guru].status is AssignmentStatus.active
    assert members[name, Role.operator].status is AssignmentStatus.active
    assert members[name, Role.kepala_sekolah].status is AssignmentStatus.pending


async def test_a_head_confirmed_in_another_year_is_active_at_once(school: School) -> None:
    await school.take(kadis(), kepala(), guru(), year=YEAR - 1)
    await school.join("Kepala Satu, M.Pd.", 100)
    applied = await school.take(kadis(), kepala(), guru())
    assert applied.created == 0
    members = await school.members()
    assert members["Kepala Satu, M.Pd.", Role.kepala_sekolah].status is AssignmentStatus.active
    assert members["Kadis Satu", Role.kepala_dinas].status is AssignmentStatus.invited


async def test_a_replaced_head_speaks_in_another_role(school: School) -> None:
    await school.take(kadis(), kepala(), kepala(peran="guru"))
    await school.join("Kepala Satu, M.Pd.", 100)
    members = await school.members()
    headship = members["Kepala Satu, M.Pd.", Role.kepala_sekolah].assignment_id
    async with school.database.transaction() as session:
        await session.execute(update(ACCOUNTS).values(assignment_id=headship))
    await school.take(kepala(**NEXT_KEPALA))
    (account,) = await school.rows(select(ACCOUNTS))
    assert account.assignment_id == members["Kepala Satu, M.Pd.", Role.guru].assignment_id


async def test_a_waiting_plan_moves_to_the_new_appraiser(school: School) -> None:
    await school.take(kadis(), kepala(), guru())
    for telegram_id, name in enumerate(("Kadis Satu", "Kepala Satu, M.Pd.", "Guru Satu, S.Pd."), start=100):
        await school.join(name, telegram_id)
    owner = (await school.members())["Guru Satu, S.Pd.", Role.guru]
    plan = Plan(
        results=(ResultItem("a", None, "kuantitas", "dokumen", Decimal(1), "dokumen", suggested=True),),
        focuses=("1",),
        behaviours=(BehaviourItem("1", "1.1", "1.1.1", suggested=True),),
        competences=(CompetenceItem("1", 1),),
    )
    async with school.database.transaction() as session:
        await skp.submit(session, owner, SubmitSkp("2027", "kepmendikdasmen-271-2025", "1", plan), NOW)
    applied = await school.take(guru(penilai="197003031995031003"))
    assert (applied.reappointed, applied.handed_over) == (1, 1)
    cards = await school.rows(select(OUTBOX).where(OUTBOX.c.card == skp.WAITING).order_by(OUTBOX.c.id))
    names = {row.id: row.name for row in await school.rows(select(PEOPLE.c.id, PEOPLE.c.name))}
    assert [(names[card.person_id], card.state) for card in cards] == [
        ("Kepala Satu, M.Pd.", OutboxState.dropped),
        ("Kadis Satu", OutboxState.waiting),
    ]
    assert (await school.take(guru(penilai="197003031995031003"))).handed_over == 0


async def test_a_role_that_somebody_could_not_take_up_is_taken_up_now(school: School) -> None:
    await school.take(kadis(), kepala(), guru())
    for telegram_id, name in ((100, "Guru Satu, S.Pd."), (101, "Kepala Satu, M.Pd.")):
        await school.join(name, telegram_id)
    async with school.database.transaction() as session:
        await session.execute(update(ASSIGNMENTS).values(status=AssignmentStatus.invited))
    await school.take(kadis(), kepala(), guru())
    members = await school.members()
    assert members["Guru Satu, S.Pd.", Role.guru].status is AssignmentStatus.active
    # An operator has sent this one back; only the operator brings it forward again.
    assert members["Kepala Satu, M.Pd.", Role.kepala_sekolah].status is AssignmentStatus.invited
