"""Files that people attach and bots send: kept in memory, known by file_id, bounded in total size."""

import mimetypes
import struct
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from simulator.errors import ApiError, bad_request
from simulator.limits import DOWNLOAD_BYTES, PHOTO_BYTES, PHOTO_RATIO, PHOTO_SIDES

Json = dict[str, Any]

_UNKNOWN = "application/octet-stream"  # what clients say when they do not look
_THUMBNAIL_SIDES = (90, 320, 800, 1280)


@dataclass(frozen=True)
class StoredFile:
    """One file. `size` is what Telegram tells about it; it may be larger than `content` when a test declares so."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str
    content: bytes
    size: int


@dataclass
class FileStore:
    """All files, newest last; the oldest are forgotten when more than `keep_bytes` lie here."""

    keep_bytes: int = 256 * 1024 * 1024
    _files: OrderedDict[str, StoredFile] = field(default_factory=OrderedDict)
    _held: int = 0
    _count: int = 0

    def add(self, content: bytes, name: str, mime: str = "", size: int | None = None, folder: str = "") -> StoredFile:
        """Keep `content` under a new file_id; `size` overrules its length (to pretend a file beyond the limits)."""
        self._count += 1
        unique_id = sha256(content + str(size).encode()).hexdigest()[:16]
        told = mime if mime != _UNKNOWN else ""
        kind = told or mimetypes.guess_type(name)[0] or _UNKNOWN
        folder = folder or ("photos" if kind.startswith("image/") else "documents")
        suffix = f".{name.rpartition('.')[2]}" if "." in name else ""
        file = StoredFile(
            file_id=f"SIM{self._count:07d}{unique_id}",
            unique_id=unique_id,
            path=f"{folder}/file_{self._count}{suffix}",
            name=name,
            mime=kind,
            content=content,
            size=len(content) if size is None else size,
        )
        self._files[file.file_id] = file
        self._held += len(content)
        self._forget_old()
        return file

    def _forget_old(self) -> None:
        while self._held > self.keep_bytes and len(self._files) > 1:
            _, old = self._files.popitem(last=False)
            self._held -= len(old.content)

    def find(self, file_id: str) -> StoredFile | None:
        """The file with this id, if it is still held. The sizes of a photo are one file with several ids."""
        return self._files.get(file_id.partition("-")[0])

    def at(self, path: str) -> StoredFile | None:
        """The file that `getFile` put at this path."""
        return next((file for file in self._files.values() if file.path == path), None)

    def downloadable(self, file_id: str) -> StoredFile:
        """The file for `getFile`. Raises ApiError 400 when it is unknown or above the download limit."""
        if not file_id:
            raise bad_request("file_id not specified")
        file = self.find(file_id)
        if file is None:
            raise bad_request("invalid file_id")
        if file.size > DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        return file


def photo_json(file: StoredFile) -> list[Json]:
    """`photo` of a message: the sizes Telegram would make, smallest first, the last one is the picture itself.

    Raises ApiError 400 when the bytes are no picture Telegram accepts as a photo.
    """
    width, height = _checked_sides(file)
    sides = [side for side in _THUMBNAIL_SIDES if side < max(width, height)]
    sizes = [_photo_size(file, index, _scaled(width, height, side)) for index, side in enumerate(sides)]
    return [*sizes, _photo_size(file, len(sides), (width, height))]


def document_json(file: StoredFile) -> Json:
    """`document` of a message."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_name": file.name,
        "mime_type": file.mime,
        "file_size": file.size,
    }


def file_json(file: StoredFile) -> Json:
    """What `getFile` answers."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }


def _checked_sides(file: StoredFile) -> tuple[int, int]:
    if not file.content:
        raise bad_request("file must be non-empty")
    if file.size > PHOTO_BYTES:
        raise ApiError(400, f"Bad Request: file of size {file.size} bytes is too big for a photo")
    sides = picture_sides(file.content)
    if sides is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(sides) > PHOTO_SIDES or max(sides) > PHOTO_RATIO * min(sides):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return sides


def _scaled(width: int, height: int, side: int) -> tuple[int, int]:
    longest = max(width, height)
    return max(1, width * side // longest), max(1, height * side // longest)


def _photo_size(file: StoredFile, index: int, sides: tuple[int, int]) -> Json:
    return {
        "file_id": f"{file.file_id}-{index}",
        "file_unique_id": f"{file.unique_id}{index}",
        "width": sides[0],
        "height": sides[1],
        "file_size": file.size,
    }


def picture_sides(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG in pixels; None when it is none of them."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
    elif content[:6] in {b"GIF87a", b"GIF89a"} and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
    elif content[:2] == b"\xff\xd8":
        return _jpeg_sides(content)
    else:
        return None
    return (width, height) if width and height else None


def _jpeg_sides(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # a start of frame
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return (width, height) if width and height else None
        at += 2 + length
    return None
