"""Evidence in the record: albums, whose files they are, the same file twice, and what the sweep forgets."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.sweeping import sweep
from storage import competence, drafts, evidence, logbook
from storage.clock import FixedClock
from storage.database import Database
from storage.errors import Invalid, NotFound
from storage.values import Member
from storage.values.competence import AddEvidence, LogFacts, OnLog, RemoveEvidence
from storage.values.evidence import MOST_PAGES, FileKind, Kept, Piece
from storage.vault import Vault
from tests.storage.logs import A_FILE, LINK, NEW, keep
from tests.storage.school import NOW, World

TWO_DAYS = timedelta(days=2)


async def _saved(session: AsyncSession, owner: Member, *pieces: Piece) -> LogFacts:
    return await competence.save(session, owner, replace(NEW, pieces=pieces), NOW)


async def test_an_album_is_one_piece_with_its_pages_in_the_order_sent(database: Database, world: World) -> None:
    async with database.transaction() as session:
        photos = [
            replace(await keep(session, world.guru, letter), message=message, album="9")
            for letter, message in (("b", 12), ("a", 11), ("c", 13))
        ]
        single = await keep(session, world.guru, "d")
        saved = await _saved(session, world.guru, photos[0], LINK, photos[1], single, photos[2])
    assert [(piece.kind, [page.sha256[0] for page in piece.pages]) for piece in saved.evidence] == [
        (FileKind.image, ["a", "b", "c"]),
        (FileKind.link, []),
        (FileKind.image, ["d"]),
    ]
    assert saved.evidence[1].link == "https://contoh.id/sertifikat"
    assert (saved.count(FileKind.image), saved.count(FileKind.link), saved.count(FileKind.pdf)) == (4, 1, 0)


async def test_only_ones_own_files_can_be_added(database: Database, world: World) -> None:
    async with database.transaction() as session:
        theirs = await keep(session, world.colleague, "a")
        with pytest.raises(Invalid):
            await _saved(session, world.guru, theirs)


async def test_a_file_is_kept_for_ones_own_open_talk_only(database: Database, world: World) -> None:
    async with database.transaction() as session:
        talk = await drafts.open_draft(session, world.guru, "kegiatan", "x", {}, NOW)
        with pytest.raises(NotFound):
            await evidence.keep(session, world.colleague, talk.id, A_FILE, NOW)
        await drafts.finish(session, talk.id, NOW)
        with pytest.raises(NotFound):
            await evidence.keep(session, world.guru, talk.id, A_FILE, NOW)


async def test_there_is_a_limit_and_taking_one_off_makes_room(database: Database, world: World) -> None:
    links = tuple(replace(LINK, link=f"https://contoh.id/{number}") for number in range(MOST_PAGES))
    async with database.transaction() as session:
        saved = await _saved(session, world.guru, *links)
    with pytest.raises(Invalid):
        async with database.transaction() as session:
            await competence.add_evidence(session, world.guru, AddEvidence(saved.id, 1, (LINK,)), NOW)
    async with database.transaction() as session:
        gone = saved.evidence[0].id
        less = await competence.remove_evidence(session, world.guru, RemoveEvidence(saved.id, 1, gone), NOW)
        assert gone not in [piece.id for piece in less.evidence]
        again = await competence.add_evidence(session, world.guru, AddEvidence(saved.id, 2, (LINK,)), NOW)
    assert len(again.evidence) == MOST_PAGES


async def test_another_entrys_evidence_cannot_be_taken_off(database: Database, world: World) -> None:
    async with database.transaction() as session:
        mine = await _saved(session, world.guru, LINK)
        theirs = await _saved(session, world.colleague, LINK)
    with pytest.raises(NotFound):
        async with database.transaction() as session:
            await competence.remove_evidence(
                session, world.guru, RemoveEvidence(mine.id, 1, theirs.evidence[0].id), NOW
            )


async def test_the_same_file_is_pointed_out_to_its_own_person_only(database: Database, world: World) -> None:
    async with database.transaction() as session:
        first = await _saved(session, world.guru, await keep(session, world.guru, "a"))
        assert first.evidence[0].also_in is None
        assert await evidence.used_in(session, world.guru.person_id, "a" * 64) == first.id
        assert await evidence.used_in(session, world.colleague.person_id, "a" * 64) is None
        others = await _saved(session, world.colleague, await keep(session, world.colleague, "a"))
        assert others.evidence[0].also_in is None
        second = await _saved(session, world.guru, await keep(session, world.guru, "a"))
        assert second.evidence[0].also_in == first.id
        assert (await logbook.facts_of(session, first.id)).evidence[0].also_in == second.id
        await competence.delete(session, world.guru, OnLog(second.id, 1), NOW)
        assert (await logbook.facts_of(session, first.id)).evidence[0].also_in is None


async def _swept(database: Database, vault: Vault, clock: FixedClock, *digests: str) -> list[bool]:
    """Two days later, as the tick finds it: which files are still there."""
    clock.advance(TWO_DAYS)
    then = time.time() - TWO_DAYS.total_seconds()
    for digest in digests:
        os.utime(vault.path(digest), (then, then))
    await sweep(database, clock, vault).action()
    return [vault.read(digest) is not None for digest in digests]


async def test_the_sweep_keeps_what_an_entry_or_an_open_talk_needs(
    database: Database, world: World, tmp_path: Path
) -> None:
    vault, clock = Vault(tmp_path / "vault"), FixedClock(NOW)
    used, talked, dropped, killed = map(vault.put, (b"1", b"2", b"3", b"4"))
    async with database.transaction() as session:
        piece = await keep(session, world.guru, used)
        saved = await _saved(session, world.guru, piece)
        await drafts.discard(session, world.guru, (await drafts.list_open(session, world.guru))[0].id, NOW)
        await keep(session, world.guru, talked, subject="terbuka")
        talk = await drafts.open_draft(session, world.guru, "kegiatan", "buang", {}, NOW)
        await evidence.keep(session, world.guru, talk.id, Kept(dropped, 1, FileKind.image, 1), NOW)
        await drafts.discard(session, world.guru, talk.id, NOW)
    assert await _swept(database, vault, clock, used, talked, dropped, killed) == [True, True, False, False]
    async with database.transaction() as session:
        await competence.delete(session, world.guru, OnLog(saved.id, 1), NOW)
    assert await _swept(database, vault, clock, used, talked) == [False, True]
