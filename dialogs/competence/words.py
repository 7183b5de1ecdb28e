"""Short words for what an entry is and what about it needs a look; several screens share them."""

from __future__ import annotations

from locales import Msg, _
from storage.values.competence import LogProblem, LogStatus

SIGNS: dict[LogStatus, str] = {
    LogStatus.tersimpan: "✎",
    LogStatus.diajukan: "⏳",
    LogStatus.dikonfirmasi: "✅",
    LogStatus.dikembalikan: "↩",
    LogStatus.ditarik: "✎",
    LogStatus.dihapus: "–",
}
PROBLEMS: dict[str, Msg] = {
    LogProblem.unverified_points: _("nilai poin belum terverifikasi"),
    LogProblem.outside_period: _("tanggal di luar periode"),
    LogProblem.no_evidence: _("belum ada bukti"),
    LogProblem.duplicate_file: _("berkas sudah dipakai di catatan lain"),
    LogProblem.link_only: _("buktinya hanya tautan"),
}
STATES: dict[LogStatus, Msg] = {
    LogStatus.tersimpan: _("belum dikirim"),
    LogStatus.diajukan: _("menunggu konfirmasi"),
    LogStatus.dikonfirmasi: _("dikonfirmasi"),
    LogStatus.dikembalikan: _("dikembalikan"),
    LogStatus.ditarik: _("ditarik"),
    LogStatus.dihapus: _("dihapus"),
}
