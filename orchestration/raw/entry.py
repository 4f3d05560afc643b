"""One entry of the lake: built aside, put in its place by one rename, committed by its receipt."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from orchestration.landing.encodings import CHUNK
from orchestration.landing.lines import count_lines
from orchestration.landing.read import read
from orchestration.landing.rows import Notice, Reading, RowsWriter, owners_only
from orchestration.raw.checks import check_rows
from orchestration.raw.conservation import assert_conserved
from orchestration.raw.extraction_time import extraction_time
from orchestration.raw.receipts import Lines, Receipt, sync_folder, write_receipt
from orchestration.raw.typed_text import contract_hash
from orchestration.registry import ObjectContract


class FileChangedError(Exception):
    """The file's bytes changed while it was read: it is still growing."""


@dataclass(frozen=True)
class Delivery:
    """What is known of a delivery before its bytes are read. Sizes in bytes, mtime in nanoseconds."""

    instance: str
    file: str
    file_id: str
    container_sha256: str | None
    size: int
    mtime_ns: int
    received_at: datetime


def write_entry(
    entry: Path,
    original: Path,
    contract: ObjectContract,
    deliveries: Sequence[Delivery],
    scratch: Path,
) -> list[Receipt]:
    """Load the bytes at `original` into the entry folder, replacing what is there, and commit its deliveries.

    Returns one receipt per delivery. Raises RefusedFileError where the file does not hold, FileChangedError
    where its bytes are not those of its sha256 any more, ConservationError where the counts do not add up;
    the entry that was there before then stays.
    """
    aside = entry.with_name(f".{entry.name}.tmp")
    shutil.rmtree(aside, ignore_errors=True)
    aside.parent.mkdir(parents=True, exist_ok=True)
    # Originals and rejects hold raw text: they are their owner's alone.
    aside.mkdir(mode=0o700)
    try:
        receipts = _build(aside, original, contract, deliveries, scratch)
        replaced = (entry / "receipts").is_dir()
        if replaced:
            # The receipts go along: between the two renames below there is always one whole entry to come
            # back to.
            for receipt in receipts:
                write_receipt(aside, receipt)
        for path in aside.iterdir():
            _sync(path)
        _swap(aside, entry)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    if not replaced:
        for receipt in receipts:
            write_receipt(entry, receipt)
    return receipts


def original_of(entry: Path) -> Path:
    """Give the archived bytes of an entry."""
    return next(entry.glob("original*"))


def redeliver(known: Receipt, contract: ObjectContract, delivery: Delivery) -> Receipt:
    """Give the receipt of another delivery of loaded bytes. Raises RefusedFileError as extraction_time."""
    moment, origin = extraction_time(contract, delivery.file, known.envelope, known.clock)
    return known.model_copy(
        update={
            "file": delivery.file,
            "container_sha256": delivery.container_sha256,
            "extracted_at": moment,
            "extracted_at_from": origin,
            "size": delivery.size,
            "mtime_ns": delivery.mtime_ns,
            "received_at": delivery.received_at,
        }
    )


def _build(
    folder: Path, original: Path, contract: ObjectContract, deliveries: Sequence[Delivery], scratch: Path
) -> list[Receipt]:
    first = deliveries[0]
    archived = folder / f"original{_suffix(first.file, original)}"
    size = _archive(original, archived, first.file_id)
    with TemporaryDirectory(dir=scratch, prefix="read-") as reading_scratch:
        with RowsWriter(folder, first.instance, first.file_id, frozenset(contract.secret)) as writer:
            reading, source = read(archived, contract, writer, Path(reading_scratch))
            writer.finish_rows()
            checked = check_rows(folder, contract, reading, source, writer)
        physical = count_lines(source.path) if source.has_lines else reading.physical
        assert_conserved(first.file, folder, reading.records, reading.lines, physical)
    quarantined = writer.by_rule.total()
    receipt = Receipt(
        system=contract.system,
        instance=first.instance,
        object=contract.name,
        delivery=contract.delivery,
        file=first.file,
        file_id=first.file_id,
        container_sha256=first.container_sha256,
        extracted_at=None,
        extracted_at_from="none",
        envelope=reading.envelope,
        clock=checked.clock,
        bytes=size,
        lines=Lines(**vars(reading.lines), physical=physical or 0),
        records=reading.records,
        loaded=reading.records - quarantined,
        quarantined=quarantined,
        by_rule=dict(sorted(writer.by_rule.items())),
        unknown_columns=reading.unknown,
        absent_columns=reading.absent,
        uncast=checked.uncast,
        withheld={name: count for name, count in sorted(writer.withheld.items()) if count},
        notices=(*reading.notices, *_cut_off(reading, contract)),
        is_last=reading.is_last,
        way=contract.way,
        contract_sha256=contract_hash(contract),
        size=first.size,
        mtime_ns=first.mtime_ns,
        received_at=first.received_at,
    )
    return [redeliver(receipt, contract, delivery) for delivery in deliveries]


def _cut_off(reading: Reading, contract: ObjectContract) -> list[Notice]:
    if reading.records != contract.row_cap:
        return []
    said = f"exactly {reading.records} records, at which this export is cut off: export it in parts, or by its API"
    return [Notice(said)]


def _suffix(file: str, original: Path) -> str:
    if original.stem == "original":
        return original.suffix
    suffixes = Path(file.rsplit("/", 1)[-1]).suffixes
    kept = [suffix for suffix in suffixes if suffix.lower() != ".gz"]
    return kept[-1].lower() if kept else ""


def _archive(source: Path, target: Path, sha256: str) -> int:
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reading, os.fdopen(owners_only(target), "wb") as writing:
        while chunk := reading.read(CHUNK):
            digest.update(chunk)
            writing.write(chunk)
            size += len(chunk)
    if digest.hexdigest() != sha256:
        raise FileChangedError
    return size


def _swap(aside: Path, entry: Path) -> None:
    old = entry.with_name(f".{entry.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if entry.exists():
        entry.rename(old)
    aside.rename(entry)
    sync_folder(entry.parent)
    shutil.rmtree(old, ignore_errors=True)


def _sync(path: Path) -> None:
    if path.is_file():
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
