"""One of many: page by page, or by a word of its label or its official text."""

from __future__ import annotations

from dialogs.questions import Option, Options, Search, Sent, Tap, Typed
from tests.dialogs import limits
from tests.dialogs.questions.asking import SCENE, actions, answer, labels, moved, refusal

NAMES = ("Pelatihan mandiri", "Webinar", "Narasumber", "Coaching", "Magang", "Seminar", "Studi lanjut", "Lokakarya")
TEXTS = {f"k{number}": f"{name} tentang pembelajaran" for number, name in enumerate(NAMES)}
ONE = Search(
    key="activity",
    title="Kegiatan",
    options=Options(Option(f"k{number}", name) for number, name in enumerate(NAMES)),
    texts=TEXTS,
)


def _found(word: str) -> list[str]:
    reaction = ONE.accept(Typed(word), {}, SCENE)
    cursor = getattr(reaction, "cursor", {})
    return [action for action in actions(ONE, cursor) if action.startswith("=")]


def test_it_is_chosen_like_any_other() -> None:
    assert answer(ONE, Tap("=k6")) == "k6"
    assert len([label for label in labels(ONE) if label in NAMES]) == 6
    assert "=k6" in actions(ONE, moved(ONE, "p1"))


def test_a_word_narrows_the_list_whatever_its_case() -> None:
    assert _found("WEBINAR") == ["=k1"]
    assert _found("inar") == ["=k1", "=k5"]
    assert len(_found("pembelajaran")) == 6, "a page of what is in the official text"


def test_everything_can_be_shown_again() -> None:
    cursor = getattr(ONE.accept(Typed("webinar"), {}, SCENE), "cursor", {})
    assert "a" in actions(ONE, cursor)
    assert moved(ONE, "a", cursor) == {}


def test_a_word_of_nothing_is_refused_kindly() -> None:
    for text in ("zzz", "", "<b>", "x" * 400):
        said = refusal(ONE, Typed(text))
        assert "kata lain" in said
    assert refusal(ONE, Sent("photo")) == limits.plain(str(SCENE.t(ONE.asks)))
