"""The kinds that regulations speak of: roles, bases, ratings and their like, in the field's own words."""

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is in the field."""

    guru = "guru"
    kepala_sekolah = "kepala_sekolah"
    pengawas = "pengawas"
    kepala_dinas = "kepala_dinas"
    tim_kinerja = "tim_kinerja"
    operator = "operator"
    pelatih_ahli = "pelatih_ahli"


class Basis(StrEnum):
    """How far an item may be trusted; shown wherever it matters."""

    regulated = "regulated"  # printed in the regulation that is cited
    recommended = "recommended"  # Kawal's advice on what the regulation leaves open
    secondary = "secondary"  # known from secondary sources only
    carried_over = "carried-over"  # taken from the older regulation because the newer text is unknown
    example = "example"  # Kawal's own suggestion, to be replaced by the user's words
    unverified = "unverified"  # seen somewhere, confirmed nowhere


class Cycle(StrEnum):
    """How often a plan is made."""

    semester = "semester"
    year = "year"


class RhkKind(StrEnum):
    """What a RHK asks of a plan besides a target."""

    observasi = "observasi"  # the RHK that an observation (for a pengawas: mentoring) focus belongs to
    kompetensi = "kompetensi"  # the RHK that competence activities belong to
    tugas_tambahan = "tugas_tambahan"  # only for those who have an additional task
    umum = "umum"


class SkpPart(StrEnum):
    """The two halves of a SKP."""

    hasil_kerja = "hasil_kerja"
    perilaku_kerja = "perilaku_kerja"


class Rating(StrEnum):
    """Rating of one half of a SKP, relative to the expectation."""

    di_bawah = "di_bawah"
    sesuai = "sesuai"
    di_atas = "di_atas"


class ConfirmedBy(StrEnum):
    """Who or what confirms that a RHK was carried out."""

    kepala_sekolah = "kepala_sekolah"
    pejabat_penilai = "pejabat_penilai"
    sistem = "sistem"  # done inside the ministry's system, nothing else to confirm
    refleksi = "refleksi"  # the person writes a reflection in the ministry's system


class DoneWhen(StrEnum):
    """What ends the task of a window, and with it the reminders."""

    data_updated = "data_updated"
    team_plotted = "team_plotted"
    plan_entered = "plan_entered"  # the person has said "sudah saya isi di Ruang GTK"
    plan_decided = "plan_decided"  # the appraiser has decided every plan that waits
    plan_adjusted = "plan_adjusted"
    carried_out = "carried_out"
    checked_in = "checked_in"  # progress of an agreed plan was told in the middle of the year
    evaluated = "evaluated"
    reported = "reported"  # the reports of a month are in


class ObservationStage(StrEnum):
    """Which part of the cycle a step of the observation belongs to."""

    baseline = "baseline"
    midline = "midline"
    endline = "endline"


class Side(StrEnum):
    """The two sides of an observation."""

    diobservasi = "diobservasi"
    pengamat = "pengamat"
