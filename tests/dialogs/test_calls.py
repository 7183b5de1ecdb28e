"""What buttons send back: written and read in one place; whatever else comes is nobody's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs import frame
from dialogs.calls import LARGEST_ID, At, Call, Do, Go, Join, OnDialog, OnDraft, OnJoin, OnSkp, Pick, Step, read
from dialogs.screen import DATA_LIMIT
from tests.dialogs.effort import effort

IDS = st.integers(1, LARGEST_ID)
PAGES = st.integers(0, 999)
KEYS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz.0123456789", min_size=1, max_size=40)
CODES = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789.-_", min_size=1, max_size=24)
ACTIONS = st.one_of(
    st.sampled_from(["!", "*", "0", "y", "e", "v", "s", ".", "r", "q", "back", "keep", "f12", "w3", "p2", "m2027-01"]),
    st.builds(lambda sign, code: sign + code, st.sampled_from("=+-"), CODES),
)
CALLS: st.SearchStrategy[Call] = st.one_of(
    st.builds(Go, st.sampled_from(At), PAGES),
    st.builds(OnSkp, IDS, st.integers(0, 10**9 - 1), st.sampled_from(Do), PAGES),
    st.builds(OnDialog, IDS, KEYS.map(frame.mark), ACTIONS),
    st.builds(OnDraft, IDS, st.booleans(), st.booleans()),
    st.builds(Join, st.from_regex(r"\A[0-9A-Za-z_-]{8,40}\Z"), st.sampled_from(Step)),
    st.builds(OnJoin, IDS, st.booleans()),
    st.builds(Pick, st.just("lang"), st.sampled_from(["id", "en", "jv", "su"])),
    st.builds(Pick, st.just("role"), IDS.map(str)),
)


@effort(500)
@given(CALLS)
def test_what_is_written_is_read_again(call: Call) -> None:
    assert read(str(call)) == call
    assert len(str(call).encode()) <= DATA_LIMIT


@effort(200)
@given(IDS, KEYS, ACTIONS)
def test_a_dialogs_button_is_read_as_what_it_is(draft: int, key: str, action: str) -> None:
    assert read(frame.address(draft, key, action)) == OnDialog(draft, frame.mark(key), action)


@effort(500)
@given(st.text(max_size=80) | st.text(alphabet="hsdljcp:0123456789abcok=+-!\n .", max_size=40))
def test_whatever_comes_is_a_call_or_nothing(data: str) -> None:
    call = read(data)
    assert call is None or read(str(call)) == call


@effort(400)
@given(CALLS, st.data())
def test_a_changed_call_is_another_call_or_nothing(call: Call, data: st.DataObject) -> None:
    written = str(call)
    at = data.draw(st.integers(0, len(written)))
    new = written[:at] + data.draw(st.text(max_size=3)) + written[at + data.draw(st.integers(0, 3)) :]
    again = read(new)
    assert again is None or read(str(again)) == again


@pytest.mark.parametrize(
    "data",
    [
        *(
            "",
            ":",
            "h",
            "h:",
            "h::",
            "x:1:2",
            "H:home:0",
            "h:home",
            "h:home:",
            "h:home:-1",
            "h:home:1000",
            "h:nowhere:0",
        ),
        *("h:home:0 ", " h:home:0", "h:home:0\n", "h:home:٣", "h:home:３", "h:home:0:0", "h:home:+1", "h:home:1e1"),
        *("s:0:1:ok:0", "s:-1:1:ok:0", "s:1:1:drop:0", "s:1:1:ok", "s:1::ok:0", "s:01:1:ok:0", "s:1:1:OK:0"),
        *(f"s:{LARGEST_ID + 1}:1:ok:0", f"s:1:{10**9}:ok:0", "s:1:1:ok:0;", "s:1:1:ok:0:9", "s:½:1:ok:0"),
        *("d:1:abc:", "d:1::y", "d:1:ABC:y", "d:1:abcdefgh:y", "d:0:abc:y", "d:1:abc: y", "d:1:abc:" + "y" * 49),
        *("d:1:abc:a\nb", "l:1:", "l:1:0", "l:1:02", "l:1:000", "l:0:00", "c:1:2", "c:1:", "c:x:1"),
        *("j:short:ok", "j:ABCDEFGH:xx", "j:ABCDEFGH:", "j:ABC DEFGH:ok", "j:" + "A" * 41 + ":ok", "j:ÀBCDEFGH:ok"),
        *("p:lang:", "p:zone:id", "p:role:1 ", "p:role:-1", "p:lang:ID", "p:role:" + "1" * 19),
        *("skp:1:2:approve", "\x00", "h:home:0\x00", "{}", "[]", "null", "h%3Ahome%3A0", "‮h:home:0"),
    ],
)
def test_forged_data_is_nobodys(data: str) -> None:
    assert read(data) is None
