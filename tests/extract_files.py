"""Extracts as a stranger reads them: by the shape of an object, with the standard library alone."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from seeds.simulator.writers.shapes import Shape

Record = dict[str, Any]
STAMP = re.compile(r"_(\d{8}T\d{6}Z)")
csv.field_size_limit(2**24)


def files(landing: Path, shape: Shape) -> list[Path]:
    """The files of an object in a landing folder, pages in their order."""
    named = re.compile(
        "|".join(re.escape(each).replace(r"\*", r"(\d+_)?\d{8}T\d{6}Z(_\d+)?") for each in shape.file_names)
    )
    found = [path for path in (landing / shape.system).glob("*") if named.fullmatch(path.name)]
    return sorted(found, key=lambda path: (stamp(path), len(path.name), path.name))


def stamp(path: Path) -> str:
    """When the export was taken, as the name of the file says."""
    found = STAMP.search(path.name)
    assert found, path
    return found[1]


def records(landing: Path, shape: Shape) -> list[Record]:
    """Every record of an object, as often as it stands in the files."""
    return [record for path in files(landing, shape) for record in read(path, shape)]


def read(path: Path, shape: Shape) -> Iterable[Record]:
    """The records of one file."""
    if path.suffix == ".csv":
        return _csv(path, shape)
    if path.suffix == ".txt":
        return _list(path.read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ndjson":
        return [json.loads(line) for line in text.splitlines()]
    if path.suffix == ".xml":
        return [{field.tag: field.text or "" for field in record} for record in ElementTree.fromstring(text)]
    page = json.loads(text)
    if isinstance(page, list):
        return page
    return next(page[name] for name in (shape.object, "data", "result") if name in page)


def encoding(shape: Shape) -> str:
    return "windows-1252" if "windows-1252" in shape.container else "utf-8"


def delimiter(shape: Shape) -> str:
    return ";" if "`;`" in shape.container else ","


def _csv(path: Path, shape: Shape) -> list[Record]:
    with path.open(encoding=encoding(shape), newline="") as file:
        rows = list(csv.reader(file, delimiter=delimiter(shape), strict=True))
    # By place, not by name: an export that was set up again names some columns otherwise.
    return [dict(zip(shape.header, row, strict=True)) for row in rows[1:]]


def _list(text: str) -> Iterator[Record]:
    """A list download: columns between bars, the first such line names them."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    header, *rows = ([cell.strip() for cell in line[1:-1].split("|")] for line in lines)
    return (dict(zip(header, row, strict=True)) for row in rows)


def newest(landings: Iterable[Path], shape: Shape) -> dict[tuple[str, ...], Record]:
    """The newest version of each record: of a snapshot those of the last one, else by cursor, export and place."""
    versions: dict[tuple[str, ...], tuple[Any, Record]] = {}
    taken = sorted((stamp(path), path) for landing in landings for path in files(landing, shape))
    if shape.delivery == "snapshot" and taken:
        taken = [each for each in taken if each[0] == taken[-1][0]]
    for at, path in sorted(taken, key=lambda each: (each[0], len(each[1].name), each[1].name)):
        for record in read(path, shape):
            key = tuple(str(record.get(name)) for name in shape.key)
            order = (*(moment(record.get(name)) for name in shape.cursor), at)
            if key not in versions or versions[key][0] <= order:
                versions[key] = (order, record)
    return {key: record for key, (_, record) in versions.items()}


def moment(value: Any) -> float:
    """An instant as a number, however it is written; what does not read comes first."""
    if isinstance(value, dict):
        value = value["value"]
    if isinstance(value, int):
        return value
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return 0
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
