"""A broken pack is refused by name: file, item, and what is wrong with it."""

import shutil
from pathlib import Path

import pytest

from regulations import library
from regulations.check import check
from regulations.errors import PackError
from regulations.library import PACKAGED

PACK = "kepdirjen-5539-2024"

# file, what to replace, by what, what the message must hold
BROKEN = [
    pytest.param(
        "rhk.yaml", "kind: tugas_tambahan", "kind: tugas", ["rhk guru c", "kind", "tugas_tambahan"], id="kind"
    ),
    pytest.param("rhk.yaml", "basis: regulated\n", "", ["rhk guru a", "basis", "wajib diisi"], id="no basis"),
    pytest.param(
        "rhk.yaml", "source: Kepdirjen GTK 5539/B.B1/HK.03.01/2024\n", "", ["rhk guru a", "source"], id="no source"
    ),
    pytest.param("rhk.yaml", "      - code: b\n", "      - code: a\n", ["rhk guru a", "kode ganda"], id="double code"),
    pytest.param(
        "rhk.yaml",
        "short: Tugas tambahan",
        "short: Tugas tambahan yang disepakati bersama",
        ["rhk guru c", "short", "paling banyak 32 huruf"],
        id="long label",
    ),
    pytest.param("rhk.yaml", "  - role: guru\n", "  - role: dosen\n", ["rhk dosen a", "role"], id="unknown role"),
    pytest.param(
        "rhk.yaml", "kind: observasi", "kind: umum", ["rhk guru", "tepat satu", "observasi"], id="no observation"
    ),
    pytest.param(
        "rhk.yaml",
        "        always: true\n",
        "        wajib: true\n",
        ["rhk guru d", "wajib", "tidak dikenal"],
        id="key",
    ),
    pytest.param("rhk.yaml", "rhk:\n", "rencana:\n", ["rhk.yaml", "rencana", "kunci tidak dikenal"], id="unknown list"),
    pytest.param("rhk.yaml", "rhk:\n", "rhk: [\n", ["rhk.yaml", "tidak terbaca"], id="no YAML"),
    pytest.param(
        "rhk.yaml",
        "GTK 5539/B.B1/HK.03.01/2024",
        "GTK 1/2020",
        ["rhk guru a", "regulated, tetapi sumbernya bukan"],
        id="cites another decree",
    ),
    pytest.param(
        "rhk.yaml",
        'at: "Lampiran Bab II huruf B,',
        'at: "seed 004, Lampiran Bab II huruf B,',
        ["rhk guru a", "nama berkas"],
        id="cites a file",
    ),
    pytest.param(
        "rhk.yaml",
        "Tugas tambahan\n        text: terlaksananya tugas",
        'Tugas tambahan\n        text: "dua  spasi"\n        note: terlaksananya tugas',
        ["rhk guru c", "rusak"],
        id="damaged text",
    ),
    pytest.param(
        "focuses.yaml", "at_most: 1", "at_most: 0", ["focus_rules guru", "tidak mungkin"], id="impossible rule"
    ),
    pytest.param(
        "focuses.yaml",
        "rubric: perhatian",
        "rubric: kasih",
        ["focuses guru 4", "rubrik 'kasih' tidak ada"],
        id="rubric",
    ),
    pytest.param(
        "competence.yaml", '- category: "8"', '- category: "9"', ["activities pengawas 8.1", "'9'"], id="no category"
    ),
    pytest.param(
        "documentation.yaml", "- rhk: e\n", "- rhk: z\n", ["documentation guru z", "tidak ada"], id="dangling RHK"
    ),
    pytest.param(
        "windows.yaml",
        'opens: "01-01"\n        closes: "01-31"',
        'opens: "02-01"\n        closes: "01-31"',
        ["windows perencanaan guru", "ditutup", "sebelum dibuka"],
        id="closes before it opens",
    ),
    pytest.param(
        "windows.yaml", 'closes: "01-31"', 'closes: "02-30"', ["windows perencanaan guru", "02-30"], id="30 February"
    ),
    pytest.param("windows.yaml", 'closes: "01-31"', 'closes: "31 Januari"', ["closes", "MM-DD"], id="not a date"),
    pytest.param(
        "windows.yaml", 'begin: "12-01"', 'opens: "12-01"\n        begin: "12-01"', ["salah satu"], id="two openings"
    ),
    pytest.param("windows.yaml", "code: penetapan", "code: perencanaan", ["kode ganda"], id="two windows of a name"),
    pytest.param(
        "windows.yaml",
        "title: Menyusun rencana SKP\n",
        'title: Menyusun rencana SKP\n        period: "2"\n',
        ["windows perencanaan", "periode '2' tidak ada"],
        id="window of no period",
    ),
    pytest.param("windows.yaml", 'ends: "12-31"', 'ends: "11-30"', ["periods", "31 Desember"], id="year not filled"),
    pytest.param("windows.yaml", "remind: [14, 7, 3, 1, 0]", "remind: [0, 7]", ["remind", "urut"], id="reminders"),
    pytest.param(
        "windows.yaml", "done_when: plan_entered", "done_when: kapan_kapan", ["done_when", "plan_entered"], id="done"
    ),
    pytest.param(
        "predikat.yaml", "predikat: sangat_kurang}", "predikat: buruk}", ["predikat 'buruk' tidak ada"], id="verdict"
    ),
    pytest.param(
        "predikat.yaml",
        "          - {perilaku: di_bawah, predikat: sangat_kurang}\n",
        "",
        ["kuadran belum lengkap", "di_bawah/di_bawah"],
        id="a cell is missing",
    ),
    pytest.param(
        "behaviours.yaml",
        'code: "1.1.2"',
        'code: "1.1.1"',
        ["behaviours guru 1", "1.1.1 ganda"],
        id="double expectation",
    ),
    pytest.param("behaviours.yaml", 'code: "1.1.2"', 'code: "4.1.9"', ["4.1.9"], id="expectation of another aspect"),
    pytest.param(
        "examples.yaml", "intervened: {a: a,", "intervened: {a: q,", ["examples guru", "RHK atasan 'q'"], id="superior"
    ),
    pytest.param(
        "examples.yaml", '["1.1", "1.1.1"]', '["1.1", "1.1.9"]', ["examples guru", "1.1.9 tidak ada"], id="suggestion"
    ),
    pytest.param(
        "examples.yaml",
        "aspek: kuantitas\n        indikator: Jumlah perangkat",
        "aspek: jumlah\n        indikator: Jumlah perangkat",
        ["measures a", "aspek 'jumlah'"],
        id="unnamed aspek",
    ),
    pytest.param("examples.yaml", "basis: example", "basis: recommended", ["examples guru", "example"], id="our own"),
    pytest.param(
        "notices.yaml",
        "- group: non_asn",
        "- group: guru\n    role: guru",
        ["uncovered guru", "justru tercakup"],
        id="covered after all",
    ),
    pytest.param("pack.yaml", "uses_points: false", "uses_points: true", ["point_ranges"], id="points without a range"),
    pytest.param("pack.yaml", "id: kepdirjen-5539-2024", "id: kepdirjen", ["nama foldernya"], id="id"),
    pytest.param("pack.yaml", "first: 2025, last: 2025", "first: 2024, last: 2025", ["tahun 2024"], id="shared year"),
    pytest.param("pack.yaml", "extends: null", "extends: tidak-ada", ["tidak-ada", "paket tidak ada"], id="parent"),
    pytest.param(
        "pack.yaml", "extends: null", "extends: kepmendikdasmen-271-2025", ["berputar"], id="packs in a circle"
    ),
    pytest.param("competence.yaml", "what: activities", "what: kegiatan", ["'kegiatan'"], id="borrows what is not"),
    pytest.param("competence.yaml", 'leave_out: ["2.4"', 'kecuali: ["2.4"', ["borrow", "kecuali"], id="borrow key"),
]


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    for name in ("packs", "reference"):
        shutil.copytree(PACKAGED / name, tmp_path / name)
    return tmp_path


def _spoil(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / "packs" / PACK / file
    text = path.read_text(encoding="utf-8")
    assert old in text, "the test no longer fits the pack"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_packs_that_ship_are_clean() -> None:
    assert [str(problem) for problem in check()] == []


@pytest.mark.parametrize(("file", "old", "new", "told"), BROKEN)
def test_a_fault_is_named(packs: Path, file: str, old: str, new: str, told: list[str]) -> None:
    _spoil(packs, file, old, new)
    problems = [str(problem) for problem in check(packs)]
    assert [line for line in problems if all(word in line for word in told)], problems[:5]


def test_a_library_with_a_fault_is_not_loaded(packs: Path) -> None:
    _spoil(packs, "documentation.yaml", "- rhk: e\n", "- rhk: z\n")
    with pytest.raises(PackError, match=r"documentation\.yaml: documentation guru z: RHK 'z' tidak ada"):
        library.load(packs)


def test_every_fault_is_found_at_once(packs: Path) -> None:
    _spoil(packs, "rhk.yaml", "short: Tugas tambahan", "short: " + "panjang " * 5)
    _spoil(packs, "windows.yaml", 'closes: "01-31"', 'closes: "02-30"')
    files = {problem.file for problem in check(packs)}
    assert {f"{PACK}/rhk.yaml", f"{PACK}/windows.yaml"} <= files


def test_a_file_that_nobody_knows_is_refused(packs: Path) -> None:
    (packs / "packs" / PACK / "jadwal.yaml").write_text("windows: []\n", encoding="utf-8")
    assert [problem.file for problem in check(packs)] == [f"{PACK}/jadwal.yaml"]


def test_a_pack_without_its_head_is_refused(packs: Path) -> None:
    (packs / "packs" / PACK / "pack.yaml").unlink()
    assert f"{PACK}/pack.yaml: berkas tidak ada atau kosong" in [str(problem) for problem in check(packs)]


def test_an_empty_folder_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(PackError):
        library.load(tmp_path)


def test_a_text_that_was_not_read_may_not_be_called_regulated(packs: Path) -> None:
    path = packs / "packs" / "kepmendikdasmen-271-2025" / "predikat.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("basis: secondary", "basis: regulated"), encoding="utf-8")
    assert "tidak boleh ber-basis regulated" in "\n".join(str(problem) for problem in check(packs))


def test_dropping_what_is_not_there_is_refused(packs: Path) -> None:
    path = packs / "packs" / "kepmendikdasmen-271-2025" / "appraisers.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[masyarakat, uld]", "[masyarakat, madrasah]"), encoding="utf-8")
    assert "tidak ada yang bernama 'madrasah'" in "\n".join(str(problem) for problem in check(packs))
