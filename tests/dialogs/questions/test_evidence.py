"""Evidence: files that were kept, links that are links, and each refusal in its own words."""

from __future__ import annotations

import pytest

from dialogs.competence import add_evidence
from dialogs.engine import BACK, State, respond, stand
from dialogs.questions import Evidence, Filed, Input, Sent, Tap, Typed, Unusable
from dialogs.questions.base import Answered, Moved
from dialogs.questions.evidence import DONE, PROBLEMS, link_of
from storage.values.competence import AddEvidence
from storage.values.evidence import MOST_PAGES, FileKind, FileProblem, Piece
from tests.dialogs import limits
from tests.dialogs.questions.asking import SCENE, actions, answer, labels, refusal

PROOF = Evidence(key="evidence.0", title="Bukti")
PHOTO = Filed(5, FileKind.image, 71, "9")
HAVE = (Piece(FileKind.image, 5, message=71, album="9"), Piece(FileKind.link, link="https://contoh.id/a"))


def test_a_file_that_was_kept_is_an_answer() -> None:
    kept = answer(PROOF, PHOTO)
    assert PROOF.value(kept) == Piece(FileKind.image, 5, message=71, album="9")
    again = answer(PROOF, Filed(6, FileKind.pdf, 72, again=True))
    assert PROOF.value(again) == Piece(FileKind.pdf, 6, message=72, again=True)


@pytest.mark.parametrize(
    "link",
    [
        "https://contoh.id",
        "http://contoh.id/a?b=c&d=<e>#f",
        "https://drive.contoh.id:8443/folder/sertifikat.pdf",
        "HTTPS://CONTOH.ID/A",
        "https://sekolah-contoh.sch.id/" + "a" * 400,
    ],
)
def test_a_link_is_kept_as_it_is_typed(link: str) -> None:
    assert PROOF.value(answer(PROOF, Typed(link))) == Piece(FileKind.link, link=link)


@pytest.mark.parametrize(
    "text",
    [
        "sertifikat",
        "contoh.id/sertifikat",
        "www.contoh.id",
        "ftp://contoh.id/a",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "https://",
        "https:///a",
        "https://localhost",
        "https://.",
        "https://guru:rahasia@contoh.id",
        "https://contoh.id@jahat.id/a",
        "https://contoh.id/a b",
        "https://contoh.id\nhttps://contoh.id",
        "https://contoh.id:99999/",
        "https://[::1",
        "https://contoh.id/" + "a" * 500,
    ],
)
def test_what_is_no_link_is_refused_with_what_would_be(text: str) -> None:
    assert link_of(text) is None
    assert "https://" in refusal(PROOF, Typed(text))


def test_every_problem_of_a_file_has_its_own_words() -> None:
    said = [refusal(PROOF, Unusable(problem)) for problem in FileProblem]
    assert set(PROBLEMS) == set(FileProblem)
    assert len(set(said)) == len(said)


def test_other_things_are_refused() -> None:
    for kind in ("sticker", "voice", "video", "contact", "location", "photo", "document"):
        assert refusal(PROOF, Sent(kind)) == limits.plain(str(SCENE.t(PROOF.asks)))


def test_the_same_message_again_adds_nothing() -> None:
    more = Evidence(key="evidence.2", title="Bukti", have=HAVE)
    assert isinstance(more.accept(PHOTO, {}, SCENE), Moved)


def test_there_is_an_end_to_it() -> None:
    full = Evidence(key="evidence.20", title="Bukti", have=HAVE * (MOST_PAGES // 2))
    for given in (Filed(7, FileKind.image, 99), Typed("https://contoh.id")):
        assert "20" in refusal(full, given)
    assert isinstance(full.accept(Tap(f"={DONE}"), {}, SCENE), Answered)


def test_one_button_goes_on_and_says_what_is_there() -> None:
    assert actions(PROOF) == [f"={DONE}"]
    more = Evidence(key="evidence.2", title="Bukti", have=HAVE)
    assert labels(more) != labels(PROOF)
    said = " ".join(SCENE.t(line) for line in more.face({}, SCENE).lines)
    assert "1 foto, 1 tautan" in said


def test_beside_what_was_kept_before_nobody_goes_on_without_evidence() -> None:
    assert labels(PROOF) == ["Lanjut tanpa bukti ▶"]
    assert labels(Evidence(key="evidence.0", title="Bukti", already=2)) == ["Selesai ▶"]


@pytest.mark.parametrize(
    "kept",
    [
        None,
        "x",
        7,
        [],
        {},
        {"kind": "image"},
        {"kind": "image", "file": None, "link": None, "message": 1, "album": None, "again": False},
        {"kind": "exe", "file": 3, "link": None, "message": 1, "album": None, "again": False},
        {"kind": "link", "file": None, "link": "javascript:alert(1)", "message": 1, "album": None, "again": False},
        {"kind": "link", "file": 3, "link": "https://contoh.id", "message": 1, "album": None, "again": False},
    ],
)
def test_a_kept_answer_of_another_shape_does_not_fit(kept: object) -> None:
    assert not PROOF.fits(kept)


def _after(*given: Input) -> State:
    """A talk about evidence after these inputs."""
    state = State()
    for one in given:
        state = respond(lambda: add_evidence(3, 2, 0), state, one, SCENE).state
    return state


def test_five_photos_of_an_album_are_five_answers_and_back_takes_one_back() -> None:
    photos = [Filed(number, FileKind.image, 70 + number, "9") for number in range(5)]
    assert list(_after(*photos).answers) == [f"evidence.{number}" for number in range(5)]
    assert list(_after(*photos, Tap(BACK)).answers) == [f"evidence.{number}" for number in range(4)]
    done = stand(lambda: add_evidence(3, 2, 0), _after(*photos, Tap(f"={DONE}"))).stand
    intent = getattr(done, "intent", None)
    assert isinstance(intent, AddEvidence)
    assert [piece.file for piece in intent.pieces] == [0, 1, 2, 3, 4]
