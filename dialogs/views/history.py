"""What happened to one's own things: who did what, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialogs.calls import At, Go
from dialogs.plan_summary import shortened
from dialogs.screen import Screen
from dialogs.views.parts import around, button, home_row, page_row, text
from locales import AnyText, Catalogue, Msg, _
from storage.values.own_data import HistoryLine

PAGE = 5
"""Entries on one page; each takes two lines."""
ACTIONS: Mapping[str, Msg] = {
    "absences.delegate": _("menunjuk pengganti selama berhalangan"),
    "absences.end": _("mengakhiri penggantian"),
    "appointments.appoint": _("menetapkan pejabat penilai"),
    "binaan.entrust": _("menetapkan sekolah binaan"),
    "coached.add": _("menambah sekolah dampingan"),
    "coached.remove": _("melepas sekolah dampingan"),
    "coached.restore": _("mengembalikan sekolah dampingan"),
    "coaching.change": _("mengubah catatan pendampingan"),
    "coaching.delete": _("menghapus catatan pendampingan"),
    "coaching.note": _("mencatat pendampingan sekolah"),
    "coaching.tick": _("mencatat kegiatan pendampingan"),
    "competence.add_evidence": _("menambah bukti kegiatan"),
    "competence.change": _("mengubah catatan kegiatan"),
    "competence.close": _("menutup kegiatan karena peran berakhir"),
    "competence.confirm": _("mengonfirmasi kegiatan kompetensi"),
    "competence.delete": _("menghapus catatan kegiatan"),
    "competence.give_back": _("mengembalikan kegiatan kompetensi"),
    "competence.remove_evidence": _("melepas bukti kegiatan"),
    "competence.save": _("mencatat kegiatan kompetensi"),
    "competence.submit": _("mengirim kegiatan kompetensi"),
    "competence.undo": _("mengurungkan keputusan atas kegiatan"),
    "competence.withdraw": _("menarik kembali kegiatan kompetensi"),
    "confirming.ask": _("minta bukti RHK dilihat"),
    "confirming.close": _("menutup permintaan karena peran berakhir"),
    "confirming.decide": _("melihat bukti RHK"),
    "confirming.undo": _("mengurungkan konfirmasi RHK"),
    "deadlines.move": _("menggeser tenggat"),
    "deadlines.restore": _("mengembalikan tenggat semula"),
    "erasing.erase": _("menghapus data pribadi"),
    "evaluations.acknowledge": _("menyatakan sudah membaca evaluasi"),
    "evaluations.decide": _("menetapkan evaluasi"),
    "evaluations.recommend": _("memberi rekomendasi evaluasi"),
    "evaluations.respond": _("menanggapi evaluasi"),
    "evaluations.revise": _("memperbaiki evaluasi"),
    "feedback.answer": _("menanggapi umpan balik"),
    "feedback.forget": _("menghapus catatan konseling lama"),
    "feedback.give": _("menyampaikan umpan balik"),
    "inbox.decide_batch": _("memutuskan sekumpulan hal sekaligus"),
    "inbox.propose": _("menyusun daftar keputusan"),
    "inbox.undo_batch": _("mengurungkan sekumpulan keputusan"),
    "invites.create": _("membuat undangan"),
    "invites.redeem": _("bergabung dengan Kawal"),
    "joins.confirm_join": _("menjawab permintaan bergabung"),
    "midyear.answer": _("menjawab cek kemajuan"),
    "midyear.close": _("menutup cek kemajuan karena peran berakhir"),
    "midyear.submit": _("mengirim cek kemajuan"),
    "midyear.undo": _("mengurungkan jawaban cek kemajuan"),
    "midyear.withdraw": _("menarik kembali cek kemajuan"),
    "moves.end_role": _("mengakhiri peran"),
    "moves.transfer": _("memindahkan ke peran lain"),
    "observations.agree": _("menyepakati jadwal observasi"),
    "observations.cancel": _("membatalkan observasi"),
    "observations.close": _("menutup observasi karena peran berakhir"),
    "observations.conclude": _("menutup siklus observasi"),
    "observations.discuss": _("mencatat diskusi tindak lanjut"),
    "observations.follow_up": _("mencatat upaya tindak lanjut"),
    "observations.move_slot": _("mengusulkan jadwal observasi lain"),
    "observations.observe": _("mencatat hasil observasi"),
    "observations.prepare": _("menyiapkan observasi"),
    "observations.reflect": _("menulis refleksi observasi"),
    "observations.respond": _("menanggapi refleksi observasi"),
    "observations.undo": _("mengurungkan langkah observasi"),
    "pendampingan.close": _("menutup laporan pendampingan karena peran berakhir"),
    "pendampingan.confirm": _("mengonfirmasi laporan pendampingan"),
    "pendampingan.give_back": _("mengembalikan laporan pendampingan"),
    "pendampingan.submit": _("mengirim laporan pendampingan"),
    "pendampingan.submit_work": _("mengirim karya refleksi"),
    "pendampingan.undo": _("mengurungkan keputusan atas laporan pendampingan"),
    "pendampingan.withdraw": _("menarik kembali laporan pendampingan"),
    "plotting.end_member": _("mengakhiri keanggotaan tim kinerja"),
    "plotting.form": _("menyusun tim kinerja"),
    "preparing.tick": _("mencentang pemutakhiran data"),
    "reminding.mute": _("mengatur jenis pengingat"),
    "reminding.quiet": _("mengatur jam tenang"),
    "reminding.stop": _("menghentikan atau menyalakan pengingat"),
    "skp.approve": _("menyetujui rencana SKP"),
    "skp.close": _("menutup rencana karena peran berakhir"),
    "skp.give_back": _("mengembalikan rencana SKP"),
    "skp.mark_entered": _("menyatakan rencana sudah diisi di Ruang GTK"),
    "skp.submit": _("mengirim rencana SKP"),
    "skp.undo": _("mengurungkan keputusan atas rencana SKP"),
    "skp.withdraw": _("menarik kembali rencana SKP"),
}
"""What was done, without who and to what; a test fails when an action is missing."""
OTHER = _("mengubah sesuatu")


def history(count: int, page: int, lines: Sequence[HistoryLine], zone: str, t: Catalogue) -> Screen:
    """`/riwayat`: a page of entries, newest first."""
    pages = max(1, -(-count // PAGE))
    shown: list[AnyText] = [_("<b>Riwayat</b>"), *(_line(one, zone, t) for one in lines)]
    if not lines:
        shown.append(_("Belum ada yang tercatat."))
    calls = [Go(At.history, number) for number in around(page, pages)]
    return Screen(
        text(t, shown), (*page_row(page, pages, calls), (button(t, _("← Data saya"), Go(At.own_data)),), home_row(t))
    )


def _line(one: HistoryLine, zone: str, t: Catalogue) -> AnyText:
    what = ACTIONS.get(one.action, OTHER)
    when = t.instant(one.at, zone)
    if one.mine:
        return _("{when}: saya {what}", when=when, what=what)
    if one.who is None:
        return _("{when}: Kawal, {what}", when=when, what=what)
    return _("{when}: {who} {what}", when=when, who=shortened(one.who, 20), what=what)
