"""The vault: files by their content, below KAWAL_DATA_DIR. A file's name is its SHA-256, `ab/cdef...`.

Nothing here knows whose a file is; the record does. Calls block: use a worker thread where others wait.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

NAME = re.compile(r"[0-9a-f]{64}")
STAGE = "incoming"


class Vault:
    """The files in one folder; it is made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        """Where the file with this SHA-256 (hexadecimal) lies, if it is there. ValueError for what is no digest."""
        if NAME.fullmatch(digest) is None:
            raise ValueError("no SHA-256")
        return self.folder / digest[:2] / digest[2:]

    def put(self, content: bytes) -> str:
        """Keep a file and give its SHA-256. After a kill it is there whole, or not at all."""
        digest = sha256(content).hexdigest()
        path = self.path(digest)
        with suppress(FileNotFoundError):
            os.utime(path)  # it is needed again: the sweep must not take it for forgotten
            return digest
        stage = self.folder / STAGE
        for folder in (stage, path.parent):
            folder.mkdir(parents=True, exist_ok=True)
        handle, written = tempfile.mkstemp(dir=stage)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(written).replace(path)
        except BaseException:
            Path(written).unlink(missing_ok=True)
            raise
        _sync(path.parent)
        return digest

    def read(self, digest: str) -> bytes | None:
        """The file's content, or None when it is not here."""
        try:
            return self.path(digest).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, digest: str) -> None:
        """Take a file away; one that is not here is no trouble."""
        self.path(digest).unlink(missing_ok=True)

    def older_than(self, age: timedelta) -> tuple[str, ...]:
        """Digests of the files that nobody has put for so long, by the machine's own clock."""
        before = time.time() - age.total_seconds()
        return tuple(path.parent.name + path.name for path in self._files() if _touched(path) < before)

    def sweep(self, unused: Iterable[str], age: timedelta) -> int:
        """Remove these files, unless somebody has put them since; and what a kill has left half written."""
        before = time.time() - age.total_seconds()
        for path in (self.folder / STAGE).glob("*"):
            if _touched(path) < before:
                path.unlink(missing_ok=True)
        gone = [digest for digest in unused if _touched(self.path(digest)) < before]
        for digest in gone:
            self.remove(digest)
        return len(gone)

    def _files(self) -> Iterator[Path]:
        for path in self.folder.glob("??/*"):
            if NAME.fullmatch(path.parent.name + path.name):
                yield path


def _touched(path: Path) -> float:
    """When somebody last put it; never, when it is not there any more."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _sync(folder: Path) -> None:
    """Make the name as durable as the content."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
