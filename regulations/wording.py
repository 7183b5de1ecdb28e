"""How packs are told to people: the Indonesian names of what the files call by code."""

from babel.dates import format_date

from regulations.base import Cited
from regulations.dates import PeriodTemplate, Window, on
from regulations.kinds import Basis, Cycle, Rating, Role
from regulations.pack import Pack

# A month and a day need some year to be formatted in.
ANY_YEAR = 2025

ROLES = {
    Role.guru: "guru",
    Role.kepala_sekolah: "kepala sekolah",
    Role.pengawas: "pengawas sekolah",
    Role.kepala_dinas: "kepala dinas",
    Role.tim_kinerja: "tim kinerja",
    Role.operator: "operator",
    Role.pelatih_ahli: "pelatih ahli",
}
BASES = {
    Basis.regulated: "tercetak dalam aturan",
    Basis.recommended: "anjuran Kawal",
    Basis.secondary: "menurut sumber sekunder",
    Basis.carried_over: "terbawa dari aturan sebelumnya",
    Basis.example: "contoh dari Kawal",
    Basis.unverified: "belum terverifikasi",
}
RATINGS = {
    Rating.di_bawah: "di bawah ekspektasi",
    Rating.sesuai: "sesuai ekspektasi",
    Rating.di_atas: "di atas ekspektasi",
}
CYCLES = {Cycle.semester: "tiap semester", Cycle.year: "sekali setahun"}


def years(pack: Pack) -> str:
    """`2025`, `2024 sampai 2025`, `sejak 2026`."""
    first, last = pack.valid_years.first, pack.valid_years.last
    if last is None:
        return f"sejak {first}"
    return f"{first}" if first == last else f"{first} sampai {last}"


def day(month_day: str, year_offset: int = 0) -> str:
    """`15 Januari tahun berikutnya` for `01-15` and an offset of one."""
    told = str(format_date(on(ANY_YEAR, month_day), "d MMMM", locale="id"))
    return told + {-1: " tahun sebelumnya", 0: "", 1: " tahun berikutnya"}[year_offset]


def month(number: int) -> str:
    """`Januari` for 1."""
    return str(format_date(on(ANY_YEAR, f"{number:02}-01"), "MMMM", locale="id"))


def span(window: Window) -> str:
    """`1 Januari sampai 31 Januari`, or `paling lambat 31 Januari` where no opening is printed."""
    closes = day(window.closes, window.closes_year)
    if window.opens is None:
        return f"paling lambat {closes}"
    return f"{day(window.opens, window.opens_year)} sampai {closes}"


def period(template: PeriodTemplate) -> str:
    """`Periode I, 1 Januari sampai 30 Juni`; a period that fills the year is `setahun penuh`."""
    if template.code == "tahun":
        return "setahun penuh"
    return f"{template.label.replace('{year}', '').strip()}, {day(template.starts)} sampai {day(template.ends)}"


def how_many(at_least: int, at_most: int | None) -> str:
    """`tepat 1`, `paling sedikit 1`, `1 sampai 3`."""
    if at_most is None:
        return f"paling sedikit {at_least}"
    return f"tepat {at_least}" if at_least == at_most else f"{at_least} sampai {at_most}"


def citation(item: Cited) -> str:
    """Where an item stands, and how far that may be trusted."""
    note = f" {item.note}" if item.note else ""
    return f"{item.source} [{BASES[item.basis]}]{note}"


def yes(value: bool) -> str:
    """`ya` or `tidak`."""
    return "ya" if value else "tidak"
