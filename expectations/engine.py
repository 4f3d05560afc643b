"""Great Expectations on DuckDB: the only file that touches its internals.

Great Expectations builds the metrics of a suite, fuses them into few SELECTs and gives the verdicts. It is
used without a data context: nothing is configured, stored, rendered or sent. Three of its habits are turned
off: it closes the connection before it reads a DuckDB result, it fetches rows to show them, and it reports
its own failures as failures of the data.
"""

# Its import takes about ten seconds, so it is imported where it is used, and it is untyped.

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import duckdb

from expectations.suites import Expectation, Severity, Suite

Status = Literal["passed", "failed", "error"]

ROW_VALUES = ("unexpected_rows_query.table", "column.distinct_values.not_in_set")
"""Metrics that fetch values of rows, which no verdict needs and no result may show."""
NAMING_ERRORS = ("Binder Error", "Catalog Error", "Connection Error", "IO Error", "Parser Error")
"""DuckDB's errors about the text of a query or about files; the others may quote a value of a row."""
BINDS = re.compile(r"(?<![:\w\\]):(?=\w)")


@dataclass(frozen=True)
class CheckResult:
    """The outcome of one expectation.

    expectation: its type, or `sql:<name>`; column: the column or columns, None for the table; protects: KPI
    ids; status: `error` where the check itself could not be made; observed: the observed figure, or the
    faulty rows of all rows, empty for an error; details: what was expected and what was found. Holds no value
    of a row, but for the least or greatest number or date where that is what was asked for.
    """

    layer: str
    table: str
    expectation: str
    column: str | None
    severity: Severity
    owner: str
    protects: tuple[str, ...]
    status: Status
    observed: str
    details: str


def validate(warehouse: Path, suites: Sequence[Suite]) -> list[CheckResult]:
    """Run all expectations of all suites inside the DuckDB file, in the order given.

    Opens the file read-only and has closed it on return; nobody may hold it open for writing meanwhile.
    Raises nothing for what the warehouse or a suite holds: a check that cannot be made has status `error`.
    """
    if not suites:
        return []
    try:
        connection = duckdb.connect(str(warehouse), read_only=True)
    except duckdb.Error as error:
        return [_broken(suite, check, error) for suite in suites for check in suite.expectations]
    with closing(connection), _execution_engine(connection) as engine:
        tables = _tables(connection)
        return [result for suite in suites for result in _validate_suite(engine, tables, suite)]


def _validate_suite(engine: Any, tables: set[str], suite: Suite) -> list[CheckResult]:
    if suite.table.lower() not in tables:
        missing = LookupError(f"the table {suite.table} does not exist")
        return [_broken(suite, check, missing) for check in suite.expectations]
    _load_table(engine, suite.table)
    try:
        return _validate_together(engine, suite, suite.expectations)
    except Exception:
        # One broken expectation breaks the query it shares with others, and says little about which it was.
        return [_validate_alone(engine, suite, check) for check in suite.expectations]


def _validate_alone(engine: Any, suite: Suite, check: Expectation) -> CheckResult:
    try:
        return _validate_together(engine, suite, (check,))[0]
    except Exception as error:
        return _broken(suite, check, error)


def _validate_together(engine: Any, suite: Suite, checks: Sequence[Expectation]) -> list[CheckResult]:
    """Compute all metrics of the checks at once. Raises whatever Great Expectations raises."""
    from great_expectations.validator.metrics_calculator import MetricsCalculator

    domains = [_domain(suite.table, check) for check in checks]
    # BOOLEAN_ONLY asks for counts alone; BASIC, below, keeps them in the result.
    dependencies = [
        domain.get_validation_dependencies(
            execution_engine=engine, runtime_configuration={"result_format": "BOOLEAN_ONLY"}
        ).metric_configurations
        for domain in domains
    ]
    wanted = [{name: metric for name, metric in metrics.items() if name not in ROW_VALUES} for metrics in dependencies]
    computed, _ = MetricsCalculator(execution_engine=engine).compute_metrics(
        [metric for metrics in wanted for metric in metrics.values()],
        runtime_configuration={"catch_exceptions": False},
    )
    results = []
    for check, domain, metrics in zip(checks, domains, wanted, strict=True):
        verdict = domain._validate(
            metrics={
                **dict.fromkeys(ROW_VALUES),
                **{name: computed[metric.id] for name, metric in metrics.items()},
            },
            runtime_configuration={
                "result_format": {
                    "result_format": "BASIC",
                    "partial_unexpected_count": 0,
                    "include_unexpected_rows": False,
                }
            },
            execution_engine=engine,
        )
        results.append(_judged(suite, check, bool(verdict["success"]), _observed(check, verdict["result"])))
    return results


def _domain(table: str, check: Expectation) -> Any:
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    if check.type == "sql":
        kind = "unexpected_rows_expectation"
        arguments: dict[str, Any] = {"unexpected_rows_query": _query(table, check.arguments["query"])}
    else:
        kind, arguments = check.type, dict(check.arguments)
    return ExpectationConfiguration(type=kind, kwargs={**arguments, "batch_id": table}).to_domain_obj()


def _query(table: str, query: str) -> str:
    """Write `query` so that the braces and colons it holds survive Great Expectations and SQLAlchemy."""
    # Their own {batch} is a subquery with an alias of its own, which takes no second alias and no join.
    # They print a warning where it does not occur, so it stands in a comment, on a line behind any `--`.
    literal = query.replace("{batch}", table).replace("{", "{{").replace("}", "}}")
    return BINDS.sub(r"\\:", literal) + "\n/* {batch} */"


@contextmanager
def _execution_engine(connection: duckdb.DuckDBPyConnection) -> Iterator[Any]:
    """Give Great Expectations' engine over one cursor of `connection`, closed at the end."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # before the import, which reads it
    import duckdb_engine
    import sqlalchemy
    from great_expectations.execution_engine import SqlAlchemyExecutionEngine

    # It logs every failed query with its values; the results say what failed.
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    database = sqlalchemy.create_engine(
        "duckdb://", creator=lambda: duckdb_engine.ConnectionWrapper(connection.cursor())
    )
    dialect: Any = database.dialect
    dialect.get_columns, dialect.get_pk_constraint = _columns, _no_primary_key
    try:
        with database.connect() as held:
            held.exec_driver_sql("set timezone = 'UTC'")
            engine = SqlAlchemyExecutionEngine(engine=database, create_temp_table=False)
            # It would close the connection after every query, and with it the result not yet read.
            engine.get_connection = lambda: _kept(held)
            yield engine
    finally:
        database.dispose()


@contextmanager
def _kept(held: Any) -> Iterator[Any]:
    """Lend the connection for one query, usable again even where the query fails."""
    try:
        yield held
    except Exception:
        held.rollback()
        raise


def _columns(held: Any, table: str, schema: str | None, **_: object) -> list[dict[str, Any]]:
    """Give SQLAlchemy the columns of a table from DuckDB's own list.

    The dialect's own queries on an imitated PostgreSQL catalog take up to 0.1 s a table. Great Expectations
    needs the names, and of the types only whether they are text or boolean, which have no range.
    """
    import sqlalchemy

    types = {"VARCHAR": sqlalchemy.String(), "BOOLEAN": sqlalchemy.Boolean()}
    rows = held.exec_driver_sql(
        "select column_name, data_type from duckdb_columns() where database_name = current_database() "
        "and lower(schema_name) = lower(?) and lower(table_name) = lower(?) order by column_index",
        (schema, table),
    ).fetchall()
    return [
        {
            "name": name,
            "type": types.get(kind, sqlalchemy.types.NullType()),
            "nullable": True,
            "default": None,
        }
        for name, kind in rows
    ]


def _no_primary_key(*_: object, **__: object) -> dict[str, Any]:
    """Give SQLAlchemy no primary key: the warehouse declares none."""
    return {"constrained_columns": [], "name": None}


def _load_table(engine: Any, table: str) -> None:
    from great_expectations.execution_engine.sqlalchemy_batch_data import SqlAlchemyBatchData

    schema, name = table.split(".")
    engine.load_batch_data(
        table,
        SqlAlchemyBatchData(execution_engine=engine, schema_name=schema, table_name=name, create_temp_table=False),
    )


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute(
        "select lower(table_schema || '.' || table_name) from information_schema.tables "
        "where table_catalog = current_database()"
    ).fetchall()
    return {str(name) for (name,) in rows}


def _judged(suite: Suite, check: Expectation, success: bool, observed: str) -> CheckResult:
    status: Status = "passed" if success else "failed"
    return _result(suite, check, status, observed, f"expected {_expected(check)}; found {observed}")


def _broken(suite: Suite, check: Expectation, error: Exception) -> CheckResult:
    return _result(suite, check, "error", "", f"expected {_expected(check)}; not checked: {_reason(error)}")


def _result(suite: Suite, check: Expectation, status: Status, observed: str, details: str) -> CheckResult:
    return CheckResult(
        layer=suite.layer,
        table=suite.table,
        expectation=check.label,
        column=check.column,
        severity=check.severity,
        owner=suite.owner,
        protects=suite.protects,
        status=status,
        observed=observed,
        details=details,
    )


def _expected(check: Expectation) -> str:
    """Say in words what the suite says, from the suite alone."""
    if check.type == "sql":
        return f"no row that breaks: {check.arguments['description']}"
    stated = ", ".join(
        f"{key}: {_listed(value)}"
        for key, value in check.arguments.items()
        if value is not False and (key, value) != ("mostly", 1.0)
    )
    return f"{check.type.removeprefix('expect_').replace('_', ' ')} ({stated})"


def _listed(value: object) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def _observed(check: Expectation, result: Mapping[str, Any]) -> str:
    value = result.get("observed_value")
    if check.type == "sql":
        return f"faulty rows: {value}"
    if "element_count" in result:
        return f"{result['unexpected_count'] or 0} of {result['element_count']} rows"
    if "unexpected_count" in result:
        return f"other values: {result['unexpected_count']}"
    if isinstance(value, Mapping):
        return f"{value['self']} rows, {value['other']} in the other table"
    return _figure(value)


def _figure(value: object) -> str:
    if value is None:
        return "no value"
    if isinstance(value, float):
        return f"{value:.15g}"
    # The least or greatest text of a column is a text of somebody's row.
    return str(value) if isinstance(value, int | date) else "a text"


def _reason(error: Exception) -> str:
    """Give one line on what went wrong that quotes no value of a row."""
    line = str(error).strip().partition("\n")[0]
    kind = re.search(r"[A-Z]\w+(?: \w+)* Error", line)
    if kind is None:
        return line or type(error).__name__
    if kind[0] in NAMING_ERRORS:
        return line[kind.start() :]
    return f"{kind[0]}: DuckDB's message is withheld, because it may quote a row"
