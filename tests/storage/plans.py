"""Plans to send, for tests."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from regulations.models import Basis
from storage.values import BehaviourItem, CompetenceItem, Plan, ResultItem, SubmitSkp

PLAN = Plan(
    results=(
        ResultItem("a", "ks-a", "Kuantitas", "Jumlah <laporan> & refleksi 😀", Decimal("2.50"), "dokumen", True),
        ResultItem("d", None, "Mutu", "Nilai", Decimal("1250"), "%", False),
    ),
    focuses=("1", "4"),
    behaviours=(BehaviourItem("1", "1.1", "1.1.1", True), BehaviourItem("7", "7.3", "7.3.2", False)),
    competences=(CompetenceItem("k1", 2), CompetenceItem("k9", 1, 8, Basis.carried_over)),
    note="Poin di luar rentang karena cuti",
    additional_task="Wakil kepala",
)
SUBMIT = SubmitSkp("2027", "kepmendikdasmen-271-2025", "f" * 64, PLAN)


def changed(**parts: object) -> SubmitSkp:
    """The same intent with another plan."""
    return replace(SUBMIT, plan=replace(PLAN, **parts))  # type: ignore[arg-type]
