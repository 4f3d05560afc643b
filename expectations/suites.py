"""Suites: what is expected of one table, read from YAML or derived from the sources registry.

Nothing here imports Great Expectations, so loading and refusing suites costs milliseconds.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictStr,
    ValidationError,
    field_validator,
    model_validator,
)

from orchestration.errors import RapportError
from orchestration.registry import ObjectContract, Registry

Layer = Literal["raw", "staging", "core", "marts"]
Severity = Literal["block", "warn"]

SUITES = Path(__file__).parent / "suites"
LAYERS: tuple[Layer, ...] = ("raw", "staging", "core", "marts")
TABLE = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*$")
EXACT_INTEGERS = 2**53
"""Great Expectations turns numeric bounds into floating point, which holds no larger integer exactly."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _bound(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        raise ValueError(f"{value!r} is no number, date or timestamp; write dates without quotes")
    if isinstance(value, int) and abs(value) > EXACT_INTEGERS:
        raise ValueError(f"{value} is too large to be compared exactly; write it as sql")
    # As a bare date it would cut the greatest timestamp of a column down to its day before comparing.
    return datetime(value.year, value.month, value.day) if type(value) is date else value


Bound = Annotated[Any, BeforeValidator(_bound)]
Column = Annotated[StrictStr, Field(min_length=1)]
Share = Annotated[float, Field(gt=0, le=1)]


class _Between(_Strict):
    min_value: Bound = None
    max_value: Bound = None
    strict_min: bool = False
    strict_max: bool = False

    @model_validator(mode="after")
    def _bounded(self) -> _Between:
        if self.min_value is None and self.max_value is None:
            raise ValueError("needs min_value, max_value or both")
        return self


class _ColumnBetween(_Between):
    column: Column


class _ColumnValues(_Strict):
    column: Column
    mostly: Share = 1.0


class _ColumnValuesBetween(_ColumnBetween):
    mostly: Share = 1.0


class _DistinctValues(_Strict):
    column: Column
    value_set: Annotated[list[Any], Field(min_length=1)]

    @field_validator("value_set")
    @classmethod
    def _one_type(cls, values: list[Any]) -> list[Any]:
        types = sorted({type(value).__name__ for value in values})
        if len(types) > 1:
            # YAML reads bare yes, no, on and off as booleans, and 2026-01-01 as a date.
            raise ValueError(f"mixes {', '.join(types)}; put texts such as 'no' or '1' in quotes")
        return values


class _ValuesInSet(_DistinctValues):
    mostly: Share = 1.0


class _CompoundUnique(_Strict):
    column_list: Annotated[list[Column], Field(min_length=2)]
    mostly: Share = 1.0


class _PairGreater(_Strict):
    column_A: Column  # noqa: N815 - Great Expectations' own spelling
    column_B: Column  # noqa: N815
    or_equal: bool = False
    ignore_row_if: Literal["both_values_are_missing", "either_value_is_missing", "neither"] = "either_value_is_missing"
    mostly: Share = 1.0


class _OtherTable(_Strict):
    other_table_name: StrictStr

    @field_validator("other_table_name")
    @classmethod
    def _same_schema(cls, name: str) -> str:
        if "." in name:
            raise ValueError("names a table of the same schema, without the schema; across schemas use sql")
        return name


class _Sql(_Strict):
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    description: Annotated[str, Field(min_length=1)]
    query: str

    @field_validator("query")
    @classmethod
    def _subquery(cls, query: str) -> str:
        return query.strip().rstrip(";")


ARGUMENTS: dict[str, type[_Strict]] = {
    "expect_table_row_count_to_be_between": _Between,
    "expect_table_row_count_to_equal_other_table": _OtherTable,
    "expect_column_values_to_not_be_null": _ColumnValues,
    "expect_column_values_to_be_unique": _ColumnValues,
    "expect_column_values_to_be_in_set": _ValuesInSet,
    "expect_column_values_to_be_between": _ColumnValuesBetween,
    "expect_column_distinct_values_to_be_in_set": _DistinctValues,
    "expect_column_proportion_of_unique_values_to_be_between": _ColumnBetween,
    "expect_column_sum_to_be_between": _ColumnBetween,
    "expect_column_mean_to_be_between": _ColumnBetween,
    "expect_column_min_to_be_between": _ColumnBetween,
    "expect_column_max_to_be_between": _ColumnBetween,
    "expect_column_pair_values_a_to_be_greater_than_b": _PairGreater,
    "expect_compound_columns_to_be_unique": _CompoundUnique,
    "sql": _Sql,
}
"""Every supported expectation type with the shape of its arguments."""


class Expectation(_Strict):
    """One expectation: its type (a key of ARGUMENTS), its checked arguments, and whether it blocks."""

    type: str
    arguments: dict[str, Any]
    severity: Severity = "block"

    @model_validator(mode="before")
    @classmethod
    def _checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        shape = ARGUMENTS.get(values["type"])
        if shape is None:
            raise ValueError(_unsupported(values["type"]))
        try:
            arguments = shape.model_validate(values["arguments"])
        except ValidationError as error:
            raise ValueError(_complaints(error)) from error
        return {**values, "arguments": arguments.model_dump(exclude_none=True)}

    @property
    def label(self) -> str:
        """The type, or `sql:<name>` for a SQL expectation."""
        return f"sql:{self.arguments['name']}" if self.type == "sql" else self.type

    @property
    def column(self) -> str | None:
        """The column or columns it is about, joined by commas; None for the whole table."""
        listed = self.arguments.get("column_list") or [
            self.arguments[key] for key in ("column", "column_A", "column_B") if key in self.arguments
        ]
        return ", ".join(listed) or None


class Suite(_Strict):
    """What is expected of one table (`schema.table`), who owns it, and the KPI ids it protects."""

    layer: Layer
    table: str
    owner: str
    protects: tuple[str, ...] = ()
    expectations: Annotated[tuple[Expectation, ...], Field(min_length=1)]

    @field_validator("table")
    @classmethod
    def _qualified(cls, table: str) -> str:
        if not TABLE.match(table):
            raise ValueError(f"{table!r} is not of the form schema.table")
        return table


def load_suites(root: Path = SUITES) -> list[Suite]:
    """Read `<layer>/*.yml` below `root`, in the order of the layers and then of the file names.

    Raises RapportError naming file, place and remedy. A file that would be passed over is refused too: a
    check that never runs looks like one that passes.
    """
    suites: dict[str, Path] = {}
    loaded: list[Suite] = []
    paths = sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    for path in paths:
        if path.suffix != ".yml" or path.parent.parent != root or path.parent.name not in LAYERS:
            raise RapportError(f"{path}: is not read; suites are {root}/{{{','.join(LAYERS)}}}/<table>.yml")
    for path in sorted(paths, key=lambda path: (LAYERS.index(path.parent.name), path.name)):
        suite = load_suite(path)
        if suite.table in suites:
            raise RapportError(
                f"{path}: {suite.table} already has a suite in {suites[suite.table]}; merge the two files"
            )
        suites[suite.table] = path
        loaded.append(suite)
    return loaded


def load_suite(path: Path) -> Suite:
    """Read one suite; its folder's name is its layer. Raises RapportError naming file, place and remedy."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RapportError(f"{path}: is no YAML: {error}; mend it at the place named") from error
    if not isinstance(document, dict) or not isinstance(document.get("expectations"), list):
        raise RapportError(f"{path}: needs `table`, `owner` and a list of `expectations`")
    expectations = tuple(
        _entry(f"{path}: expectations[{position}]", entry) for position, entry in enumerate(document["expectations"])
    )
    try:
        return Suite.model_validate({**document, "layer": path.parent.name, "expectations": expectations})
    except ValidationError as error:
        raise RapportError(f"{path}: {_complaints(error)}; mend the suite") from error


def _entry(place: str, entry: object) -> Expectation:
    types = [key for key in entry if key != "severity"] if isinstance(entry, dict) else []
    if not isinstance(entry, dict) or len(types) != 1 or not isinstance(entry[types[0]], dict):
        raise RapportError(
            f"{place}: needs one expectation with its arguments, such as "
            "`expect_column_values_to_not_be_null: {column: ticket_id}`, and at most a `severity` beside it"
        )
    stated = {"severity": entry["severity"]} if "severity" in entry else {}
    try:
        return Expectation.model_validate({"type": types[0], "arguments": entry[types[0]], **stated})
    except ValidationError as error:
        raise RapportError(f"{place} {types[0]}: {_complaints(error)}; mend the suite") from error


def _complaints(error: ValidationError) -> str:
    return "; ".join(
        ": ".join(filter(None, (".".join(str(part) for part in e["loc"]), e["msg"])))
        for e in error.errors(include_url=False)
    )


def _unsupported(kind: str) -> str:
    if re.search(r"regex|like_pattern|_type", kind):
        return f"{kind} does not work on DuckDB: use sql, or a dbt contract for types"
    return f"{kind} is not supported; supported are {', '.join(ARGUMENTS)}"


def raw_suites(registry: Registry) -> list[Suite]:
    """Derive the suites of the raw layer: one on `raw.files`, then one for each object of the registry."""
    objects = [contract for system in registry.values() for contract in system.objects]
    return [_files_suite(), *(_object_suite(contract) for contract in objects)]


def staging_suites(registry: Registry) -> list[Suite]:
    """Derive the suites of staging: of each object, every key that was loaded is there once, and no other.

    Where an object has no model `stg_<system>__<object>`, its table does not exist and its suite is for the caller to
    leave out.
    """
    return [
        Suite(
            layer="staging",
            table=f"staging.stg_{contract.view}",
            owner=contract.owner,
            expectations=(_keys_kept(contract),),
        )
        for system in registry.values()
        for contract in system.objects
    ]


def _keys_kept(contract: ObjectContract) -> Expectation:
    key = ", ".join(f'trim(raw."{name}")' for name in contract.key)
    return _sql(
        "keys_kept",
        "Every key of the current files is there once",
        f"with loaded_keys as (select 1 as one from raw.{contract.view} as raw group by raw._instance, {key}"
        "), expected as (select count(*) as n from loaded_keys"
        "), found as (select count(*) as n from {batch}"
        ") select 1 as fault from expected cross join found where expected.n <> found.n",
    )


def _files_suite() -> Suite:
    return Suite(
        layer="raw",
        table="raw.files",
        owner="data-engineering",
        expectations=(
            _sql(
                "records_conserved",
                "Of every file, records loaded and records quarantined add up to the records read",
                "select 1 as fault from {batch} where loaded + quarantined is distinct from records",
            ),
            _sql(
                "few_quarantined",
                "Of every current file, at most 5 % of the records are quarantined",
                "select 1 as fault from {batch} where is_current and quarantined * 20 > records",
                "warn",
            ),
        ),
    )


def _object_suite(contract: ObjectContract) -> Suite:
    filled = tuple(
        Expectation(type="expect_column_values_to_not_be_null", arguments={"column": name})
        for name in contract.required
    )
    files = f"system = {_literal(contract.system)} and object = {_literal(contract.name)}"
    # Not expect_compound_columns_to_be_unique: it passes over rows that hold a null in any of the columns.
    unique = _sql(
        "records_unique",
        "Every record of every file is there once",
        "select 1 as fault from {batch} group by _instance, _file_id, _record having count(*) > 1",
    )
    # The same bytes delivered twice are two deliveries of one file, whose rows are loaded once.
    reconciled = _sql(
        "rows_reconciled",
        "The rows of the view are the records loaded from the current files",
        "with loaded_files as ("
        f"select max(loaded) as loaded from raw.files where {files} and is_current group by instance, file_id"
        "), expected as (select coalesce(sum(loaded), 0) as n from loaded_files"
        "), found as (select count(*) as n from {batch}"
        ") select 1 as fault from expected cross join found where expected.n <> found.n",
    )
    fresh = (
        (
            _sql(
                "extract_fresh",
                f"The newest extract is at most {2 * contract.cadence_hours} hours older than as_of",
                "with newest as ("
                f"select max(extracted_at) as extracted_at from raw.files where {files}"
                ") select 1 as fault from newest cross join raw.run_parameters as run "
                f"where newest.extracted_at < run.as_of - interval '{2 * contract.cadence_hours} hours'",
                "warn",
            ),
        )
        if contract.cadence_hours
        else ()
    )
    return Suite(
        layer="raw",
        table=f"raw.{contract.view}",
        owner=contract.owner,
        expectations=(*filled, unique, reconciled, *fresh),
    )


def _sql(name: str, description: str, query: str, severity: Severity = "block") -> Expectation:
    return Expectation(
        type="sql",
        arguments={"name": name, "description": description, "query": query},
        severity=severity,
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
