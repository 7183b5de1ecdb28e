"""What the works and the states of a pengawas' reports are called."""

from __future__ import annotations

from collections.abc import Mapping

from locales import Msg, _
from storage.values.pendampingan import ReportStatus, WorkKind

WORKS: Mapping[WorkKind, Msg] = {
    WorkKind.tulisan: _("tulisan"),
    WorkKind.artikel: _("artikel"),
    WorkKind.video: _("video praktik baik"),
}
STATES: Mapping[ReportStatus | None, Msg] = {
    None: _("belum ada laporan"),
    ReportStatus.diajukan: _("menunggu konfirmasi"),
    ReportStatus.dikembalikan: _("dikembalikan"),
    ReportStatus.ditarik: _("ditarik"),
    ReportStatus.dikonfirmasi: _("dikonfirmasi"),
}
SIGNS: Mapping[ReportStatus | None, str] = {
    None: "○",
    ReportStatus.diajukan: "⏳",
    ReportStatus.dikembalikan: "↩",
    ReportStatus.ditarik: "○",
    ReportStatus.dikonfirmasi: "✅",
}
WORK = _("Karya refleksi")
"""The second thing of December."""
