"""A counter of what changed, and a way to sleep until it moves: long polls wait here instead of asking again."""

import asyncio


class Changes:
    """A number that only grows. `bump` raises it and wakes everybody who waits."""

    def __init__(self) -> None:
        self.version = 0
        self._closed = False
        self._moved = asyncio.Event()

    def bump(self) -> int:
        """One more change; returns the new number."""
        self.version += 1
        self._wake()
        return self.version

    def close(self) -> None:
        """Wake all waiters for good: the server stops and nobody may hang in a long poll."""
        self._closed = True
        self._wake()

    async def wait(self, since: int, seconds: float) -> bool:
        """Sleep until the number is above `since` or so many `seconds` have passed; true when it is above."""
        try:
            async with asyncio.timeout(seconds):
                while self.version <= since and not self._closed:
                    await self._moved.wait()
        except TimeoutError:
            pass
        return self.version > since

    def _wake(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
