"""The canonical entities, as the contracts of the core and its checks describe them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from orchestration.errors import RapportError
from orchestration.settings import PROJECT_ROOT

_CORE = PROJECT_ROOT / "dbt_project" / "models" / "core"
_SUITES = PROJECT_ROOT / "expectations" / "suites" / "core"


@dataclass(frozen=True)
class Target:
    """A column that a conformed model gives. codes: the canonical values of one that is mapped from a `_code`."""

    name: str
    data_type: str
    description: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entity:
    """An entity: columns in order, without keys and the system; required: what its tests and checks demand."""

    name: str
    columns: tuple[Target, ...]
    required: tuple[str, ...]


def entity_of(name: str) -> Entity:
    """Give the entity of that name. Raises RapportError naming those that there are."""
    path = _CORE / f"core_{name}.yml"
    if not path.exists():
        known = ", ".join(sorted(each.stem.removeprefix("core_") for each in _CORE.glob("core_*.yml")))
        raise RapportError(f"there is no entity {name!r}; there are: {known}")
    (model,) = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    columns = model["columns"]
    own = [each for each in columns if not _key_of(each) and each["name"] != "source_system"]
    names = {each["name"] for each in own}
    natives = {each["name"]: _key_of(each) for each in columns if _key_of(each)}
    asked = [natives.get(column, column) for column in (*_not_null(columns), *_checked(name, names))]
    return Entity(
        name=name,
        columns=tuple(_target(each, names) for each in own),
        required=tuple(each["name"] for each in own if each["name"] in {"native_id", *asked}),
    )


def _key_of(column: dict[str, Any]) -> str:
    return str(((column.get("config") or {}).get("meta") or {}).get("key_of", ""))


def _target(column: dict[str, Any], names: set[str]) -> Target:
    description = " ".join(column["description"].split())
    is_coded = f"{column['name']}_code" in names
    codes = _codes(description) if is_coded else ()
    return Target(column["name"], column["data_type"], description, codes)


def _codes(description: str) -> tuple[str, ...]:
    """The canonical values that a description lists, between commas, before a semicolon."""
    listed = re.sub(r"\(.*?\)", "", description.partition(";")[0]).strip(" .")
    pieces = (piece.strip().removeprefix("or ") for piece in listed.split(","))
    return tuple(piece.strip() for piece in pieces if re.fullmatch(r"[a-z][a-z_]+ ?", piece) and piece != "unmapped")


def _not_null(columns: list[dict[str, Any]]) -> Iterator[str]:
    for column in columns:
        if "not_null" in column.get("data_tests", ()):
            yield column["name"]


def _checked(name: str, names: set[str]) -> Iterator[str]:
    """Columns that the checks want filled, and those that a check of several columns rests on."""
    path = _SUITES / f"core_{name}.yml"
    suite = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {"expectations": []}
    for expectation in suite["expectations"]:
        if "expect_column_values_to_not_be_null" in expectation:
            yield expectation["expect_column_values_to_not_be_null"]["column"]
        if "sql" in expectation:
            yield from sorted(names & set(re.findall(r"\w+", expectation["sql"]["query"])))
