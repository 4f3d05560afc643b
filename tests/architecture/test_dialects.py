"""Models speak the SQL that engines share; what one engine says in its own way stands in its own macro."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlglot import ErrorLevel, exp

from orchestration.settings import PROJECT_ROOT

MODELS = PROJECT_ROOT / "dbt_project/models"
MACROS = PROJECT_ROOT / "dbt_project/macros"

ENGINES = ("duckdb", "spark", "postgres")

OWN_TO_AN_ENGINE = [
    r"::",
    r"//",
    r"\barg_m(ax|in)\b",
    r"\bby name\b",
    r"\bcolumns\s*\(",
    r"\bepoch_\w+",
    r"\bexclude\b",
    r"\bgenerate_series\b",
    r"\bgroup by all\b",
    r"\bhugeint\b",
    r"\bisodow\b|\bisoyear\b",
    r"\bjson_extract\w*",
    r"\blist_\w+|\blist\s*\(",
    r"\bpivot\b",
    r"\bqualify\b",
    r"\bquantile_\w+|\bmedian\s*\(",
    r"\brange\s*\(",
    r"\bread_(parquet|csv|json)\w*",
    r"\bregexp_\w+",
    r"\bstring_agg\b",
    r"\bstruct_\w+",
    r"\btimestamptz\b|\btimezone\s*\(",
    r"\bto_(days|hours|months|years)\b",
    r"\btry_\w+|\w*strptime\b",
    r"\bunnest\b",
]


def without_comments(text: str) -> str:
    return re.sub(r"--.*", "", re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL))


def macro_calls_removed(text: str) -> str:
    # What stands within braces is Jinja, which every engine is given alike.
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.DOTALL)


def macros() -> Iterator[tuple[str, str]]:
    """Name and body of every macro."""
    for path in MACROS.rglob("*.sql"):
        text = without_comments(path.read_text(encoding="utf-8"))
        yield from re.findall(r"\{%-? macro (\w+)\(.*?%\}(.*?)\{%-? endmacro", text, flags=re.DOTALL)


def offences(text: str) -> list[str]:
    return [found.group() for own in OWN_TO_AN_ENGINE for found in re.finditer(own, text, re.IGNORECASE)]


def of_an_engine(macro: str) -> bool:
    return macro.startswith(tuple(f"{engine}__" for engine in ENGINES))


@pytest.mark.parametrize("path", sorted(MODELS.rglob("*.sql")), ids=lambda path: path.stem)
def test_a_model_names_no_function_of_one_engine(path: Path) -> None:
    assert offences(macro_calls_removed(without_comments(path.read_text(encoding="utf-8")))) == []


def test_only_a_macro_named_after_its_engine_names_functions_of_one_engine() -> None:
    offenders = {name: offences(body) for name, body in macros() if not of_an_engine(name)}
    assert {name: found for name, found in offenders.items() if found} == {}


def test_every_macro_of_an_engine_is_reached_by_dispatch_under_its_plain_name() -> None:
    bodies = dict(macros())
    plain = {name.split("__", 1)[1] for name in bodies if of_an_engine(name)}
    assert plain
    for name in plain:
        assert f"adapter.dispatch('{name}', 'rapport')" in bodies[name]


def test_every_model_transpiles_to_spark(trees: dict[str, exp.Query]) -> None:
    for name, tree in trees.items():
        spark = tree.sql("spark", unsupported_level=ErrorLevel.RAISE)
        assert sqlglot.parse_one(spark, read="spark") is not None, name


def test_a_function_that_is_in_no_standard_comes_out_of_a_macro_of_the_engine(
    trees: dict[str, exp.Query],
) -> None:
    """A transpiler hands on what it does not know, so such a function has to be replaced by dispatch."""
    of_duckdb = " ".join(body for name, body in macros() if of_an_engine(name))
    unknown = {call.name.lower() for tree in trees.values() for call in tree.find_all(exp.Anonymous)}
    assert {name for name in unknown if not re.search(rf"\b{name}\s*\(", of_duckdb)} == set()
