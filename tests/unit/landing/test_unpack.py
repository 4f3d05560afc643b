from __future__ import annotations

import errno
import zipfile
from pathlib import Path

import pytest

from orchestration.landing.unpack import unpack


def test_a_plain_file_is_its_own_payload_and_is_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"id\n")
    with unpack(path, "desk/t.csv", tmp_path) as (payload,):
        assert (payload.path, payload.container, payload.base) == (path, None, "t.csv")


def test_a_scratch_folder_that_fails_is_not_blamed_on_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "id\n")
    with pytest.raises(OSError, match="No such file") as caught, unpack(path, "t.zip", tmp_path / "gone"):
        pass
    assert caught.value.errno == errno.ENOENT


def test_unpacked_bytes_are_gone_after_the_block(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "id\n")
    with unpack(path, "t.zip", tmp_path) as (payload,):
        assert payload.path.read_bytes() == b"id\n"
    assert sorted(tmp_path.iterdir()) == [path]
