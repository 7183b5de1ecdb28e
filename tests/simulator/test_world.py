"""The parts of the world that are pure: clock, brake, queue of updates, files, faults."""

from datetime import UTC, datetime, timedelta

import pytest

from simulator.changes import Changes
from simulator.clock import SimulatedClock
from simulator.errors import ApiError
from simulator.faults import Faults
from simulator.files import FileStore, photo_json, picture_sides
from simulator.limits import DOWNLOAD_BYTES, Brake
from simulator.state import BotIdentity, Profile, World
from simulator.updates import UpdateQueue
from tests.simulator.pictures import jpeg, png

NOON = datetime(2027, 1, 12, 12, tzinfo=UTC)


class Watch:
    """A real clock in the test's hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def clock(self) -> SimulatedClock:
        return SimulatedClock(wall=lambda: NOON + timedelta(seconds=self.seconds), monotonic=lambda: self.seconds)


def test_clock_is_real_until_it_is_set_and_runs_on_from_there() -> None:
    watch = Watch()
    clock = watch.clock()
    assert clock.now() == NOON

    clock.set(datetime(2027, 3, 1, tzinfo=UTC))
    watch.seconds = 60
    assert clock.now() == datetime(2027, 3, 1, 0, 1, tzinfo=UTC)
    clock.advance(86_400)
    assert clock.now() == datetime(2027, 3, 2, 0, 1, tzinfo=UTC)

    clock.be_real()
    assert clock.now() == NOON + timedelta(minutes=1)


def test_clock_may_run_fast_or_stand_still() -> None:
    watch = Watch()
    clock = watch.clock()
    clock.run_at(0)
    watch.seconds = 10
    assert clock.now() == NOON
    clock.run_at(60)
    watch.seconds = 11
    assert clock.now() == NOON + timedelta(minutes=1)


def test_clock_wants_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        SimulatedClock().set(datetime(2027, 1, 1))  # noqa: DTZ001  # the point of the test


def test_brake_lets_everything_pass_by_default() -> None:
    assert [Brake().seconds_to_wait(1, 0.0) for _ in range(100)] == [None] * 100


def test_brake_closes_for_all_when_all_are_too_fast() -> None:
    brake = Brake(overall=2, retry_after=3)
    assert [brake.seconds_to_wait(chat, 0.0) for chat in (1, 2, 3)] == [None, None, 3]
    assert brake.seconds_to_wait(4, 1.5) == 2
    assert brake.seconds_to_wait(4, 3.0) is None


def test_brake_closes_one_chat_when_only_that_is_too_fast() -> None:
    brake = Brake(per_chat=1, retry_after=5)
    assert [brake.seconds_to_wait(chat, 0.0) for chat in (1, 1, 2)] == [None, 5, None]
    assert brake.seconds_to_wait(1, 4.0) == 1
    assert brake.seconds_to_wait(1, 5.0) is None


def queue_of(count: int) -> UpdateQueue:
    queue = UpdateQueue()
    for number in range(count):
        queue.put("message", {"number": number}, chat_id=1)
    return queue


def test_updates_come_again_until_a_higher_offset_confirms_them() -> None:
    queue = queue_of(3)
    first = queue.take(0, 100)
    assert queue.take(0, 100) == first
    assert queue.take(first[0].id, 100) == first
    assert queue.take(first[1].id, 1) == [first[1]]
    assert [update.confirmed for update in first] == [True, False, False]
    assert queue.take(first[2].id + 1, 100) == []


def test_negative_offset_keeps_only_the_newest() -> None:
    queue = queue_of(5)
    assert [update.payload["number"] for update in queue.take(-2, 100)] == [3, 4]
    assert len(queue.pending) == 2


def test_kinds_that_were_not_asked_for_are_not_queued() -> None:
    queue = UpdateQueue()
    queue.allow(["message"])
    assert queue.put("callback_query", {}, 1) is None
    queue.allow([])
    assert queue.put("callback_query", {}, 1) is not None
    assert queue.put("chat_member", {}, 1) is None


def test_a_confirmed_update_can_come_again_under_its_old_id() -> None:
    queue = queue_of(2)
    seen = queue.take(0, 100)
    after = seen[-1].id + 1
    assert queue.take(after, 100) == []

    queue.put_again(seen[0])

    assert queue.take(after, 100) == [seen[0]]
    assert queue.take(seen[0].id + 1, 100) == []


def test_old_files_are_forgotten_when_there_are_too_many() -> None:
    store = FileStore(keep_bytes=10)
    first, second = store.add(b"12345678", "a.txt"), store.add(b"12345678", "b.txt")
    assert store.find(first.file_id) is None
    assert store.find(second.file_id) == second


def test_files_beyond_the_download_limit_are_refused() -> None:
    store = FileStore()
    fits, over = (store.add(b"x", "a.pdf", size=size) for size in (DOWNLOAD_BYTES, DOWNLOAD_BYTES + 1))
    assert store.downloadable(fits.file_id) == fits
    with pytest.raises(ApiError, match="Bad Request: file is too big"):
        store.downloadable(over.file_id)


@pytest.mark.parametrize("content", [png(640, 480), jpeg(640, 480), b"GIF89a\x80\x02\xe0\x01"])
def test_sides_of_pictures(content: bytes) -> None:
    assert picture_sides(content) == (640, 480)


def test_a_photo_has_several_sizes_and_each_leads_to_the_file() -> None:
    store = FileStore()
    file = store.add(png(1000, 500), "foto.png")
    sizes = photo_json(file)
    assert [(size["width"], size["height"]) for size in sizes] == [(90, 45), (320, 160), (800, 400), (1000, 500)]
    assert {store.find(size["file_id"]) for size in sizes} == {file}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"bukan gambar", "IMAGE_PROCESS_FAILED"),
        (b"", "file must be non-empty"),
        (png(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (jpeg(6000, 6000), "PHOTO_INVALID_DIMENSIONS"),
    ],
)
def test_what_is_no_photo_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(ApiError, match=f"Bad Request: {reason}"):
        photo_json(FileStore().add(content, "foto.png"))


def test_faults_strike_as_often_as_they_were_told() -> None:
    faults = Faults()
    faults.add({"kind": "error", "method": "sendMessage", "times": 2, "skip": 1})
    struck = [faults.strike(method, "1") is not None for method in ["sendMessage"] * 5 + ["getMe"]]
    assert struck == [False, True, True, False, False, False]


def test_faults_with_a_probability_are_repeatable() -> None:
    def run() -> list[bool]:
        faults = Faults()
        faults.add({"kind": "flood", "times": None, "probability": 0.3, "seed": 7})
        return [faults.strike("sendMessage", "1") is not None for _ in range(50)]

    assert run() == run()
    assert 0 < sum(run()) < 50


def test_a_fault_must_make_sense() -> None:
    with pytest.raises(ValueError, match="explode"):
        Faults().add({"kind": "explode"})
    with pytest.raises(ValueError, match="metod"):
        Faults().add({"kind": "drop", "metod": "sendMessage"})


def test_memory_per_chat_is_bounded() -> None:
    world = World(BotIdentity("1:x"), keep_messages=3)
    chat = world.chats[world.add_person(Profile(5, "Bu")).profile.id]
    for number in range(10):
        world.post(chat, {"text": str(number)}, sender=None, from_bot=True)
    assert [message.json["text"] for message in chat.messages.values()] == ["7", "8", "9"]
    assert chat.last_id == 10


async def test_whoever_waits_for_a_change_is_woken_by_closing() -> None:
    changes = Changes()
    changes.close()
    assert not await changes.wait(0, 60)
