"""JSON pages: the records at a path, each with the physical line it starts on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.errors import RefusedFileError
from orchestration.landing.encodings import likely_encoding
from orchestration.landing.json_text import (
    SKIMMING,
    STRICT,
    DuplicateKeyError,
    Number,
    fault_of,
    text_of,
)
from orchestration.landing.key_union import KeyUnion
from orchestration.landing.read_ndjson import check_text
from orchestration.landing.rows import LineCounts, Reading, RowsWriter
from orchestration.registry import ObjectContract

_BLANK = re.compile(r"[ \t\n\r]*")
_REMEDY = "export the page again; it may have been cut short"


@dataclass(frozen=True)
class Element:
    """One element at the record path: number from 1, first physical line, source text from start to stop."""

    number: int
    line: int
    start: int
    stop: int


def read_json(path: Path, contract: ObjectContract, writer: RowsWriter, scratch: Path) -> Reading:
    """Read the records of a page into `writer`; an element that is no object goes to quarantine.

    Raises RefusedFileError, with line and column, for a page that is no JSON, and where the record path leads
    nowhere or a required column is in no record.
    """
    text, page = parsed_page(path)
    union, parents = KeyUnion(scratch), parents_of(contract)
    records = 0
    for element in elements(text, contract.record_path):
        records += 1
        raw = text[element.start : element.stop]
        value, rule, reason = _judge(raw)
        if rule is None:
            union.add(columns_of(value, parents), records, element.line)
        else:
            writer.reject(records, element.line, rule, reason, raw.encode("utf-8", "backslashreplace").decode())
    plan = union.finish(contract, writer)
    envelope = contract.extracted_at.envelope
    return Reading(
        records,
        LineCounts(),
        plan.unknown,
        plan.absent,
        plan.names,
        envelope=_envelope(text, envelope) if envelope else None,
        is_last=_is_last(page, contract.last_page),
    )


def parents_of(contract: ObjectContract) -> set[str] | None:
    """Give the keys of records at which objects of columns stand; None where nested values stay as they are."""
    names = [spelling for column in contract.columns for spelling in (column.name, *column.aliases)]
    return {name.partition(".")[0] for name in names if "." in name} if contract.nested == "columns" else None


def columns_of(record: dict[str, Any], parents: set[str] | None) -> dict[str, Any]:
    """Give a record's columns: its keys; where it has `parents`, the keys of objects in it too, as `Account.Name`."""
    if parents is None:
        return record
    found: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            found |= {f"{key}.{inner}": each for inner, each in columns_of(value, set()).items()}
        # The lack of an object is none of its columns.
        elif value is not None or key not in parents:
            found[key] = value
    return found


def _is_last(page: Any, marks: tuple[tuple[str, bool | None], ...]) -> bool | None:
    for path, wanted in marks:
        *parents, key = path.split(".")
        value = page
        for parent in parents:
            value = value.get(parent) if isinstance(value, dict) else None
        if isinstance(value, dict) and key in value:
            return bool(value[key] == wanted)
    return None


def parsed_page(path: Path) -> tuple[str, Any]:
    """Give the page as text and as a value, in which of a repeated key the last one stands.

    Raises RefusedFileError where it is empty, not UTF-8, or no JSON (with line and column).
    """
    check_text(path)
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedFileError(
            f"the page is not utf-8; {likely_encoding(raw, 'utf-8')} would read it",
            "export it as UTF-8, which JSON requires",
            raw.count(b"\n", 0, error.start) + 1,
        ) from error
    try:
        value = SKIMMING.decode(text)
    except json.JSONDecodeError as error:
        raise RefusedFileError(
            f"the page is no JSON: {error.msg} at column {error.colno}", _REMEDY, error.lineno
        ) from error
    except (ValueError, RecursionError) as error:
        raise RefusedFileError(f"the page is no JSON: {error}", _REMEDY) from error
    return text, value


def elements(text: str, record_path: str) -> Iterator[Element]:
    """Walk the elements at `record_path` of a page that is JSON; an object there is one element.

    Raises RefusedFileError where the path leads nowhere, or to a value that is neither array nor object.
    """
    start = offset_at(text, record_path)
    if start is None or text[start] not in "[{":
        shown = f"the record path {record_path!r}" if record_path else "the page itself"
        raise RefusedFileError(
            f"{shown} is no array of records",
            "mend `record_path` in the sources file, or export the right page",
        )
    if text[start] == "{":
        yield Element(1, text.count("\n", 0, start) + 1, start, _value_end(text, start))
        return
    line, counted, number = 1, 0, 0
    position = _skip(text, start + 1)
    while text[position] != "]":
        number += 1
        line += text.count("\n", counted, position)
        counted = position
        stop = _value_end(text, position)
        yield Element(number, line, position, stop)
        position = _skip(text, stop)
        if text[position] == ",":
            position = _skip(text, position + 1)


def offset_at(text: str, dotted: str) -> int | None:
    """Offset of the value at a dotted key path of a page that is JSON; None where a key is missing."""
    position = _skip(text, 0)
    for key in dotted.split(".") if dotted else []:
        found = None if text[position] != "{" else _member(text, position, key)
        if found is None:
            return None
        position = found
    return position


def _member(text: str, start: int, wanted: str) -> int | None:
    position = _skip(text, start + 1)
    while text[position] != "}":
        key, position = SKIMMING.raw_decode(text, position)
        position = _skip(text, _skip(text, position) + 1)
        if key == wanted:
            return position
        position = _skip(text, _value_end(text, position))
        if text[position] == ",":
            position = _skip(text, position + 1)
    return None


def _value_end(text: str, start: int) -> int:
    return SKIMMING.raw_decode(text, start)[1]


def _skip(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found else position


def _envelope(text: str, dotted: str) -> str | None:
    start = offset_at(text, dotted)
    if start is None:
        return None
    value = SKIMMING.raw_decode(text, start)[0]
    return text_of(value) if isinstance(value, str | Number) else None


def _judge(raw: str) -> tuple[dict[str, Any], str | None, str]:
    try:
        value = STRICT.decode(raw)
    except DuplicateKeyError as error:
        return {}, "duplicate_key", f"the key {error.args[0]!r} stands twice in one object"
    if not isinstance(value, dict):
        return {}, "not_object", "the element is no JSON object"
    fault = fault_of(raw, value)
    return (value, None, "") if fault is None else ({}, *fault)
