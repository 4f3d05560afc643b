"""Records struck out of the files of a landing, whatever their format, all else left as it stands byte for byte."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from orchestration.landing.read_json import elements
from orchestration.registry import ObjectContract

STRIKEABLE = ("csv", "json", "list", "ndjson")


@dataclass(frozen=True)
class Place:
    """Where a record stands. line: of its first line, in the unpacked text; raw: its text as it stands."""

    record: int
    line: int
    raw: str


def strike(path: Path, contract: ObjectContract, places: Iterable[Place]) -> None:
    """Take records out of a file; its time stays."""
    times = path.stat()
    packed = path.read_bytes()
    text = gzip.decompress(packed) if path.suffix == ".gz" else packed
    text = _without_elements(text, contract, places) if contract.format == "json" else _without_lines(text, places)
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _without_elements(text: bytes, contract: ObjectContract, places: Iterable[Place]) -> bytes:
    page = text.decode("utf-8-sig")
    struck = {place.record for place in places}
    found = list(elements(page, contract.record_path))
    kept = ",".join(page[element.start : element.stop] for element in found if element.number not in struck)
    return (page[: found[0].start] + kept + page[found[-1].stop :]).encode()


def _without_lines(text: bytes, places: Iterable[Place]) -> bytes:
    lines = text.split(b"\n")
    struck = {place.line - 1 + n for place in places for n in range(place.raw.count("\n") + 1)}
    return b"\n".join(line for number, line in enumerate(lines) if number not in struck)
