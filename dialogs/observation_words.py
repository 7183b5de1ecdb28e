"""What is said of an observation wherever it stands: what was done last, and what comes next."""

from __future__ import annotations

from locales import AnyText, Catalogue, Msg, _
from storage.errors import MovedOn
from storage.values.observation import ObservationStatus

DONE: dict[ObservationStatus, Msg] = {
    ObservationStatus.persiapan: _("menunggu jadwal disepakati"),
    ObservationStatus.dijadwalkan: _("sudah dijadwalkan"),
    ObservationStatus.diamati: _("sudah diamati"),
    ObservationStatus.dijawab: _("pertanyaannya sudah dijawab"),
    ObservationStatus.didiskusikan: _("sudah didiskusikan"),
    ObservationStatus.ditindaklanjuti: _("sudah ditindaklanjuti"),
    ObservationStatus.direfleksikan: _("sudah direfleksikan"),
    ObservationStatus.selesai: _("sudah selesai"),
    ObservationStatus.dibatalkan: _("sudah dibatalkan"),
}
NEXT: dict[ObservationStatus, Msg] = {
    ObservationStatus.persiapan: _("jadwal disepakati kedua pihak"),
    ObservationStatus.dijadwalkan: _("pengamat mengisi observasi"),
    ObservationStatus.diamati: _("yang diamati menjawab diskusi"),
    ObservationStatus.dijawab: _("pengamat mencatat hasil diskusi"),
    ObservationStatus.didiskusikan: _("yang diamati mencatat tindak lanjut"),
    ObservationStatus.ditindaklanjuti: _("yang diamati menulis refleksi"),
    ObservationStatus.direfleksikan: _("pengamat menanggapi refleksi"),
}
PROBLEMS: dict[str, Msg] = {
    "no_agreed_focus": _("Fokus itu belum ada dalam rencana yang disepakati. Sepakati rencananya dulu."),
    "slot_past": _("Waktu itu sudah lewat. Pilih waktu yang akan datang."),
    "slot_outside": _("Tanggal itu di luar periode. Pilih tanggal di dalam periodenya."),
    "too_early": _("Hari observasinya belum tiba. Bila diamati lebih awal, pindahkan dulu jadwalnya."),
    "nothing_observed": _("Belum ada yang dicatat. Isi kategori atau catatan, supaya ada yang dibicarakan."),
    "follow_up_day": _("Tanggalnya antara hari observasi dan hari ini."),
    "empty": _("Isian ini perlu beberapa kata, paling banyak 1.000 huruf."),
}


def moved_on(error: MovedOn, zone: str, t: Catalogue) -> AnyText:
    """The step that was meant is not the next one: who was faster, and what is."""
    status = ObservationStatus(error.status)
    coming: AnyText = _(" Berikutnya: {next}.", next=NEXT[status]) if status in NEXT else ""
    if error.by is None or error.at is None:
        return _("Observasi ini {done}.{coming}", done=DONE[status], coming=coming)
    when = t.instant(error.at, zone)
    done = DONE[status]
    return _("Observasi ini {done} ({name}, {when}).{coming}", done=done, name=error.by, when=when, coming=coming)
