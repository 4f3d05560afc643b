"""A sample of an extract: how it is written, and the texts of its columns as the loader reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow.parquet as pq

from orchestration.errors import RapportError, RefusedFileError
from orchestration.landing.discover import FILE_ENDINGS
from orchestration.landing.encodings import likely_encoding, transcode
from orchestration.landing.read import read
from orchestration.landing.read_json import parsed_page
from orchestration.landing.rows import ROWS, RowsWriter
from orchestration.landing.unpack import Payload, is_workbook, unpack
from orchestration.landing.workbook import rows_of, workbook
from orchestration.raw.typed_text import literal
from orchestration.registry import RESERVED_COLUMNS, CsvDialect, Format, ObjectContract

_HEADER_WITHIN = 30
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8"}


@dataclass(frozen=True)
class Written:
    """How a sample is written; guesses tell why."""

    format: Format
    csv: CsvDialect = field(default_factory=CsvDialect)
    record_path: str = ""
    sheet: str | None = None
    has_objects: bool = False
    """Records hold objects, whose values become columns such as `Account.Name`."""
    guesses: tuple[str, ...] = ()

    def contract(self) -> ObjectContract:
        """An object of no columns, so that the reader keeps all there are."""
        return ObjectContract(
            system="sample", name="sample", description="", columns=(), owner="", key=(), format=self.format,
            csv=self.csv, record_path=self.record_path, sheet=self.sheet,
            nested="columns" if self.has_objects else "text",
        )  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """Name of the file, how it is written, its columns' texts (None where there is no value), and records not read."""

    name: str
    written: Written
    columns: dict[str, list[str | None]]
    refused: int


def read_sample(path: Path) -> Sample:
    """Read a sample whole. Raises RapportError naming the file, line and remedy where it does not read."""
    if not path.name.lower().endswith(FILE_ENDINGS):
        raise RapportError(
            f"{path}: landing takes files that end in {', '.join(FILE_ENDINGS)}; rename it to one of these"
        )
    try:
        with TemporaryDirectory(prefix="rapport-sample-") as scratch, unpack(path, path.name, Path(scratch)) as found:
            if len(found) != 1:
                raise RefusedFileError(f"the archive holds {len(found)} files", "name one of them as the sample")
            return _read(found[0], Path(scratch))
    except RefusedFileError as error:
        raise RapportError(f"{path}: {error}") from error
    except OSError as error:
        raise RapportError(f"{path}: cannot be read: {error.strerror}; name a file that exists") from error


def _read(payload: Payload, scratch: Path) -> Sample:
    written = _written(payload.path, scratch)
    with RowsWriter(scratch, "sample", "sample") as writer:
        reading, _ = read(payload.path, written.contract(), writer, scratch)
    table = pq.read_table(scratch / ROWS)
    columns = {name: table.column(name).to_pylist() for name in reading.present if name not in RESERVED_COLUMNS}
    if not table.num_rows or not columns:
        raise RefusedFileError("the sample has no record", "name an extract that holds some")
    return Sample(payload.base, written, columns, writer.by_rule.total())


def _written(path: Path, scratch: Path) -> Written:
    if is_workbook(path):
        return _workbook(path)
    with path.open("rb") as file:
        start = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        raise RefusedFileError("the sample is XML", "describe it by hand, as docs/add-a-source.md says")
    return _json(path) if start in (b"{", b"[") else _delimited(path, scratch)


def _workbook(path: Path) -> Written:
    """The first visible sheet that holds something; its header is the first row as wide as any below it."""
    with workbook(path) as opened:
        for sheet in opened.worksheets:
            rows = [(number, len(cells)) for number, cells in rows_of(sheet) if number <= _HEADER_WITHIN]
            width = max((cells for _, cells in rows), default=0)
            if sheet.sheet_state == "visible" and width:
                header = next(number for number, cells in rows if cells == width)
                several = len(opened.worksheets) > 1
                guesses = [f"sheet {sheet.title!r}, the first that holds something"] if several else []
                guesses += [f"the header is row {header}, the first of {width} cells"] if header > 1 else []
                dialect = CsvDialect(preamble_lines=header - 1)
                return Written("xlsx", dialect, sheet=sheet.title if several else None, guesses=tuple(guesses))
    raise RefusedFileError("the workbook has no visible sheet that holds something", "name another sample")


def _json(path: Path) -> Written:
    lines = [line for line in path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]
    if lines[0][:1] == b"{" and len(lines) > 1 and isinstance(_parsed(lines[0]), dict):
        return Written("ndjson")
    _, page = parsed_page(path)
    found = list(_arrays(page, ""))
    if not found:
        raise RefusedFileError("the page holds no array of objects", "name a page that holds records")
    record_path, records = max(found, key=lambda each: len(each[1]))
    others = [name or "the page itself" for name, _ in found if name != record_path]
    guesses = [f"records at {record_path!r}, the longest array; others: {', '.join(others)}"] if others else []
    has_objects = any(isinstance(value, dict) for record in records for value in record.values())
    return Written("json", record_path=record_path, has_objects=has_objects, guesses=tuple(guesses))


def _arrays(value: Any, path: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Arrays of objects in a page with their dotted paths, none inside another."""
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _arrays(inner, f"{path}.{key}" if path else key)


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _delimited(path: Path, scratch: Path) -> Written:
    raw = path.read_bytes()
    marked = next((encoding for mark, encoding in _MARKS.items() if raw.startswith(mark)), None)
    encoding = marked or likely_encoding(raw, "ascii")
    guesses = () if encoding == "utf-8" or marked else (f"{encoding}: it reads the file, and UTF-8 does not",)
    plain = scratch / "sample.csv"
    transcode(path, plain, "utf-8-sig" if marked == "utf-8" else encoding)
    try:
        with duckdb.connect() as connection:
            row = connection.execute(
                f"select Delimiter, Quote, Escape, SkipRows from sniff_csv({literal(str(plain))}, all_varchar = true)"
            ).fetchone()
    except duckdb.Error as error:
        raise RefusedFileError(
            "no delimiter divides its lines alike", "name a CSV with a header, or describe it by hand"
        ) from error
    finally:
        plain.unlink()
    delimiter, quote, escape, skipped = row or (",", '"', '"', 0)
    usual = CsvDialect()
    dialect = CsvDialect(
        delimiter=delimiter,
        quote=quote if len(quote) == 1 else usual.quote,
        escape=escape if len(escape) == 1 else usual.escape,
        encoding=encoding,
        preamble_lines=skipped,
    )
    told = (f"{skipped} lines before the header are no data",) if skipped else ()
    return Written("csv", dialect, guesses=(*guesses, *told))
