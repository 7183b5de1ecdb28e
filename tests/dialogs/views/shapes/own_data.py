"""One's own data and its history."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.screen import Screen
from dialogs.views import history, own_data
from locales import Catalogue
from storage.values.own_data import Export, ExportFile, HistoryLine, OwnData, Receipt
from tests.dialogs.people import NOW
from tests.dialogs.views.shapes.pages import Shapes

ZONE = "Asia/Jayapura"


def _counts() -> Iterator[dict[str, int]]:
    yield {}
    yield {"skp": 1}
    yield dict.fromkeys(own_data.KINDS, 1234)


def _overview(t: Catalogue, name: str) -> Iterator[Screen]:
    return (own_data.overview(OwnData(counts, 3, 1), t) for counts in _counts())


def _archive(t: Catalogue, name: str) -> Iterator[Screen]:
    large = tuple(ExportFile(f"bukti/{at}", "0" * 64, own_data.LARGEST) for at in range(3))
    for files in ((), large):
        yield own_data.archive(Export({"skp.json": name}, files), t)


def _receipt(t: Catalogue, name: str) -> Iterator[Screen]:
    return (own_data.receipt(Receipt("ABCD-EFGH-JKLM", NOW, counts), ZONE, t) for counts in _counts())


def _history(t: Catalogue, name: str) -> Iterator[Screen]:
    yield history.history(0, 0, (), ZONE, t)
    lines = [HistoryLine(NOW, action, who, mine) for action in (*history.ACTIONS, "x.y") for who, mine in _whose(name)]
    size = history.PAGE
    for page in range(0, len(lines), size):
        yield history.history(len(lines), page // size, lines[page : page + size], ZONE, t)


def _whose(name: str) -> Iterator[tuple[str | None, bool]]:
    yield name, False
    yield name, True
    yield None, False


VIEWS: dict[str, Shapes] = {
    "own_data.overview": _overview,
    "own_data.archive": _archive,
    "own_data.kept": lambda t, name: iter([own_data.kept(t)]),
    "own_data.receipt": _receipt,
    "history.history": _history,
}
