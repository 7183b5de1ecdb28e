"""Made-up people, grounds and plans for the tests of dialogs and views."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from regulations.library import packaged
from regulations.models import Pack, Period, Role
from storage.values import AssignmentStatus, Employment, Member, Plan, SkpFacts, SkpStatus

PACKS = tuple(packaged().packs.values())
TODAY = date(2027, 1, 12)
NOW = datetime(2027, 1, 12, 0, 5, tzinfo=UTC)
DRAFT = 2_147_483_647
"""A draft id as long as any will ever be."""

NAMES = (
    "Bu Contoh Satu",
    '<b>Budi</b> & Sri "Ani" O\'Neil <script>',
    "محمد بن عبد الله الحسيني، معلم الصف الرابع",
    "👩🏽‍🏫 Contoh 🏳️‍🌈 Guru 🇮🇩",
    "Dr. Hj. Raden Ayu Siti Contoh Nurhalizah Kusumaningrat Sastroatmodjo, S.Pd., M.Pd., Gr.",
    "{name} {0} %s {}",
)
"""Names as people have them, and as forms get them."""


def a_member(role: Role = Role.guru, **changes: Any) -> Member:
    """Somebody active at SDN Contoh 01, in WITA."""
    member = Member(
        assignment_id=11,
        person_id=7,
        name=NAMES[0],
        salutation="Ibu",
        role=role,
        status=AssignmentStatus.active,
        year=2027,
        unit_id=3,
        unit_name="SDN Contoh 01",
        zone="Asia/Makassar",
        position="Guru Kelas IV",
        employment=Employment.pns,
        additional_task=None,
        pinned_pack=None,
    )
    return replace(member, **changes)


def year_of(pack: Pack) -> int:
    """A year that the pack governs."""
    return pack.valid_years.first


def periods_of(pack: Pack) -> tuple[Period, ...]:
    """The periods of a year that the pack governs."""
    return pack.periods(year_of(pack))


def a_skp(pack: Pack, plan: Plan, status: SkpStatus = SkpStatus.diajukan, **changes: Any) -> SkpFacts:
    """A plan in the record, decided unless it waits."""
    decided = status is not SkpStatus.diajukan
    facts = SkpFacts(
        id=DRAFT,
        version=3,
        revision=1,
        status=status,
        owner=a_member(year=year_of(pack)),
        appraiser_name="Bapak Contoh Kepala",
        period=periods_of(pack)[0].code,
        pack_id=pack.id,
        pack_version=str(pack.version),
        plan=plan,
        submitted_at=NOW,
        changed_at=NOW,
        decided_at=NOW if decided else None,
        decided_by="Bapak Contoh Kepala" if decided else None,
        reason="Target RHK a terlalu rendah." if status is SkpStatus.dikembalikan else None,
    )
    return replace(facts, **changes)
