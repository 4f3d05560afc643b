"""The values of a record that its contract says something of, inside JSON text too, as conditions in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from orchestration.raw.typed_text import at_path, filled, literal, quoted, typed
from orchestration.registry import Column


@dataclass(frozen=True)
class Value:
    """One value of a record, or one of each element of an array in it.

    name: as messages tell it; empty, fails: conditions on a record that (one of) the values is missing, or is there and
    does not read; `fails` is empty of plain text. is_required, is_strict: what becomes of a record then.
    """

    column: Column
    name: str
    empty: str
    fails: str
    is_required: bool
    is_strict: bool

    @property
    def guard(self) -> str:
        """The condition on which a record goes to quarantine; empty where none does."""
        conditions = (self.empty if self.is_required else "", self.fails if self.is_required or self.is_strict else "")
        return " or ".join(condition for condition in conditions if condition)

    def fault(self, is_uncast: bool) -> tuple[str, str]:
        """Rule and reason of a record for which the guard holds."""
        kind = "required" if self.is_required else "strict"
        if not is_uncast:
            return "required_empty", f"required column {self.name!r} is empty, or a null token"
        how = f" ({', '.join(self.column.formats)})" if self.column.data_type in ("date", "timestamp") else ""
        what = self.column.data_type + how
        if self.column.fields or self.column.elements:
            what = "a JSON array" if self.column.elements else "a JSON object"
        return f"{kind}_uncast", f"{kind} column {self.name!r} does not read as {what}"


def values_of(column: Column, *, is_key: bool) -> Iterator[Value]:
    """Give the values that a column of a file holds: itself, what counts of JSON in it, and of its arrays' elements."""
    text = quoted(column.name)
    yield _value(column, column.name, text, is_key=is_key)
    for field in column.fields:
        yield _value(field, f"{column.name}.{field.name}", at_path(text, field.name), is_key=False)
    yield from _of_elements(column, text, column.name, "$")


def _value(column: Column, name: str, text: str, *, is_key: bool) -> Value:
    given = filled(text, column)
    fails = f"({_misread(column, text)} and {given} is not null)" if _is_checked(column) else ""
    return Value(column, name, f"{given} is null", fails, is_key or column.required, _is_strict(column))


def _of_elements(column: Column, text: str, name: str, path: str) -> Iterator[Value]:
    """The values of the elements of the array at `path` of a JSON text, and of the arrays in those."""
    elements = f"{path}[*]"
    for element in column.elements:
        inner = elements + "".join(f'."{key}"' for key in element.name.split("."))
        texts = f"json_extract_string({text}, {literal(inner)})"
        given = f"{filled('v', element)} is not null"
        missing = f"{_counted(texts, given)} < len(json_extract({text}, {literal(elements)}))"
        misread = _counted(texts, f"{_misread(element, 'v')} and {given}") + " > 0"
        yield Value(
            element,
            f"{name}.{element.name}",
            _of_json(text, missing),
            _of_json(text, misread) if _is_checked(element) else "",
            element.required or element.name in column.key,
            _is_strict(element),
        )
        yield from _of_elements(element, text, f"{name}.{element.name}", inner)


def _of_json(text: str, condition: str) -> str:
    """A condition on JSON text, which does not hold of other texts and of none."""
    return f"(case when json_valid({text}) then {condition} else false end)"


def _counted(texts: str, condition: str) -> str:
    return f"len(list_filter({texts}, lambda v: {condition}))"


def _is_checked(column: Column) -> bool:
    return bool(column.fields or column.elements) or column.data_type != "text"


def _is_strict(column: Column) -> bool:
    """What should hold other values and does not read would lose them all."""
    return column.strict or bool(column.fields or column.elements)


def _misread(column: Column, text: str) -> str:
    """The condition that a text that is there does not read as what the column says."""
    opening = "[" if column.elements else "{" if column.fields else ""
    if opening:
        return f"(left(ltrim({text}), 1) <> '{opening}' or not json_valid({text}))"
    return f"{typed(text, column)} is null"
