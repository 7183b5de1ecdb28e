"""The inbox and its batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from dialogs.screen import Screen
from dialogs.views import inbox
from locales import Catalogue
from storage.values.inbox import BatchFacts, BatchItem, BatchStatus, Thing, Waiting
from tests.dialogs.people import DRAFT, NOW
from tests.dialogs.views.shapes.pages import Shapes

SINCE = timedelta(minutes=10)


def _waiting(name: str, count: int, things: Sequence[Thing]) -> list[Waiting]:
    codes = list(inbox.PROBLEMS)
    return [
        Waiting(
            things[n % len(things)],
            DRAFT - n,
            n,
            name,
            f"SDN {name}",
            NOW,
            tuple(codes[: n % 3]) if n < count // 2 else (),
            name if n % 2 else "",
        )
        for n in range(count)
    ]


def _inbox(t: Catalogue, name: str) -> Iterator[Screen]:
    yield inbox.inbox((), 0, None, 0, "Asia/Makassar", t)
    for zone in ("Asia/Jakarta", "Asia/Jayapura"):
        for count in (1, 5, 6, 60):
            for things in ((Thing.plan,), tuple(Thing)):
                lines = _waiting(name, count, things)
                yield inbox.inbox(lines, count // 2, None, 0, zone, t)
                yield inbox.inbox(lines, count // 2, things[0], 99, zone, t)


def _news(t: Catalogue, name: str) -> Iterator[Screen]:
    return (inbox.news(count, t) for count in (1, 300))


def _batch(t: Catalogue, name: str) -> Iterator[Screen]:
    for count in (1, 8, 9, 60):
        for done in (True, False):
            items = tuple(BatchItem(Thing.plan, DRAFT - n, n, name, done) for n in range(count))
            for status in BatchStatus:
                told = None if status is BatchStatus.disusun else NOW + SINCE
                facts = BatchFacts(DRAFT, 999, status, items, count // 2, told)
                yield inbox.batch(facts, 0, NOW, "Asia/Jayapura", t)
                yield inbox.batch(facts, 99, NOW + SINCE, "Asia/Jayapura", t)


VIEWS: dict[str, Shapes] = {"inbox.inbox": _inbox, "inbox.news": _news, "inbox.batch": _batch}
