"""Processes that start at once: one process imports everything and forks others (`kawal` commands) on demand.

Importing aiogram takes seconds, and the tests kill and start the bot dozens of times. Each child is a process of its
own with its own event loop; SIGKILL ends it as a power cut would.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

Become = Callable[[list[str]], None]
"""What a child does with its command, until it is killed."""


class Nursery:
    """The parent of all processes of a test session; made once, because importing is what takes long."""

    def __init__(self, module: str = __name__) -> None:
        """Starts the parent and waits until it has imported everything; `module` serves as this one does."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._turn = threading.Lock()
        self._answer()

    async def start(self, command: list[str], env: dict[str, str], log: Path) -> int:
        """Start `kawal COMMAND` with these settings; gives its process id. Its output goes to `log`."""
        return await asyncio.to_thread(self._order, command=command, env=env, log=str(log))

    async def kill(self, pid: int) -> None:
        """SIGKILL one of its processes."""
        await asyncio.to_thread(self._order, kill=pid)

    async def ended(self, pid: int) -> int:
        """Wait until one of its processes has ended by itself; gives the exit code."""
        return await asyncio.to_thread(self._order, wait=pid)

    def close(self) -> None:
        """End the parent; its children were killed before."""
        self._process.kill()
        self._process.communicate()

    def _order(self, **order: object) -> int:
        assert self._process.stdin is not None
        with self._turn:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            return int(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def serve(become: Become) -> None:
    """The parent, once it has imported what its children need: fork for each line that comes in."""
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        print(_done(order, become), flush=True)


def _done(order: dict[str, Any], become: Become) -> int:
    if "kill" in order:
        return _end(order["kill"])
    if "wait" in order:
        return os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1])
    return _begin(order, become)


def _begin(order: dict[str, Any], become: Become) -> int:
    pid = os.fork()
    if pid == 0:
        _live(order, become)
    return pid


def _end(pid: int) -> int:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return pid


def _live(order: dict[str, Any], become: Become) -> None:
    """The child."""
    file = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.environ.update(order["env"])
    code: object = 1
    try:
        become(order["command"])
        code = 0
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


def kawal(command: list[str]) -> None:
    """Become `kawal COMMAND`."""
    from bot import cli

    sys.argv = ["kawal", *command]
    cli.main()


if __name__ == "__main__":
    from tests import quick_aiogram

    quick_aiogram.build_what_a_bot_uses()
    from bot import app, cli  # noqa: F401 - imported here once, for all children
    from simulator import server  # noqa: F401

    serve(kawal)
