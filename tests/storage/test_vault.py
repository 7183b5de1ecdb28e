"""The vault: by content, whole or not at all, and swept only when nobody has put it lately."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from storage.vault import STAGE, Vault

DAY = timedelta(days=1)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def _age(path: Path, by: timedelta) -> None:
    then = time.time() - by.total_seconds()
    os.utime(path, (then, then))


def test_a_file_lies_under_its_own_digest(vault: Vault) -> None:
    digest = vault.put(b"isi")
    assert digest == sha256(b"isi").hexdigest()
    assert vault.path(digest) == vault.folder / digest[:2] / digest[2:]
    assert vault.read(digest) == b"isi"
    assert vault.put(b"isi") == digest
    assert list((vault.folder / STAGE).iterdir()) == []
    assert vault.path(digest).stat().st_mode & 0o077 == 0, "nobody else on this machine reads it"


def test_what_is_not_there_is_none(vault: Vault) -> None:
    assert vault.read("0" * 64) is None
    vault.remove("0" * 64)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "0" * 63, "A" * 64, "0" * 64 + "\n"])
def test_only_a_digest_is_a_name(vault: Vault, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        vault.path(name)


def test_a_disk_that_fails_leaves_nothing_half_written(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(handle: int) -> None:
        raise OSError("disk")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk"):
        vault.put(b"isi")
    assert [path for path in vault.folder.rglob("*") if path.is_file()] == []


def test_only_what_is_old_and_unused_is_swept(vault: Vault) -> None:
    old, young, again = (vault.put(content) for content in (b"lama", b"baru", b"lagi"))
    for digest in (old, again):
        _age(vault.path(digest), 2 * DAY)
    half = vault.folder / STAGE / "setengah"
    half.write_bytes(b"x")
    _age(half, 2 * DAY)
    assert set(vault.older_than(DAY)) == {old, again}
    vault.put(b"lagi")
    assert vault.sweep([old, young, again], DAY) == 1
    assert [vault.read(digest) is None for digest in (old, young, again)] == [True, False, False]
    assert not half.exists()
