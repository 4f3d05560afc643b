"""JSON whose values stay text: numbers keep their very digits, and every object names a key once."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any, NoReturn


class Number(str):
    """The digits of a number as the file has them."""

    __slots__ = ()


class DuplicateKeyError(ValueError):
    """An object names a key twice, so which value counts cannot be known."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise DuplicateKeyError(next(name for name in names if names.count(name) > 1))
    return found


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


STRICT = json.JSONDecoder(object_pairs_hook=_pairs, parse_float=Number, parse_int=Number, parse_constant=_constant)
SKIMMING = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=_constant)
"""As STRICT, but lets a repeated key pass: to find where a value ends."""


def text_of(value: object) -> str | None:
    """Give a value of a record as text: strings decoded, digits kept, nested values as compact JSON."""
    if value is None or type(value) is str:
        return value
    return compact(value)


def compact(value: object) -> str:
    """JSON without blanks, keys in the file's order, numbers with their digits."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{encode_basestring(k)}:{compact(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(compact(item) for item in value) + "]"
    return json.dumps(value)


def fault_of(raw: str, record: dict[str, Any]) -> tuple[str, str] | None:
    """Rule and reason where a record that reads cannot be kept as text."""
    if "\\u" not in raw:
        return None
    text = _strings(record)
    if "\0" in text:
        return "nul_byte", "a value holds a NUL character; export the file again"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "encoding", "a value holds half of a surrogate pair; export the file again as UTF-8"
    return None


def _strings(value: object) -> str:
    if isinstance(value, dict):
        return "".join(key + _strings(item) for key, item in value.items())
    if isinstance(value, list):
        return "".join(map(_strings, value))
    return value if isinstance(value, str) else ""
