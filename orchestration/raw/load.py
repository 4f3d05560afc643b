"""From the landing folder into the lake, file by file; one bad file never stops the others."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from orchestration.errors import RapportError, RefusedFileError
from orchestration.landing.discover import Arrival, discover
from orchestration.landing.recognise import recognise
from orchestration.landing.unpack import DEFAULT_LIMITS, Limits, Payload, unpack
from orchestration.raw.conservation import ConservationError
from orchestration.raw.entry import Delivery, FileChangedError, original_of, redeliver, write_entry
from orchestration.raw.lake import committed, entry_folders, entry_path, raw_root, recover
from orchestration.raw.ledger import Ledger, fingerprint
from orchestration.raw.outcome import FileOutcome
from orchestration.raw.pages import with_unfinished
from orchestration.raw.receipts import Receipt, is_superseded, read_as, read_receipts, write_receipt
from orchestration.raw.typed_text import contract_hash
from orchestration.registry import ObjectContract, Registry


@dataclass(frozen=True)
class ExtraFile:
    """A file outside landing whose object is known, such as reference data."""

    system: str
    instance: str
    object: str
    path: Path


@dataclass(frozen=True)
class _Loader:
    lake: Path
    registry: Registry
    scratch: Path
    limits: Limits
    received_at: datetime


@dataclass(frozen=True)
class _Task:
    """One file to load, and the objects it may be; where `is_settled`, it is the only one of them."""

    arrival: Arrival
    objects: tuple[ObjectContract, ...]
    contracts: str
    """Fingerprint of what decides how it loads."""
    is_settled: bool = False


def load_landing(
    landing: Path,
    lake: Path,
    registry: Registry,
    *,
    extra: Iterable[ExtraFile] = (),
    scratch: Path | None = None,
    settle_seconds: float = 0,
    limits: Limits = DEFAULT_LIMITS,
) -> list[FileOutcome]:
    """Load into `lake` every file of `landing`, then `extra`, then what a mended contract reads otherwise.

    `scratch` is a directory for intermediate files (default: in the lake). Returns one outcome per payload,
    in the order of names. Raises ConservationError only after all other files are loaded; OSError where the
    lake itself cannot be written.
    """
    scratch = scratch or raw_root(lake) / ".scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    recover(lake)
    loader = _Loader(lake, registry, scratch, limits, datetime.now(UTC))
    found = discover(landing, registry.keys(), time.time_ns(), settle_seconds)
    outcomes = [FileOutcome.refusal(name, name.split("/")[0], "", None, error) for name, error in found.refused]
    outcomes += [
        FileOutcome(a.name, a.system, a.instance, None, "waiting", reason="the file may still grow", remedy="wait")
        for a in found.waiting
    ]
    ledger = Ledger.open(lake)
    defects: list[ConservationError] = []
    systems = {name: registry[name] for name in {arrival.system for arrival in found.arrivals}}
    contracts = {name: fingerprint(system.objects, system.not_data) for name, system in systems.items()}
    tasks = [_Task(a, registry[a.system].objects, contracts[a.system]) for a in found.arrivals]
    for task in [*tasks, *(_extra(file, registry) for file in extra)]:
        known = ledger.outcomes(task.arrival, task.contracts)
        if known is None:
            try:
                known, receipts = _load_arrival(loader, task)
            except ConservationError as error:
                defects.append(error)
                continue
            if all(outcome.status != "waiting" for outcome in known):
                ledger.note(task.arrival, task.contracts, known, receipts)
        outcomes += known
    ledger.close()
    outcomes += _reload_mended(loader, defects)
    if defects:
        raise defects[0]
    outcomes = with_unfinished(outcomes, committed(lake, None))
    return sorted(outcomes, key=lambda outcome: (outcome.file, outcome.object or ""))


def reload_entries(lake: Path, registry: Registry, folders: Sequence[Path], scratch: Path) -> list[FileOutcome]:
    """Load the archived originals of lake entries again, under the contracts as they are now.

    An entry that is refused now keeps its rows of before. Raises ConservationError.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    loader = _Loader(lake, registry, scratch, DEFAULT_LIMITS, datetime.now(UTC))
    outcomes: list[FileOutcome] = []
    for folder in folders:
        receipts = read_receipts(folder)
        contract = _contract(registry, receipts[0].system, receipts[0].object) if receipts else None
        if contract is not None:
            outcomes.append(_reload(loader, folder, contract, receipts))
    return outcomes


def _reload_mended(loader: _Loader, defects: list[ConservationError]) -> list[FileOutcome]:
    outcomes: list[FileOutcome] = []
    for folder in entry_folders(loader.lake):
        receipts = read_receipts(folder)
        contract = _contract(loader.registry, receipts[0].system, receipts[0].object) if receipts else None
        if contract is None or all(read_as(receipt, contract) for receipt in receipts):
            continue
        try:
            outcomes.append(_reload(loader, folder, contract, receipts))
        except ConservationError as error:
            defects.append(error)
    return outcomes


def _reload(loader: _Loader, folder: Path, contract: ObjectContract, receipts: list[Receipt]) -> FileOutcome:
    last, original = receipts[-1], original_of(folder)
    try:
        way = _way(original, last.file, contract)
        written = write_entry(folder, original, way, [_delivery_of(r) for r in receipts], loader.scratch)
    except RefusedFileError as error:
        return FileOutcome.refusal(last.file, last.system, last.instance, last.object, error)
    return FileOutcome.received(written[-1], "loaded")


def _extra(file: ExtraFile, registry: Registry) -> _Task:
    contract = _contract(registry, file.system, file.object)
    if contract is None:
        raise RapportError(f"{file.path}: {file.system}.{file.object} is no known object; describe it in a source")
    status = file.path.stat()
    name = f"{file.system}/{file.path.name}"
    arrival = Arrival(file.system, file.instance, name, file.path, status.st_size, status.st_mtime_ns)
    return _Task(arrival, (contract,), fingerprint((contract,)), is_settled=True)


def _load_arrival(loader: _Loader, task: _Task) -> tuple[list[FileOutcome], list[Path]]:
    """Outcomes of the payloads of one file, and the receipts they rest on."""
    arrival = task.arrival
    outcomes: list[FileOutcome] = []
    receipts: list[Path] = []
    try:
        with unpack(arrival.path, arrival.name, loader.scratch, loader.limits) as payloads:
            for payload in payloads:
                for outcome, receipt in _load_payload(loader, task, payload):
                    outcomes.append(outcome)
                    receipts += [receipt] if receipt is not None else []
    except RefusedFileError as error:
        outcomes.append(FileOutcome.refusal(arrival.name, arrival.system, arrival.instance, None, error))
    except OSError as error:
        # Only what concerns the delivered file is its own fault: a full disk under the lake is not.
        if error.filename is None or Path(error.filename) != arrival.path:
            raise
        refusal = RefusedFileError(f"it cannot be read: {error.strerror or error}", "mend the permissions of the file")
        outcomes.append(FileOutcome.refusal(arrival.name, arrival.system, arrival.instance, None, refusal))
    return outcomes, receipts


def _load_payload(loader: _Loader, task: _Task, payload: Payload) -> list[tuple[FileOutcome, Path | None]]:
    """Load each object that a payload holds."""
    arrival = task.arrival
    try:
        if payload.size == 0:
            raise RefusedFileError("the file is empty", "export it again: even no records need a header or frame", 1)
        if task.is_settled:
            found = [_way(payload.path, payload.base, task.objects[0])]
        else:
            not_data = loader.registry[arrival.system].not_data
            found = recognise(payload.path, payload.base, task.objects, not_data)
    except RefusedFileError as error:
        return [(FileOutcome.refusal(payload.name, arrival.system, arrival.instance, None, error), None)]
    return [_load_object(loader, arrival, payload, contract) for contract in found]


def _way(path: Path, name: str, contract: ObjectContract) -> ObjectContract:
    """Give the way in which a file of this object is written."""
    if not contract.also_as:
        return contract
    base = name.rsplit("/", 1)[-1].rsplit("!", 1)[-1]
    return recognise(path, base, (contract,))[0]


def _load_object(
    loader: _Loader, arrival: Arrival, payload: Payload, contract: ObjectContract
) -> tuple[FileOutcome, Path | None]:
    try:
        return _deliver(loader, arrival, payload, contract)
    except RefusedFileError as error:
        return FileOutcome.refusal(payload.name, arrival.system, arrival.instance, contract.name, error), None
    except FileChangedError:
        changed, remedy = "the file changed while it was read", "wait until it is whole"
        return FileOutcome(
            payload.name, arrival.system, arrival.instance, None, "waiting", reason=changed, remedy=remedy
        ), None


def _deliver(loader: _Loader, arrival: Arrival, payload: Payload, contract: ObjectContract) -> tuple[FileOutcome, Path]:
    entry = entry_path(loader.lake, contract.system, arrival.instance, contract.name, payload.sha256)
    delivery = Delivery(
        arrival.instance,
        payload.name,
        payload.sha256,
        payload.container,
        arrival.size,
        arrival.mtime_ns,
        loader.received_at,
    )
    receipts = read_receipts(entry)
    digest = contract_hash(contract)
    if receipts and all(receipt.contract_sha256 == digest for receipt in receipts):
        receipt = redeliver(receipts[0], contract, delivery)
        path = entry / "receipts" / receipt.file_name
        if path.exists() and not is_superseded(path):
            return FileOutcome.received(receipt, "known"), path
        write_receipt(entry, receipt)
        return FileOutcome.received(receipt, "loaded"), path
    earlier = [_delivery_of(receipt) for receipt in receipts if receipt.file != payload.name]
    receipt = write_entry(entry, payload.path, contract, [*earlier, delivery], loader.scratch)[-1]
    return FileOutcome.received(receipt, "loaded"), entry / "receipts" / receipt.file_name


def _delivery_of(receipt: Receipt) -> Delivery:
    return Delivery(
        receipt.instance,
        receipt.file,
        receipt.file_id,
        receipt.container_sha256,
        receipt.size,
        receipt.mtime_ns,
        receipt.received_at,
    )


def _contract(registry: Registry, system: str, object_name: str) -> ObjectContract | None:
    objects = registry[system].objects if system in registry else ()
    return next((contract for contract in objects if contract.name == object_name), None)
