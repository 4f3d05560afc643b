"""From a delivered file to its payloads: the file itself, what a gzip holds, or the members of a ZIP.

An archive is unpacked whole into a spool directory, under limits on the bytes that really come out, before
anything of it is used: nothing loads from one that is broken or tries to leave its place.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from orchestration.errors import RefusedFileError
from orchestration.landing.encodings import CHUNK

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_DRIVE = re.compile(r"^[A-Za-z]:")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE, _WORKBOOK = "[Content_Types].xml", "xl/workbook.xml"
_RATIO_FROM = 100 << 20
# What the standard library raises on bytes that are no sound archive.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, OSError, ValueError)
_OURS = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EACCES}


@dataclass(frozen=True)
class Limits:
    """What an archive may hold: bytes a member, bytes in all, and how many times its own size."""

    member_bytes: int = 16 << 30
    total_bytes: int = 32 << 30
    ratio: int = 200
    """Counts only above 100 MB in all: small texts pack better."""


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Payload:
    """One thing to read. `path` holds its bytes unpacked, with `sha256`; `container` is its archive's."""

    name: str
    base: str
    """Name for patterns: the member's or file's own, without `.gz`."""
    path: Path
    sha256: str
    size: int
    container: str | None = None


@contextmanager
def unpack(path: Path, name: str, scratch: Path, limits: Limits = DEFAULT_LIMITS) -> Iterator[list[Payload]]:
    """Give the payloads of the file at `path`, shown as `name`.

    Unpacked bytes live in `scratch` until the block ends.
    Recognised by its first bytes, not by its name. Raises RefusedFileError for a broken, unsafe or too large
    archive and OSError where the file itself cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(len(_OLD_OFFICE))
    if head == _OLD_OFFICE:
        raise RefusedFileError(
            "the file is a workbook in Excel's old format, or one with a password", "save it as XLSX without a password"
        )
    base = name.rsplit("/", 1)[-1]
    if not head.startswith((_GZIP, *_ZIP)):
        digest, size = _digest(path)
        yield [Payload(name, base, path, digest, size)]
        return
    container, size = _digest(path)
    packed = _Archive(limits, container, size)
    if is_workbook(path):
        packed.weigh(path)
        yield [Payload(name, base, path, container, size)]
        return
    with TemporaryDirectory(dir=scratch, prefix="unpack-") as spool:
        if head.startswith(_GZIP):
            yield [_gunzip(path, name, _without_gz(base), Path(spool) / "0", packed)]
        else:
            yield _unzip(path, name, Path(spool), packed)


@dataclass
class _Archive:
    """Counts the bytes that come out of one archive of `packed` bytes."""

    limits: Limits
    sha256: str
    packed: int
    total: int = field(default=0)

    def copy(self, source: IO[bytes] | gzip.GzipFile, target: Path) -> tuple[str, int]:
        """Write `source` to `target`; return sha256 and size. Raises RefusedFileError above a limit."""
        digest, size = hashlib.sha256(), 0
        with target.open("wb") as writing:
            while chunk := source.read(min(CHUNK, 1 << 20)):
                size += len(chunk)
                self.total += len(chunk)
                self._check(size)
                digest.update(chunk)
                writing.write(chunk)
        return digest.hexdigest(), size

    def weigh(self, workbook: Path) -> None:
        """Hold what a workbook unpacks to against the limits. Raises RefusedFileError above one, or if it is broken."""
        try:
            with zipfile.ZipFile(workbook) as archive:
                for info in archive.infolist():
                    with archive.open(info) as source:
                        self.copy(source, Path(os.devnull))
        except _BROKEN as error:
            raise _broken("workbook", error) from error

    def _check(self, size: int) -> None:
        inflated = self.total > _RATIO_FROM and self.total > self.limits.ratio * self.packed
        if size > self.limits.member_bytes or self.total > self.limits.total_bytes or inflated:
            raise RefusedFileError(
                f"the archive of {self.packed} bytes unpacks to more than the limits allow "
                f"({self.limits.member_bytes} bytes a member, {self.limits.total_bytes} in all, "
                f"{self.limits.ratio} times its size)",
                "deliver it in smaller parts, or unpacked",
            )


def _gunzip(path: Path, name: str, base: str, target: Path, packed: _Archive) -> Payload:
    try:
        with gzip.open(path) as source:
            digest, size = packed.copy(source, target)
    except _BROKEN as error:
        raise _broken("gzip", error) from error
    _refuse_nested(target, name, packed)
    return Payload(name, base, target, digest, size, packed.sha256)


def _unzip(path: Path, name: str, spool: Path, packed: _Archive) -> list[Payload]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in _safe(archive.infolist()) if _is_file(info)]
            return [
                _member(archive, info, f"{name}!{info.filename}", spool / str(number), packed)
                for number, info in enumerate(members)
            ]
    except _BROKEN as error:
        raise _broken("ZIP", error) from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, target: Path, packed: _Archive) -> Payload:
    base = info.filename.rsplit("/", 1)[-1]
    with archive.open(info) as source:
        digest, size = packed.copy(source, target)
    with target.open("rb") as file:
        is_gzip = file.read(2) == _GZIP
    if is_gzip:
        inner = target.with_suffix(".inner")
        payload = _gunzip(target, name, _without_gz(base), inner, packed)
        target.unlink()
        return payload
    _refuse_nested(target, name, packed)
    return Payload(name, base, target, digest, size, packed.sha256)


def _safe(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Give the members, if no name leads outside, repeats, or hides something that is no plain file."""
    seen: set[str] = set()
    for info in members:
        name = info.orig_filename
        problem = _unsafe(info, name)
        if problem is None and name in seen:
            problem = "stands in it twice"
        if problem is not None:
            raise RefusedFileError(
                f"the ZIP's member {name!r} {problem}; nothing of it is loaded",
                "pack it again with plain files under relative names, without a password",
            )
        seen.add(name)
    if _OFFICE in seen:
        raise RefusedFileError("the file is an Office document, and no workbook in XLSX", "save it as XLSX or CSV")
    return members


def _unsafe(info: zipfile.ZipInfo, name: str) -> str | None:
    problems = (
        ("\0" in name, "has a NUL in its name"),
        (name.startswith("/") or bool(_DRIVE.match(name)), "has an absolute path"),
        (".." in name.split("/"), "leads outside the archive"),
        ("\\" in name, "has a backslash in its name"),
        (stat.S_ISLNK(info.external_attr >> 16), "is a symbolic link"),
        (bool(info.flag_bits & 0x1), "is encrypted"),
    )
    return next((said for found, said in problems if found), None)


def _is_file(info: zipfile.ZipInfo) -> bool:
    parts = info.filename.split("/")
    return not info.is_dir() and not parts[-1].startswith(".") and parts[0] != "__MACOSX"


def _broken(kind: str, error: Exception) -> Exception:
    # A full disk is no fault of the archive.
    if isinstance(error, OSError) and error.errno in _OURS:
        return error
    return RefusedFileError(f"the {kind} is corrupt or cut short: {error}", "transfer the file again")


def is_workbook(path: Path) -> bool:
    """Whether a file is a ZIP that holds a workbook as XLSX does."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _WORKBOOK in archive.namelist()
    except _BROKEN:
        return False


def _refuse_nested(target: Path, name: str, packed: _Archive) -> None:
    if is_workbook(target):
        packed.weigh(target)
        return
    with target.open("rb") as file:
        head = file.read(4)
    if head.startswith((_GZIP, *_ZIP)):
        raise RefusedFileError(f"{name} holds an archive inside an archive", "deliver the inner one by itself")


def _without_gz(base: str) -> str:
    return base[:-3] if base.lower().endswith(".gz") else base


def _digest(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
