"""From cited records to what an auditor reads: file, physical line and raw text, out of an archive that is intact."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from orchestration.lineage.trace import CITED, ROLES
from orchestration.raw.lake import entry_path
from orchestration.raw.receipts import read_receipts
from orchestration.raw.typed_text import contract_hash
from orchestration.registry import ObjectContract, Registry

LOCATED = pa.schema(
    [
        *(CITED.field(name) for name in ("system", "instance", "object")),
        ("file", pa.string()),
        *(CITED.field(name) for name in ("sha256", "record")),
        ("line", pa.int64()),
        *(CITED.field(name) for name in ("role", "reason")),
    ]
)
"""CITED with the file's name, as the release's manifest has it, and the first physical line of the record."""

QUOTED = LOCATED.append(pa.field("raw", pa.string()))
"""LOCATED with what stands in the file."""

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
    """The files of a release that a table of CITED names, in order. Raises RapportError for one it does not know."""
    names = {_key(known): known["file"] for known in (*manifest["inputs"], *manifest["reference"])}
    keys = sorted(_key(row) for row in cited.select(_ENTRY).group_by(_ENTRY).aggregate([]).to_pylist())
    if unknown := [key for key in keys if key not in names]:
        raise RapportError(f"{'/'.join(unknown[0])} is cited and no input of release {manifest['release']}")
    return [CitedFile(*key, file=names[key], entry=entry_path(lake, *key)) for key in keys]


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
    rows = {str(file.entry / ROWS): file for file in files}
    for path, file in rows.items():
        if not Path(path).exists():
            raise ArchiveChangedError(file.file, Path(path), "is missing", release)
    entries = pa.Table.from_pylist(
        [{name: getattr(file, name) for name in (*_ENTRY, "file")} | {"path": path} for path, file in rows.items()]
    )
    with duckdb.connect() as con:
        con.register("cited", cited)
        con.register("entries", entries)
        found = con.execute(
            f"""
            select c.system, c.instance, c.object, e.file, c.sha256, c.record, r._line as line, c.role, c.reason
            from cited as c
            join entries as e
                on c.system = e.system and c.instance = e.instance and c.object = e.object and c.sha256 = e.sha256
            left join read_parquet($paths, union_by_name = true, filename = true) as r
                on r.filename = e.path and r._record = c.record
            order by {", ".join(f"c.{name}" for name in (*_ENTRY, "record"))}
            """,
            {"paths": list(rows)},
        ).to_arrow_table()
    if found["line"].null_count:
        lost = found.filter(pc.is_null(found["line"])).slice(0, 1).to_pylist()[0]
        path = next(path for path, file in rows.items() if file.sha256 == lost["sha256"])
        raise ArchiveChangedError(lost["file"], Path(path), f"has no record {lost['record']}", release)
    return found.cast(LOCATED)


def quoted(rows: pa.Table, files: Sequence[CitedFile], registry: Registry) -> Iterator[pa.RecordBatch]:
    """QUOTED batches of LOCATED rows that are ordered by file and record, read in one pass over each original.

    Raises RapportError where the source that described a file is gone or says otherwise since it was loaded.
    """
    kept = {(file.system, file.instance, file.object, file.sha256): file for file in files}
    start = 0
    for key, count in _runs(rows):
        file = kept[key]
        yield from _quoted_of(rows.slice(start, count), file, _contract_of(file, registry))
        start += count


def by_role(rows: pa.Table) -> pa.Table:
    """LOCATED rows, the strongest role first; within a role by file and record."""
    strength = pc.index_in(rows["role"], value_set=pa.array(ROLES))
    order = np.argsort(strength.to_numpy(zero_copy_only=False), kind="stable")
    return rows.take(pa.array(order))


def _key(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return row["system"], row["instance"], row["object"], row["sha256"]


def _runs(rows: pa.Table) -> Iterator[tuple[tuple[str, str, str, str], int]]:
    """Each file with its number of rows, in their order."""
    counts = rows.select(_ENTRY).group_by(_ENTRY, use_threads=False).aggregate([([], "count_all")])
    for run in counts.to_pylist():
        yield _key(run), run["count_all"]


def _contract_of(file: CitedFile, registry: Registry) -> ObjectContract:
    objects = registry[file.system].objects if file.system in registry else ()
    contract = next((each for each in objects if each.name == file.object), None)
    place = f"{file.file}: {file.system}.{file.object}"
    if contract is None:
        raise RapportError(f"{place} is described by no source any more; put its folder back, or trace with --no-raw")
    if any(receipt.contract_sha256 != contract_hash(contract) for receipt in read_receipts(file.entry)):
        raise RapportError(
            f"{place} is described otherwise since the file was loaded; `rapport run` loads it again, or trace with "
            "--no-raw"
        )
    return contract


def _quoted_of(rows: pa.Table, file: CitedFile, contract: ObjectContract) -> Iterator[pa.RecordBatch]:
    assert file.original is not None
    with TemporaryDirectory(prefix="rapport-trace-") as scratch:
        source = source_of(file.original, contract, Path(scratch))
        texts = raw_texts(source, contract, _places(rows))
        for start in range(0, len(rows), _BATCH):
            batch = rows.slice(start, _BATCH).combine_chunks()
            raw = pa.array([next(texts)[2] for _ in range(len(batch))], pa.string())
            yield from batch.append_column("raw", raw).cast(QUOTED).to_batches()


def _places(rows: pa.Table) -> Iterator[tuple[int, int]]:
    for batch in rows.select(["record", "line"]).to_batches(max_chunksize=_BATCH):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
