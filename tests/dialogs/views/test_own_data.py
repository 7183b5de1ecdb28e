"""The archive holds what it says, and the history has words for everything that is audited."""

from __future__ import annotations

import ast
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import storage
from dialogs.views import history, own_data
from storage.values.own_data import Export, ExportFile, OwnData
from tests.dialogs.views.reading import EN, ID, text

OPERATION = re.compile(r"[a-z_]+\.[a-z_]+")
NOT_WRITING = {
    "operation",
    "acting",
    "NotAllowed",
    "require_operator",
    "looked_after",
    "_subject",
    "_owner",
    "_agreed_plan",
}
"""Calls that name an operation without writing it into the trail."""
ABOUT_NO_PERSON = {"packs.pin_pack", "roster.import"}


def test_whatever_is_audited_about_a_person_has_words() -> None:
    source = Path(storage.__path__[0])
    assert set(history.ACTIONS) == {name for file in source.rglob("*.py") for name in _audited(file)} - ABOUT_NO_PERSON


def _audited(file: Path) -> set[str]:
    """Names of operations that a file writes into the trail: those of its steps, and those it records itself."""
    calls = (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))
    return {
        arg.value
        for call in calls
        if _called(call) not in NOT_WRITING
        for arg in call.args
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and OPERATION.fullmatch(arg.value)
    }


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_the_archive_holds_texts_and_evidence() -> None:
    vault = {"1" * 64: b"%PDF-1.7", "2" * 64: b"\xff\xd8\xff\xe0"}
    files = tuple(ExportFile(f"bukti/{digest[0]}", digest, 9) for digest in (*vault, "3" * 64))
    (part,) = own_data.archive(Export({"skp.json": "[]", "orang.json": "{}"}, files), ID).files
    archive = ZipFile(BytesIO(part.make(vault.get)))
    assert archive.namelist() == ["skp.json", "orang.json", "bukti/1.pdf", "bukti/2.jpg", "tidak-ada.json"]
    assert archive.read("bukti/1.pdf") == b"%PDF-1.7"
    assert archive.read("tidak-ada.json") == b'["bukti/3"]'


def test_one_is_counted_as_one() -> None:
    said = text(own_data.overview(OwnData({"assignment": 1, "skp": 2}, 0, 0), EN))
    assert "1 role, 2 SKP plans" in said


def test_large_evidence_comes_in_parts() -> None:
    half = own_data.LARGEST // 2 + 1
    files = tuple(ExportFile(f"bukti/{at}", f"{at}" * 64, half) for at in range(3))
    parts = own_data.archive(Export({"skp.json": "[]"}, files), ID).files
    names = [ZipFile(BytesIO(part.make(lambda _digest: b"x"))).namelist() for part in parts]
    assert names == [["skp.json", "bukti/0"], ["bukti/1"], ["bukti/2"]]
    assert [part.name for part in parts] == ["data-saya.zip", "data-saya-2.zip", "data-saya-3.zip"]
