"""What the kinds of feedback are called, and who reads them."""

from __future__ import annotations

from collections.abc import Mapping

from locales import Msg, _
from storage.values.feedback import FeedbackKind

KINDS: Mapping[FeedbackKind, Msg] = {
    FeedbackKind.apresiasi: _("Apresiasi"),
    FeedbackKind.umpan_balik: _("Umpan balik"),
    FeedbackKind.penugasan: _("Penugasan baru"),
    FeedbackKind.bimbingan: _("Bimbingan kinerja"),
    FeedbackKind.konseling: _("Konseling kinerja"),
}
SIGNS: Mapping[FeedbackKind, str] = {
    FeedbackKind.apresiasi: "👏",
    FeedbackKind.umpan_balik: "💬",
    FeedbackKind.penugasan: "📌",
    FeedbackKind.bimbingan: "🧭",
    FeedbackKind.konseling: "🔒",
}
READ_BY_ALL = _("Dibaca orangnya, pejabat penilainya sekarang, dan tim kinerja yang mendampinginya.")
READ_BY_TWO = _("🔒 Hanya dibaca berdua.")
KEPT = _("Isinya dihapus setelah {day}.")
