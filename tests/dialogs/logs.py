"""Entries of the competence log for the tests of dialogs and views, and what a talk about one may come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from regulations.models import Basis, Pack, Role
from storage.values import Member
from storage.values.competence import (
    AddEvidence,
    ChangeLog,
    Entry,
    LogFacts,
    LogProblem,
    LogStatus,
    ReturnLog,
    SaveLog,
)
from storage.values.evidence import EvidenceFacts, FileKind, Page, Piece
from tests.dialogs.people import DRAFT, NOW, a_member, periods_of, year_of

LONG_TITLE = ('Pelatihan <b>asesmen</b> & "refleksi" 😀 ' * 9)[:120]
LONG_LINK = "https://contoh.id/" + "sertifikat-" * 30


def an_entry(pack: Pack, role: Role = Role.guru, title: str = "Asesmen formatif") -> Entry:
    """The first activity of a role, as it is asked under that pack."""
    item = pack.activities(role)[0]
    day = periods_of(pack)[0].starts + timedelta(days=11)
    if pack.point_range() is None:
        return Entry(item.code, day, title, reflection={each.code: "Banyak" for each in pack.reflections(role)})
    return Entry(item.code, day, title, 2, item.points or 4, item.points_basis, asked=item.points is None)


def a_log(pack: Pack, status: LogStatus = LogStatus.diajukan, **changes: Any) -> LogFacts:
    """An entry in the record, decided unless it waits."""
    decided = status in (LogStatus.dikonfirmasi, LogStatus.dikembalikan)
    owner = changes.pop("owner", a_member(year=year_of(pack)))
    log = LogFacts(
        id=DRAFT,
        version=3,
        status=status,
        owner=owner,
        period=periods_of(pack)[0].code,
        pack_id=pack.id,
        pack_version=pack.digest,
        entry=an_entry(pack, owner.role),
        needs_evidence=pack.upload_evidence,
        changed_at=NOW,
        submitted_at=NOW,
        decided_at=NOW if decided else None,
        decided_by="Bapak Contoh Kepala" if decided else None,
        decided_by_id=12 if decided else None,
        reason="Mana sertifikatnya?" if status is LogStatus.dikembalikan else None,
    )
    return replace(log, **changes)


def some_evidence() -> tuple[EvidenceFacts, ...]:
    """An album, a PDF that is used elsewhere too, and a long link."""
    pages = tuple(Page(number, "a" * 64, 1, 1) for number in range(1, 6))
    return (
        EvidenceFacts(DRAFT - 1, FileKind.image, pages, None, NOW),
        EvidenceFacts(DRAFT - 2, FileKind.pdf, (Page(9, "b" * 64, 1, 12),), None, NOW, also_in=4),
        EvidenceFacts(DRAFT - 3, FileKind.link, (), LONG_LINK, NOW),
    )


def many_evidence() -> tuple[EvidenceFacts, ...]:
    """As much as an entry may have."""
    one = some_evidence()[2]
    return tuple(replace(one, id=DRAFT - number) for number in range(20))


def odd_logs(pack: Pack, owner: Member) -> Iterator[LogFacts]:
    """Everything long, everything missing, every problem, in every state."""
    entry = replace(an_entry(pack, owner.role), title=LONG_TITLE)
    asked = replace(entry, each=128, units=60, basis=Basis.unverified, asked=True) if entry.points else entry
    long: dict[str, Any] = {"decided_by": owner.name, "reason": (LONG_TITLE * 3)[:300]}
    for status in LogStatus:
        log = a_log(pack, status, owner=owner)
        yield log
        yield replace(log, entry=asked, evidence=some_evidence(), problems=tuple(LogProblem), **long)
        yield replace(log, entry=entry, evidence=many_evidence(), needs_evidence=True)


def check(intent: SaveLog | ChangeLog | AddEvidence | ReturnLog, pinned: Mapping[str, Any], pack: Pack) -> None:
    """Assert that an intent keeps the rules of its pack."""
    match intent:
        case SaveLog(period=period, pack_id=pack_id, pack_version=version, entry=entry, pieces=pieces):
            assert (period, pack_id, version) == (pinned["period"], pack.id, pinned["version"])
            assert intent.needs_evidence == pack.upload_evidence
            assert intent.starts <= entry.day <= intent.ends
            _entry(entry, pack, Role(pinned["role"]))
            _pieces(pieces)
        case ChangeLog(log_id=log_id, version=version, entry=entry):
            assert [log_id, version] == pinned["log"]
            _entry(entry, pack, Role(pinned["role"]))
        case AddEvidence(log_id=log_id, version=3, pieces=pieces):
            assert log_id == DRAFT
            _pieces(pieces)
        case ReturnLog(log_id=log_id, version=3, reason=reason):
            assert log_id == DRAFT
            assert 0 < len(reason.strip()) <= 300


def _entry(entry: Entry, pack: Pack, role: Role) -> None:
    item = next(one for one in pack.activities(role) if one.code == entry.activity)
    assert 0 < len(entry.title.strip()) <= 120
    if pack.point_range() is None:
        assert (entry.units, entry.each, entry.basis, entry.asked) == (1, None, None, False)
        assert list(entry.reflection) == [each.code for each in pack.reflections(role)]
        assert all(0 < len(answer.strip()) <= 600 for answer in entry.reflection.values())
        return
    assert 1 <= entry.units <= 60
    assert entry.each is not None
    assert entry.points == entry.units * entry.each > 0
    assert entry.asked == (item.points is None)
    assert entry.basis is (Basis.unverified if entry.asked else item.points_basis)
    assert item.points in (None, entry.each)


def _pieces(pieces: tuple[Piece, ...]) -> None:
    assert len(pieces) <= 20
    for piece in pieces:
        assert piece.kind is FileKind.link, "the robot can send no file"
        assert piece.link is not None
        assert piece.link.startswith(("https://", "http://"))
