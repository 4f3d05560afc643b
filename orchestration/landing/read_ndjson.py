"""One JSON object a line, each line judged by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from orchestration.errors import RefusedFileError
from orchestration.landing.encodings import UTF8_BOM, check_byte_order_mark, likely_encoding
from orchestration.landing.json_text import STRICT, DuplicateKeyError, fault_of
from orchestration.landing.key_union import KeyUnion
from orchestration.landing.lines import mapped, newline_of
from orchestration.landing.rows import LineCounts, Reading, RowsWriter
from orchestration.registry import ObjectContract

_BLANKS = b" \t\r\n"


def read_ndjson(path: Path, contract: ObjectContract, writer: RowsWriter, scratch: Path) -> Reading:
    """Read one object a line into `writer`; a bad line goes to quarantine alone.

    Raises RefusedFileError for an empty file, UTF-16, and a required column that no record has.
    """
    check_text(path)
    union = KeyUnion(scratch)
    records = blank = 0
    with mapped(path) as data:
        newline = newline_of(data)
        position, end, line = 0, len(data), 0
        while position < end:
            found = data.find(newline, position)
            stop = end if found == -1 else found + 1
            raw = data[position:stop]
            position, line = stop, line + 1
            if line == 1:
                raw = raw.removeprefix(UTF8_BOM)
            raw = raw.strip(_BLANKS)
            if not raw:
                blank += 1
                continue
            records += 1
            value, rule, reason = _judge(raw)
            if rule is None:
                union.add(value, records, line)
            else:
                writer.reject(records, line, rule, reason, raw.decode("utf-8", "backslashreplace"))
    plan = union.finish(contract, writer)
    return Reading(records, LineCounts(blank=blank, record=records), plan.unknown, plan.absent, plan.names)


def check_text(path: Path) -> None:
    """Refuse a file that cannot be JSON text: empty, or with the byte order mark of UTF-16."""
    with path.open("rb") as file:
        head = file.read(4)
    if not head:
        raise RefusedFileError("the file is empty", "export it again: a file without records still needs its frame")
    check_byte_order_mark(head, "utf-8")


def _judge(raw: bytes) -> tuple[dict[str, Any], str | None, str]:
    """Give the object of a line, or the rule that it breaks and why."""
    if b"\0" in raw:
        return {}, "nul_byte", "the line holds a NUL byte; export the file again, as text"
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return (
            {},
            "encoding",
            f"the line is not utf-8; {likely_encoding(raw, 'utf-8')} would read it: export as UTF-8",
        )
    try:
        value = STRICT.decode(text)
    except DuplicateKeyError as error:
        return {}, "duplicate_key", f"the key {error.args[0]!r} stands twice in one object"
    except (ValueError, RecursionError) as error:
        return {}, "not_json", f"the line is no JSON: {error}"
    if not isinstance(value, dict):
        return {}, "not_object", "the line is no JSON object"
    fault = fault_of(text, value)
    return (value, None, "") if fault is None else ({}, *fault)
