"""One's own data: nothing personal is forgotten in the list, in the export, or after erasure."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from regulations.models import Role
from scheduler import sweeping
from storage import accounts, audit, confirmations, drafts, erasing, exporting, feedback, history, people, skp
from storage.accounts import ACCOUNTS
from storage.database import Database
from storage.drafts import DRAFTS
from storage.errors import Invalid, NotAllowed
from storage.evidence import FILES
from storage.own_data import ERASURES, RECEIPTS, TABLES
from storage.people import PEOPLE
from storage.tables import METADATA
from storage.values import ApproveSkp, AssignmentStatus, DraftStatus, Member, SkpStatus
from storage.values.evidence import FileKind
from storage.values.feedback import GIVE, FeedbackKind, GiveFeedback
from storage.values.own_data import GONE, WORD, EraseMe
from storage.vault import Vault
from tests.storage.filled import MARK, NUMBER, fill, marked, name_of
from tests.storage.plans import SUBMIT
from tests.storage.school import LATER, NOW, World, add_role, phone

pytestmark = pytest.mark.sqlite_first

SURE = EraseMe(WORD)
MARKS = (MARK, NUMBER, {"words": [MARK]})


@pytest.fixture
async def session(database: Database, world: World) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        yield session


@dataclass
class Lived:
    """A year in which a plan was agreed and something was said."""

    session: AsyncSession
    world: World

    async def live(self) -> None:
        sent = await skp.submit(self.session, self.world.guru, SUBMIT, NOW)
        await skp.approve(self.session, self.world.kepala, ApproveSkp(sent.id, 1), NOW)
        note = GiveFeedback(self.world.guru.assignment_id, FeedbackKind.konseling, "Rahasia.", None)
        await feedback.give(self.session, self.world.kepala, note, NOW)


# --- the list -----------------------------------------------------------------------


def test_every_column_of_every_table_is_in_the_list_once() -> None:
    assert set(TABLES) == set(METADATA.tables)
    for name, held in TABLES.items():
        assert sorted(held.columns()) == sorted(METADATA.tables[name].c.keys()), name


def test_whoever_is_referred_to_is_a_reference() -> None:
    for rows in METADATA.sorted_tables:
        held = TABLES[rows.name]
        linked = {column.name for column in rows.c if column.foreign_keys}
        assert linked <= set(held.reference.split()), rows.name
        assert {*filter(None, [held.owner]), *held.also} <= set(held.reference.split()), rows.name


# --- erasure ------------------------------------------------------------------------


@pytest.mark.both
async def test_no_personal_byte_is_left(session: AsyncSession, world: World) -> None:
    await fill(session, world.guru, world.kepala)
    before = await marked(session, MARK, str(NUMBER))
    expected = {f"{name}.{column}" for name, held in TABLES.items() for column in held.personal}
    assert before == expected - {"account.telegram_id"}
    await erasing.erase(session, world.guru, SURE, LATER)
    assert await marked(session, MARK, str(NUMBER), str(phone(world.guru)), world.guru.name + '"') <= {
        "file_erasure.sha256"  # until the file itself is gone
    }
    assert await audit.verify(session) is None


async def test_others_keep_what_is_theirs(session: AsyncSession, world: World) -> None:
    await fill(session, world.colleague, world.guru)
    before = await marked(session, MARK, str(NUMBER))
    await erasing.erase(session, world.guru, SURE, LATER)
    assert await marked(session, MARK, str(NUMBER)) == before
    assert await name_of(session, world.guru) == GONE
    assert await name_of(session, world.colleague) == MARK


async def test_what_was_decided_stays_without_the_name(session: AsyncSession, world: World) -> None:
    await Lived(session, world).live()
    await erasing.erase(session, world.guru, SURE, LATER)
    stands = (await session.execute(select(skp.SKPS.c.status, skp.SKPS.c.decided_by))).one()
    assert tuple(stands) == (SkpStatus.disepakati, world.kepala.assignment_id)
    gone = await people.member(session, world.guru.assignment_id)
    assert gone is not None
    assert (gone.name, gone.status, gone.position) == (GONE, AssignmentStatus.ended, "")
    assert await accounts.roles_of(session, world.guru.person_id) == ()
    mine = select(ACCOUNTS.c.telegram_id).where(ACCOUNTS.c.telegram_id == phone(world.guru))
    assert await session.scalar(mine) is None


async def test_the_decisions_of_one_who_is_gone_stay_with_their_owner(session: AsyncSession, world: World) -> None:
    await Lived(session, world).live()
    await erasing.erase(session, world.kepala, SURE, LATER)
    facts = await skp.of_member(session, world.guru, "2027")
    assert facts is not None
    assert (facts.status, facts.decided_by) == (SkpStatus.disepakati, GONE)
    _count, lines = await feedback.received(session, world.guru, 0, 9)
    assert [line.giver for line in lines] == [GONE]
    assert (await feedback.facts(session, world.guru, lines[0].id, LATER)).text == "Rahasia."


async def test_only_the_typed_word_erases_and_only_oneself(session: AsyncSession, world: World) -> None:
    with pytest.raises(Invalid):
        await erasing.erase(session, world.guru, EraseMe("ya"), LATER)
    with pytest.raises(NotAllowed):
        await erasing.erase(session, replace(world.guru, person_id=world.kepala.person_id), SURE, LATER)
    assert await name_of(session, world.guru) == world.guru.name


async def test_the_receipt_does_not_say_whose(session: AsyncSession, world: World) -> None:
    await Lived(session, world).live()
    receipt = await erasing.erase(session, world.guru, SURE, LATER)
    row = (await session.execute(select(RECEIPTS))).one()
    assert (row.number, row.at, row.counts) == (receipt.number, LATER, receipt.counts)
    assert receipt.counts["skp"] == receipt.counts["person"] == receipt.counts["account"] == 1
    assert len(receipt.number) == 14


@pytest.mark.both
async def test_the_name_leaves_other_peoples_talks(session: AsyncSession, world: World) -> None:
    name = "Contoh 'Aisyah\" %_ <b>"
    await session.execute(PEOPLE.update().where(PEOPLE.c.id == world.guru.person_id).values(name=name))
    kepala = world.kepala
    about = await drafts.open_draft(session, kepala, "kembalikan", "skp:1:1", {"owner": name}, NOW, {"reason": "x"})
    listed = {"people": [[1, 0, name], [2, 0, "Lain"]]}
    many = await drafts.open_draft(session, kepala, "konfirmasi_banyak", "k", listed, NOW, {"people": ["1"]})
    await erasing.erase(session, world.guru, SURE, LATER)
    found = {row.id: row for row in await session.execute(select(DRAFTS))}
    assert (found[about.id].pinned, found[about.id].answers) == ({}, {})
    assert found[about.id].status is DraftStatus.discarded
    assert found[many.id].pinned == {"people": [[1, 0, GONE], [2, 0, "Lain"]]}
    assert found[many.id].answers == {"people": ["1"]}


async def test_an_earlier_name_leaves_other_peoples_talks_too(session: AsyncSession, world: World) -> None:
    """The roster has corrected the name; what they typed about the person goes with the talk, open or over."""
    sent = await skp.submit(session, world.guru, SUBMIT, NOW)
    me, kepala, words = world.guru.assignment_id, world.kepala, {"text": MARK}
    grounds: dict[str, dict[str, object]] = {
        "kembalikan": {"skp": sent.id, "owner": MARK},
        GIVE: {"id": me, "owner": MARK},
        "evaluasi": {"owner": me, "name": MARK},
        "penilai": {"id": world.colleague.assignment_id, "candidates": [[me, MARK, "guru", "SD", False]]},
        "konfirmasi_banyak": {"people": [[me, 0, MARK]]},
    }
    for talk, pinned in grounds.items():
        listed = talk in ("penilai", "konfirmasi_banyak")
        await drafts.open_draft(session, kepala, talk, "x", pinned, NOW, {} if listed else words)
        over = await drafts.open_draft(session, kepala, talk, "over", pinned, NOW, words)
        await drafts.finish(session, over.id, NOW)
    away = await drafts.open_draft(session, kepala, GIVE, "away", grounds[GIVE], NOW, words)
    await drafts.discard(session, kepala, away.id, NOW)
    await erasing.erase(session, world.guru, SURE, LATER)
    assert await marked(session, MARK) == set()
    still = await session.scalars(select(DRAFTS.c.dialog).where(DRAFTS.c.status == DraftStatus.open))
    assert sorted(still) == ["konfirmasi_banyak", "penilai"]


async def test_one_who_decides_about_others_is_told_first_what_happens(session: AsyncSession, world: World) -> None:
    await skp.submit(session, world.guru, SUBMIT, NOW)
    own = await erasing.kept(session, world.kepala, NOW)
    assert (own.appraises, own.waiting) == (2, 1)
    assert own.counts["assignment"] == 1
    assert (await erasing.kept(session, world.guru, NOW)).appraises == 0


async def test_the_only_operator_is_told_first_whom_they_leave(session: AsyncSession, world: World) -> None:
    alone = (await erasing.kept(session, world.operator, NOW)).operates
    await add_role(session, world, world.colleague, Role.operator, AssignmentStatus.active)
    assert (alone, (await erasing.kept(session, world.operator, NOW)).operates) == (1, 0)
    assert (await erasing.kept(session, world.kepala, NOW)).operates == 0


async def test_files_that_nobody_else_has_leave_the_vault(database: Database, world: World, tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    alone, shared = b"punya sendiri", b"dipakai berdua"
    async with database.transaction() as session:
        for owner, content in ((world.guru, alone), (world.guru, shared), (world.colleague, shared)):
            await _send(session, owner, content)
    for content in (alone, shared):
        os.utime(vault.path(vault.put(content)), (0, 0))
    async with database.transaction() as session:
        await erasing.erase(session, world.guru, SURE, LATER)
    await sweeping.erase(database, vault).action()
    assert vault.read(sha256(alone).hexdigest()) is None
    assert vault.read(sha256(shared).hexdigest()) == shared
    async with database.reading() as session:
        assert (await session.execute(select(ERASURES))).all() == []


async def _send(session: AsyncSession, owner: Member, content: bytes) -> None:
    draft = await drafts.open_draft(session, owner, "catat", "x", {}, NOW)
    row = {"assignment_id": owner.assignment_id, "draft_id": draft.id, "created_at": NOW, "pages": 1}
    digest = sha256(content).hexdigest()
    await session.execute(insert(FILES).values(**row, sha256=digest, kind=FileKind.pdf, size=len(content)))


# --- export and history ---------------------------------------------------------------


@pytest.mark.both
async def test_the_export_holds_every_personal_word(session: AsyncSession, world: World) -> None:
    await fill(session, world.guru, world.kepala)
    made = await exporting.export(session, world.guru)
    for name, held in TABLES.items():
        if held.owner is not None:
            columns = set(held.personal) - {"telegram_id"}
            rows = json.loads(made.texts[f"{name}.json"])
            assert [row for row in rows if all(row[column] in MARKS for column in columns)], name
    assert json.loads(made.texts["orang.json"])[str(world.kepala.assignment_id)] == world.kepala.name
    assert [(file.sha256, file.size) for file in made.files] == [(MARK, 1)]


async def test_the_export_holds_nothing_of_others(session: AsyncSession, world: World) -> None:
    await fill(session, world.colleague, world.kepala)
    made = await exporting.export(session, world.guru)
    assert not [name for name, text in made.texts.items() if MARK in text]
    with pytest.raises(NotAllowed):
        await exporting.export(session, replace(world.guru, person_id=world.colleague.person_id))


@pytest.mark.both
async def test_history_is_ones_own_newest_first_with_the_names_of_today(session: AsyncSession, world: World) -> None:
    await Lived(session, world).live()
    count, lines = await history.of(session, world.guru, 0, 9)
    told = [(line.action, line.who, line.mine) for line in lines]
    kepala = world.kepala.name
    assert told == [
        ("feedback.give", kepala, False),
        ("skp.approve", kepala, False),
        ("skp.submit", world.guru.name, True),
    ]
    assert count == 3
    assert (await history.of(session, world.kepala, 0, 9))[0] == 0
    await erasing.erase(session, world.kepala, SURE, LATER)
    _count, lines = await history.of(session, world.guru, 1, 1)
    assert [(line.action, line.who) for line in lines] == [("skp.approve", GONE)]


async def test_what_a_person_confirmed_is_not_in_the_way(session: AsyncSession, world: World) -> None:
    """The lists that others read go on without the one who is gone."""
    await Lived(session, world).live()
    await erasing.erase(session, world.guru, SURE, LATER)
    assert await confirmations.counts(session, world.kepala, "2027", LATER) == ()
