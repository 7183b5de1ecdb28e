"""Made-up check-ins for the tests of dialogs and views."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from regulations.models import Pack, Role
from storage.values.midyear import CheckinFacts, CheckinStatus, Progress
from tests.dialogs.people import DRAFT, NOW, a_member, periods_of, year_of

LONG = ("Jadwal <b>padat</b> & 'rapat' \"dinas\" 👩🏽‍🏫 {yang} bertumpuk مكتمل " * 9)[:300]


def a_checkin(pack: Pack, role: Role = Role.guru, **changes: Any) -> CheckinFacts:
    """One that waits, on every RHK of the role."""
    progress = tuple(
        Progress(item.code, Decimal(number * 33), Decimal(100), "persen", LONG if number % 2 else None)
        for number, item in enumerate(pack.rhk(role))
    )
    facts = CheckinFacts(
        id=DRAFT,
        version=3,
        status=CheckinStatus.diajukan,
        owner=a_member(role, year=year_of(pack)),
        skp_id=DRAFT,
        period=periods_of(pack)[0].code,
        number=2,
        pack_id=pack.id,
        pack_version=pack.digest,
        progress=progress,
        hindrance=LONG,
        support=LONG,
        submitted_at=NOW,
    )
    return replace(facts, **changes)
