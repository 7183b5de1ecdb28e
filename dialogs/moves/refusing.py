"""What does not fit when people move or teams are formed, by the problem that the record names."""

from __future__ import annotations

from locales import Msg, _

PROBLEMS: dict[str, Msg] = {
    "delegate": _("Pengganti harus orang lain yang aktif: kepala sekolah, pengawas, atau pejabat dinas yang sama."),
    "absence_past": _("Tanggal mulai itu sudah lewat. Mulai hari ini atau sesudahnya."),
    "absence_length": _("Tanggal akhir harus sama dengan atau sesudah tanggal mulai, paling lama satu tahun."),
    "absence_overlap": _("Pada hari-hari itu sudah ada pengganti. Akhiri yang lama dahulu, atau pilih hari lain."),
    "appraiser": _("Orang itu tidak dapat menjadi pejabat penilainya sekarang. Pilih dari daftar yang baru."),
    "acting": _("Orang itu hanya dapat menjadi Plt. atau Plh."),
    "own_role": _("Peran sendiri tidak dapat diakhiri atau dipindahkan sendiri. Mohon lewat operator lain."),
    "same_role": _("Orang itu sudah memegang peran tersebut di sana."),
    "unit_role": _("Peran itu tidak ada di tempat tersebut: guru dan kepala sekolah di sekolah, yang lain di dinas."),
    "head_taken": _("Tempat itu masih punya kepala. Akhiri dahulu peran kepala yang lama, lalu ulangi."),
    "position": _("Jabatan paling panjang 120 huruf."),
    "team_member": _("Ada anggota yang sudah tidak dapat dipilih. Bentuk timnya sekali lagi."),
    "team_watched": _("Ada yang tidak lagi Bapak/Ibu nilai. Bentuk timnya sekali lagi."),
    "team_self": _("Seseorang tidak dapat mengamati dirinya sendiri."),
    "sk_number": _("Nomor SK perlu diisi, paling panjang 80 huruf."),
    "sk_date": _("Tanggal SK itu belum tiba. Pilih hari ini atau sebelumnya."),
}
