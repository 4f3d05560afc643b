"""From cited records to what an auditor reads: file, physical line and raw text, out of an archive that is intact."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.errors import RapportError
from orchestration.landing.read import raw_texts, source_of
from orchestration.landing.rows import ROWS
from orchestration.lineage.trace.answer import CITED, ROLES
from orchestration.raw.lake import entry_path
from orchestration.raw.receipts import read_as, read_receipts
from orchestration.registry import ObjectContract, Registry

TOLD = pa.schema(
    [
        *(CITED.field(name) for name in ("system", "instance", "object")),
        ("file", pa.string()),
        *(CITED.field(name) for name in ("sha256", "record")),
        ("line", pa.int64()),
        *(CITED.field(name) for name in ("role", "reason")),
    ]
)
"""CITED with the file's name, as the release's manifest has it, and the first physical line of the record."""

QUOTED = TOLD.append(pa.field("raw", pa.string()))
"""TOLD with what stands in the file."""

LOCATED = pa.schema([("file", pa.int64()), *(TOLD.field(name) for name in ("record", "line", "role", "reason"))])
"""As TOLD, with the number of the file in a list of cited files: names and hashes of millions of rows weigh a lot."""

_ENTRY = ["system", "instance", "object", "sha256"]
_BATCH = 65_536


class ArchiveChangedError(RapportError):
    """The archive does not hold the bytes that a release was made of."""

    exit_code = 1

    def __init__(self, file: str, path: Path, found: str, release: str) -> None:
        super().__init__(
            f"the archive was changed: {path} ({file}) {found}; restore it from a backup, then `rapport verify "
            f"{release}` tells whether anything else differs"
        )


@dataclass(frozen=True)
class CitedFile:
    """One file of a release that rows are cited of. file: its name in the manifest; entry: its folder in the lake."""

    system: str
    instance: str
    object: str
    sha256: str
    file: str
    entry: Path

    @property
    def original(self) -> Path | None:
        """The archived bytes; None where they are gone."""
        return next(iter(sorted(self.entry.glob("original*"))), None)


def cited_files(cited: pa.Table, manifest: Mapping[str, Any], lake: Path) -> list[CitedFile]:
    """The files of a release that a table of CITED names, by place and name.

    Raises RapportError for one that is no input of the release.
    """
    names = {_key(known): known["file"] for known in (*manifest["inputs"], *manifest["reference"])}
    keys = [_key(row) for row in cited.select(_ENTRY).group_by(_ENTRY).aggregate([]).to_pylist()]
    if unknown := [key for key in keys if key not in names]:
        raise RapportError(f"{'/'.join(unknown[0])} is cited and no input of release {manifest['release']}")
    files = [CitedFile(*key, file=names[key], entry=entry_path(lake, *key)) for key in keys]
    return sorted(files, key=lambda file: (file.system, file.instance, file.object, file.file, file.sha256))


def assert_intact(files: Sequence[CitedFile], release: str, on_file: Callable[[int, int], None]) -> int:
    """Hash the archived bytes of files; returns how many bytes they are.

    on_file is told after each file how many are done, and their bytes. Raises ArchiveChangedError naming the first
    that is missing or another than the release was made of.
    """
    size = 0
    for number, file in enumerate(files, start=1):
        original = file.original
        if original is None:
            raise ArchiveChangedError(file.file, file.entry / "original", "is missing", release)
        with original.open("rb") as archived:
            found = hashlib.file_digest(archived, "sha256").hexdigest()
        if found != file.sha256:
            changed = f"has sha256 {found} where the release has {file.sha256}"
            raise ArchiveChangedError(file.file, original, changed, release)
        size += original.stat().st_size
        on_file(number, size)
    return size


def located(cited: pa.Table, files: Sequence[CitedFile], release: str) -> pa.Table:
    """LOCATED rows of a table of CITED, by file and record. Raises ArchiveChangedError where a record is not there."""
    if not files:
        return LOCATED.empty_table()
    paths = [file.entry / ROWS for file in files]
    for file, path in zip(files, paths, strict=True):
        if not path.exists():
            raise ArchiveChangedError(file.file, path, "is missing", release)
    entries = [
        {"number": number, **{name: getattr(file, name) for name in _ENTRY}} for number, file in enumerate(files)
    ]
    with duckdb.connect() as con:
        con.register("cited", cited)
        con.register("entries", pa.Table.from_pylist(entries))
        found = con.execute(
            f"""
            with cited_records as (
                select e.number, c.record, c.role, c.reason
                from cited as c
                inner join entries as e using ({", ".join(_ENTRY)})
            ),
            places as (
                select r.file_index as number, r._record as record, r._line as line
                from read_parquet($paths, union_by_name = true) as r
            )
            select c.number as file, c.record, p.line, c.role, c.reason
            from cited_records as c
            left join places as p on c.number = p.number and c.record = p.record
            order by c.number, c.record
            """,
            {"paths": [str(path) for path in paths]},
        ).to_arrow_table()
    if found["line"].null_count:
        lost = found.filter(pc.is_null(found["line"])).slice(0, 1).to_pylist()[0]
        number = lost["file"]
        raise ArchiveChangedError(files[number].file, paths[number], f"has no record {lost['record']}", release)
    return found.cast(LOCATED)


def told(rows: pa.Table, files: Sequence[CitedFile], registry: Registry | None) -> Iterator[pa.RecordBatch]:
    """LOCATED rows, ordered by file and record, as TOLD; with a registry as QUOTED, in one pass over each original.

    Raises RapportError where the source that described a file is gone or says otherwise since it was loaded.
    """
    start = 0
    for run in rows.select(["file"]).group_by("file", use_threads=False).aggregate([([], "count_all")]).to_pylist():
        file, count = files[run["file"]], run["count_all"]
        of_file = rows.slice(start, count)
        start += count
        if registry is None:
            yield from (_named(batch, file, TOLD) for batch in of_file.to_batches(_BATCH))
        else:
            yield from _quoted(of_file, file, _contract_of(file, registry))


def strongest(rows: pa.Table, count: int) -> pa.Table:
    """The first of LOCATED rows: the strongest role first, within a role by file and record."""
    strength = pc.index_in(rows["role"], value_set=pa.array(ROLES))
    order = np.argsort(strength.to_numpy(zero_copy_only=False), kind="stable")
    return rows.take(pa.array(order[:count]))


def _key(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return row["system"], row["instance"], row["object"], row["sha256"]


def _contract_of(file: CitedFile, registry: Registry) -> ObjectContract:
    objects = registry[file.system].objects if file.system in registry else ()
    contract = next((each for each in objects if each.name == file.object), None)
    place = f"{file.file}: {file.system}.{file.object}"
    if contract is None:
        raise RapportError(f"{place} is described by no source any more; put its folder back, or trace with --no-raw")
    receipts = read_receipts(file.entry)
    ways = [way for receipt in receipts if (way := read_as(receipt, contract)) is not None]
    if len(ways) < len(receipts):
        raise RapportError(
            f"{place} is described otherwise since the file was loaded; `rapport run` loads it again, or trace with "
            "--no-raw"
        )
    return ways[0]


def _quoted(rows: pa.Table, file: CitedFile, contract: ObjectContract) -> Iterator[pa.RecordBatch]:
    assert file.original is not None
    with TemporaryDirectory(prefix="rapport-trace-") as scratch:
        source = source_of(file.original, contract, Path(scratch))
        texts = raw_texts(source, contract, _places(rows))
        for batch in rows.to_batches(_BATCH):
            raw = pa.array([text for _, _, text in islice(texts, len(batch))], pa.string())
            yield _named(batch.append_column("raw", raw), file, QUOTED)


def _named(batch: pa.RecordBatch, file: CitedFile, schema: pa.Schema) -> pa.RecordBatch:
    """A batch of rows of one file in a schema that names the file."""
    names = {name: pa.repeat(getattr(file, name), len(batch)) for name in (*_ENTRY, "file")}
    columns = [names[field.name] if field.name in names else batch[field.name] for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _places(rows: pa.Table) -> Iterator[tuple[int, int]]:
    for batch in rows.select(["record", "line"]).to_batches(_BATCH):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
