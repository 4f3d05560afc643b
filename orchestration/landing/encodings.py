"""Declared encodings: which bytes can be split into lines as they are, and which become UTF-8 first."""

from __future__ import annotations

import codecs
from functools import cache
from pathlib import Path

from orchestration.errors import RefusedFileError

CHUNK = 16 << 20
UTF8_BOM = codecs.BOM_UTF8
_LIKELY = ("utf-8", "windows-1252", "latin-1")


@cache
def is_utf8(encoding: str) -> bool:
    """Whether the declared encoding is UTF-8 or its subset ASCII."""
    return codecs.lookup(encoding).name in ("utf-8", "utf-8-sig", "ascii")


@cache
def splits_by_bytes(encoding: str) -> bool:
    """Whether lines, delimiters and quotes can be found in bytes: UTF-8, and one-byte supersets of ASCII."""
    if is_utf8(encoding):
        return True
    ascii_bytes = bytes(range(128))
    if ascii_bytes.decode(encoding, "replace") != ascii_bytes.decode("ascii"):
        return False
    pairs = (bytes([byte, byte]) for byte in range(128, 256))
    return all(len(pair.decode(encoding, "replace")) == len(pair) for pair in pairs)


def check_byte_order_mark(head: bytes, encoding: str) -> None:
    """Refuse a file whose byte order mark contradicts the declared encoding; `head` is its first bytes."""
    declared = codecs.lookup(encoding).name
    for mark, actual in (
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (UTF8_BOM, "utf-8"),
    ):
        if head.startswith(mark) and not declared.startswith(actual) and not declared.startswith("utf-32"):
            if actual == "utf-8" and declared == "ascii":
                continue
            raise RefusedFileError(
                f"the file begins with the byte order mark of {actual}, while {encoding} is declared",
                f"set `encoding: {actual}` in the source's csv dialect, or export the file as {encoding}",
                1,
            )


def likely_encoding(raw: bytes, declared: str) -> str:
    """Give the first usual encoding that reads `raw` and is not the declared one."""
    for encoding in _LIKELY:
        if codecs.lookup(encoding).name != codecs.lookup(declared).name:
            try:
                raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    return _LIKELY[-1]


def transcode(source: Path, target: Path, encoding: str) -> None:
    """Write `source` as UTF-8 to `target`, keeping line ends. Raises UnicodeError where it does not read."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with source.open("rb") as reading, target.open("wb") as writing:
        while chunk := reading.read(CHUNK):
            writing.write(decoder.decode(chunk).encode("utf-8"))
        writing.write(decoder.decode(b"", final=True).encode("utf-8"))


def decodes(path: Path, encoding: str) -> bool:
    """Whether the file is text in this encoding from end to end."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except (LookupError, UnicodeError):
        return False
    return True
