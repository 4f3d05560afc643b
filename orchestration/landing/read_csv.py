"""Delimited files: a fast way for clean ones, a precise way for any other; both give the same rows."""

from __future__ import annotations

import codecs
from pathlib import Path

from orchestration.errors import RefusedFileError
from orchestration.landing.csv_fast import read_fast
from orchestration.landing.csv_precise import read_precise
from orchestration.landing.encodings import check_byte_order_mark, is_utf8, splits_by_bytes, transcode
from orchestration.landing.rows import Reading, RowsWriter, Source
from orchestration.registry import CsvDialect, ObjectContract


def read_csv(path: Path, contract: ObjectContract, writer: RowsWriter, scratch: Path) -> tuple[Reading, Source]:
    """Read a delimited file into `writer`; `scratch` is a directory for a copy in UTF-8 where one is needed.

    Returns what was found and the bytes that were split into lines. Raises RefusedFileError where the file as
    a whole does not hold; single bad records go to the writer's rejects.
    """
    source, encoding = readable(path, contract.csv, scratch)
    if is_utf8(encoding):
        reading = read_fast(source, contract, writer)
        if reading is not None:
            return reading, Source(source, encoding)
    return read_precise(source, contract, encoding, writer), Source(source, encoding)


def readable(path: Path, dialect: CsvDialect, scratch: Path) -> tuple[Path, str]:
    """Give the file as bytes that split into lines, and their encoding.

    That is UTF-8, or the declared one where some bytes fail it.
    Raises RefusedFileError for an empty file, a contradicting byte order mark, and undecodable UTF-16 and the
    like, in which no single record can be told apart.
    """
    declared = _known(dialect.encoding)
    with path.open("rb") as file:
        head = file.read(4)
    if not head:
        raise RefusedFileError("the file is empty", "export it again: even no records need a header line")
    check_byte_order_mark(head, declared)
    if is_utf8(declared):
        return path, "utf-8"
    target = scratch / "utf-8"
    try:
        transcode(path, target, declared)
    except UnicodeError as error:
        if splits_by_bytes(declared):
            return path, declared
        raise RefusedFileError(
            f"the file is not {declared}: {error}", "declare the encoding it is in, or export it again"
        ) from error
    if target.stat().st_size == 0:
        raise RefusedFileError("the file has no header line", "export it with its header line", 1)
    return target, "utf-8"


def _known(encoding: str) -> str:
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise RefusedFileError(
            f"the declared encoding {encoding!r} is none that Python knows",
            "mend `encoding` in the csv dialect",
        ) from error
    return encoding
