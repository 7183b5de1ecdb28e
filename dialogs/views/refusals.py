"""Why the record refused, told to the person: what happened and what to do now."""

from __future__ import annotations

from dialogs import observation_words
from dialogs.moves import refusing
from locales import AnyText, Catalogue, Msg, _
from storage.errors import Invalid, MovedOn, NotAllowed, NotFound, Refused, SlotTaken
from storage.values import SkpStatus
from storage.values.observation import ObservationStatus

DONE: dict[str, Msg] = {
    "diajukan": _("sudah dikirim"),
    "dikembalikan": _("sudah dikembalikan"),
    "ditarik": _("sudah ditarik"),
    "tersimpan": _("sudah diubah"),
    "tercatat": _("sudah diubah"),
    "didampingi": _("sudah ada di daftar"),
    "selesai": _("sudah dilepas dari daftar"),
    "dijawab": _("sudah dijawab"),
    "disepakati": _("sudah disepakati"),
    "disampaikan": _("sudah disampaikan"),
    "ditanggapi": _("sudah ditanggapi"),
    "dihapus": _("sudah dihapus"),
    "kosong": _("kembali belum dilihat"),
    "diminta": _("sudah diminta untuk dilihat"),
    "dikonfirmasi": _("sudah dikonfirmasi"),
    "belum": _("sudah dinyatakan belum ada"),
    "disusun": _("sudah disusun"),
    "diputuskan": _("sudah diputuskan"),
    "ditetapkan": _("sudah ditetapkan"),
    "diketahui": _("sudah dibaca pemiliknya"),
    "diurungkan": _("sudah diurungkan"),
    "invited": _("belum bergabung"),
    "pending": _("menunggu konfirmasi"),
    "active": _("masih aktif"),
    "ended": _("sudah berakhir"),
}
"""What has become of something, by its status; kinds of things share the words."""

NOT_ALLOWED: dict[str, Msg] = {
    "skp.undo": _("Keputusan hanya dapat diurungkan oleh yang memutuskan, dalam sepuluh menit."),
    "competence": _("Ini tidak bisa: hanya pemilik catatan atau pejabat penilainya, dan pembatalan dalam 10 menit."),
    "evaluations": _("Ini hanya untuk pejabat penilainya saat ini, atau untuk pemilik penilaian itu."),
    "feedback": _("Ini hanya untuk pejabat penilai atau tim kinerja orang itu saat ini, dan untuk orangnya sendiri."),
    "coached": _("Daftar ini hanya untuk pelatih ahlinya sendiri; diurungkan dalam sepuluh menit."),
    "coaching": _("Catatan pendampingan hanya untuk pelatih ahlinya sendiri."),
    "confirming": _("Ini tidak bisa lagi: sepuluh menitnya sudah lewat, atau penilainya sekarang orang lain."),
    "inbox": _("Ini tidak bisa lagi: waktunya sudah lewat, atau bukan keputusan Bapak/Ibu."),
    "observations": _("Langkah ini untuk pihak yang lain, atau waktunya sudah lewat."),
    "midyear": _("Ini hanya untuk pemiliknya atau penilainya saat ini; jawaban diurungkan dalam sepuluh menit."),
    "moves": _("Ini hanya untuk operator di semua tempat yang bersangkutan."),
    "binaan": _("Sekolah binaan ditetapkan oleh operator dinas atau kepala dinas."),
    "pendampingan": _("Ini tidak bisa: hanya pengawas sekolah itu atau penilainya, dan pembatalan dalam 10 menit."),
    "deadlines": _("Tenggat hanya digeser oleh operator sekolah itu atau operator dinasnya."),
    "posts": _("Ini hanya untuk operatornya."),
    "appointments": _("Ini hanya untuk operatornya."),
    "absences": _("Ini hanya untuk pejabat penilainya sendiri atau operatornya."),
    "plotting": _("Ini hanya untuk pejabat penilai, tentang orang yang dinilainya."),
    "skp": _("Ini hanya dapat dilakukan oleh pemilik rencana atau pejabat penilainya saat ini."),
}
"""By the operation, or by its file."""

PROBLEMS: dict[str, Msg] = {
    "erase_word": _("Data hanya dihapus setelah kata HAPUS diketik."),
    "title": _("Judul perlu diisi, paling panjang 120 huruf."),
    "day": _("Tanggalnya harus di dalam periode dan sudah lewat atau hari ini."),
    "evidence_full": _("Bukti satu catatan paling banyak 20. Lepaskan satu dahulu, lalu kirim lagi."),
    "feedback_text": _("Isinya perlu ditulis, paling panjang 1.000 huruf."),
    **observation_words.PROBLEMS,
    **refusing.PROBLEMS,
    "ratings": _("Rencananya berubah sesudah penilaian dimulai. Buka penilaiannya sekali lagi."),
    "rating_reason": _("Alasan perlu diisi bila rating berbeda dari saran, atau di bawah ekspektasi."),
    "plan_not_agreed": _("Rencana SKP-nya belum disepakati, jadi belum dapat dinilai."),
    "confirmation_rhk": _("RHK ini tidak ada dalam rencana yang disepakati, atau bukan penilai yang mengonfirmasinya."),
    "confirmation_note": _("Tuliskan apa yang belum ada, paling panjang 300 huruf."),
    "agreed_plan": _("Rencana SKP-nya belum disepakati, jadi belum ada yang dicek."),
    "checkin_waits": _("Cek kemajuan sebelumnya masih menunggu jawaban. Perbaiki yang itu saja."),
    "words": _("Tulisannya perlu diisi, paling panjang 300 huruf."),
    "binaan_school": _("Pilih sekolah yang berada di bawah dinas pengawas itu."),
    "binaan_ended": _("Sekolah ini sudah bukan sekolah binaan Bapak/Ibu. Laporan lamanya tetap tersimpan."),
    "report_month": _("Bulan itu belum mulai, jadi belum ada yang dilaporkan."),
    "report_day": _("Tanggalnya harus di bulan laporan, dan sudah lewat atau hari ini."),
    "report_words": _("Tulisannya perlu diisi, paling panjang 400 huruf."),
    "report_findings": _("Temuan perlu diisi: satu sampai lima, masing-masing paling panjang 200 huruf."),
    "work_evidence": _("Sertakan tautan atau berkas karyanya."),
    "reason": _("Alasan perlu diisi, supaya pemiliknya tahu apa yang diperbaiki."),
    "coached_name": _("Nama sekolah perlu diisi, paling panjang 120 huruf."),
    "coached_twice": _("Sekolah ini sudah ada di daftar dampingan."),
    "coached_many": _("Daftarnya sudah penuh: paling banyak 60 sekolah. Lepaskan satu dahulu."),
    "coaching_month": _("Bulan itu tidak dapat dipilih untuk ini."),
    "coaching_day": _("Tanggalnya harus di bulan itu, dan sudah lewat atau hari ini."),
    "coaching_jp": _("JP harus angka bulat dari 0 sampai 24."),
    "coaching_words": _("Tulisannya perlu diisi, masing-masing paling panjang 500 huruf."),
    "coaching_school": _("Sekolah itu tidak ada di daftar dampingan bulan itu."),
    "deadline_past": _("Tanggal itu sudah lewat. Pilih hari ini atau sesudahnya."),
    "deadline_early": _("Batas tidak bisa sebelum masanya dibuka."),
    "deadline_reason": _("Alasannya perlu diisi, paling panjang 200 huruf."),
    "nothing_complete": _("Tidak ada yang lengkap. Yang tersisa perlu dilihat satu per satu."),
    "entered_on": _("Tanggal itu belum tiba. Pilih hari ini atau sebelumnya."),
}
"""What does not fit, by the problem that the record names."""


def refusal(error: Refused, zone: str, t: Catalogue) -> AnyText:
    """One line for a toast or above a screen."""
    match error:
        case MovedOn(status=ObservationStatus()):
            return observation_words.moved_on(error, zone, t)
        case SlotTaken(at=at):
            when = t.instant(at, zone)
            return _("Ada observasi lain pada {when}. Pilih jam yang berjarak paling sedikit satu jam.", when=when)
        case MovedOn(status=status, by=str(name), at=at) if at is not None:
            when, done = t.instant(at, zone), DONE[status]
            if isinstance(status, SkpStatus):
                return _("Rencana ini {done} oleh {name}, {when}.", done=done, name=name, when=when)
            return _("Isian ini {done} oleh {name}, {when}.", done=done, name=name, when=when)
        case MovedOn(status=SkpStatus() as status):
            return _("Rencana ini {done}.", done=DONE[status])
        case MovedOn(status=status):
            return _("Isian ini {done}.", done=DONE[status])
        case NotAllowed(operation=operation):
            other = _("Ini hanya dapat dilakukan oleh yang berwenang saat ini.")
            return NOT_ALLOWED.get(operation) or NOT_ALLOWED.get(operation.partition(".")[0], other)
        case NotFound():
            return _("Yang dicari tidak ada, atau bukan untuk akun ini.")
        case Invalid(problem=problem):
            return PROBLEMS.get(problem, _("Isian ini belum sesuai dengan aturannya. Mohon periksa lagi."))
    return _("Ini belum dapat dilakukan. Silakan buka /menu.")
