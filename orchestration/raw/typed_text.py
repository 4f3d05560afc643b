"""The rule by which text reads as a type, as the models use it: the one macro, rendered without dbt."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment

from orchestration.errors import RefusedFileError
from orchestration.registry import Column, ObjectContract

_MACROS = Path(__file__).resolve().parents[2] / "dbt_project" / "macros"
_NOT_LOADING = {"also_as", "assumed", "cadence_hours", "cursor", "description", "owner", "way"}
_NOT_LOADING_OF_COLUMNS = {"description", "personal_data", "as_name", "through", "example"}
_LOADER = 1


@cache
def _text() -> str:
    return "".join((_MACROS / name).read_text(encoding="utf-8") for name in ("typed.sql", "json_text.sql"))


@cache
def _macro(name: str) -> Callable[..., object]:
    template = Environment(extensions=["jinja2.ext.do"]).from_string(_text())
    macro: Callable[..., object] = vars(template.module)[f"duckdb__{name}"]
    return macro


def typed(expression: str, column: Column) -> str:
    """Give SQL that reads the text `expression` as the column's type; null where it does not read."""
    if column.inside:
        expression = str(_macro("inside")(expression, column.inside)).strip()
    return str(
        _macro("typed")(expression, column.data_type, column.formats, column.time_zone, column.null_tokens)
    ).strip()


def filled(expression: str, column: Column) -> str:
    """Give SQL that gives the text unless it is empty or a null token."""
    return typed(expression, column.model_copy(update={"data_type": "text"}))


def at_path(expression: str, dotted: str) -> str:
    """Give SQL for the text at a dotted path of a JSON text."""
    return str(_macro("json_text")(expression, dotted.split("."))).strip()


def quoted(name: str) -> str:
    """Give a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Give a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


@cache
def _scratch() -> duckdb.DuckDBPyConnection:
    # Opened once a process: opening one takes longer than checking a small file.
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
    connection.execute("set global TimeZone = 'UTC'; set global preserve_insertion_order = true")
    return connection


def connect() -> duckdb.DuckDBPyConnection:
    """Give a connection to a scratch database with the settings the macro relies on."""
    return _scratch().cursor()


@cache
def instant(text: str, format: str) -> datetime:  # noqa: A002
    """Give the instant that `text` names; without an offset it is UTC.

    Raises RefusedFileError where it does not read.
    """
    column = Column(name="instant", data_type="timestamp", formats=(format,))
    with connect() as connection:
        row = connection.execute(f"select {typed(literal(text), column)}").fetchone()
    if row is None or not isinstance(row[0], datetime):
        raise RefusedFileError(
            f"the extraction time {text!r} does not read as {format}",
            "mend `extracted_at` in the sources file, or the file's name or envelope",
        )
    return row[0].replace(tzinfo=UTC)


@cache
def contract_hash(contract: ObjectContract) -> str:
    """sha256 over all that decides how a file of this object loads in this way, the typing rule included."""
    described = contract.model_dump(mode="json", exclude=_NOT_LOADING)
    described["secret"] = contract.secret
    described["columns"] = [_loading(column) for column in described["columns"]]
    text = json.dumps([_LOADER, described, _text()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _loading(column: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in column.items() if name not in _NOT_LOADING_OF_COLUMNS}
    return kept | {kind: [_loading(value) for value in column[kind]] for kind in ("fields", "elements")}
