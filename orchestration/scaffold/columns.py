"""What each column of a sample is for: its name in staging, personal data, and the key, cursor and clock among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Literal

from orchestration.errors import RapportError, RefusedFileError
from orchestration.raw.typed_text import instant
from orchestration.scaffold.sample import Sample
from orchestration.scaffold.values import DECIMAL, Kind, distinct, kind_of, order_of
from orchestration.scaffold.words import meaning, snake, words

PersonalData = Literal["none", "name", "contact", "free_text", "identifier", "secret"]
_TAKEN = {
    "source_instance", "all", "and", "any", "array", "as", "asc", "between", "both", "by", "case", "cast", "check",
    "collate", "column", "constraint", "create", "cross", "default", "desc", "distinct", "do", "else", "end", "except",
    "exists", "false", "fetch", "for", "foreign", "from", "full", "grant", "group", "having", "in", "inner",
    "intersect", "into", "is", "join", "lateral", "leading", "left", "like", "limit", "natural", "not", "null",
    "offset", "on", "only", "or", "order", "outer", "over", "pivot", "primary", "qualify", "references", "returning",
    "right", "select", "show", "some", "summarize", "table", "then", "to", "trailing", "true", "union", "unique",
    "unpivot", "user", "using", "values", "variadic", "when", "where", "window", "with",
}  # fmt: skip
_IDS = {"id", "number", "code"}
_REFERENCES = {"supplier", "client", "order", "line", "item", "invoice", "receipt", "ticket", "parent"}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_FREE_WORDS = {"note", "notes", "comment", "comments", "description", "remark", "remarks", "body", "text", "message"}
_THINGS = {"item", "category", "order", "line", "currency", "unit", "status"}
_PARTIES = {"supplier", "client", "company", "item", "category", "status", "unit", "brand", "manufacturer"}
_PEOPLE = {
    "contact",
    "employee",
    "buyer",
    "requester",
    "requestor",
    "manager",
    "approver",
    "assigned",
    "assignee",
    "person",
    "agent",
    "user",
}
_PEOPLE_NAMES = {"first", "last", "full", "sur", "given", "family"}
_SECRETS = {"password", "passwd", "secret", "token", "apikey"}
_IDENTIFIERS = {"ssn", "passport", "iban", "birthdate", "birthday", "dob"}
_CONTACTS = {"email", "mail", "phone", "telephone", "tel", "mobile", "fax"}
_LONG = 60
_MOST = 0.5
_KEY_WIDTH = 3
_AHEAD = {"promised", "requested", "scheduled", "expected", "expiry", "expires", "end", "valid", "until", "target"}
_HAPPENED = {"recorded", "posting", "posted", "created", "delivered", "closed", "paid"}
_STAMPS = (
    (r"(\d{8}T\d{6}Z)", "%Y%m%dT%H%M%SZ"),
    (r"(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z?)", "%Y-%m-%dT%H-%M-%SZ"),
    (r"(\d{8}_\d{6})", "%Y%m%d_%H%M%S"),
    (r"(?<!\d)(\d{14})(?!\d)", "%Y%m%d%H%M%S"),
    (r"(\d{4}-\d{2}-\d{2})", "%Y-%m-%d"),
    (r"(?<!\d)(\d{8})(?!\d)", "%Y%m%d"),
)


@dataclass(frozen=True)
class Described:
    """A column of the sample. as_name: empty where staging leaves it out; values: distinct ones, sorted."""

    name: str
    as_name: str
    kind: Kind
    personal_data: PersonalData
    values: tuple[str, ...]
    is_full: bool
    is_unique: bool
    guesses: tuple[str, ...]

    @property
    def is_id(self) -> bool:
        """Whether its name is that of an identifier."""
        return bool(meaning(self.name) & _IDS) or (self.kind.data_type == "text" and meaning(self.name) <= _REFERENCES)


@dataclass(frozen=True)
class Extract:
    """A sample described: what the contract of its object says, with reasons."""

    object: str
    columns: tuple[Described, ...]
    key: tuple[Described, ...]
    key_guess: str
    cursor: Described | None
    clock: tuple[Described, ...]
    stamp: tuple[str, str] | None
    """Pattern on the file's name and the format of what it finds."""
    file_name: str
    """Shell pattern of the names of such files."""


def describe(sample: Sample) -> Extract:
    """Say what the sample's columns are for. Raises RapportError where no key can be found."""
    months_first = {order for texts in sample.columns.values() if (order := order_of(texts)) is not None}
    month_first = months_first.pop() if len(months_first) == 1 else None
    names = _names(list(sample.columns))
    columns = tuple(_described(name, names[name], texts, month_first) for name, texts in sample.columns.items())
    key, key_guess = _key(columns, sample)
    cursor = next((each for each in columns if _is_moment(each) and _says(each, "updated")), None)
    stamp = _stamp(sample.name)
    base = sample.name.split(".")[0]
    plain = re.sub(stamp[0], "", base) if stamp else base
    name = snake(plain).rstrip("_")
    return Extract(
        object="records" if name.startswith("column") or name in _TAKEN else name,
        columns=columns,
        key=key,
        key_guess=key_guess,
        cursor=cursor,
        clock=() if stamp else _clock(columns, cursor),
        stamp=stamp,
        file_name=f"{plain.rstrip('_- ')}*",
    )


def _names(found: Sequence[str]) -> dict[str, str]:
    """A name in staging for each column, none twice."""
    names: dict[str, str] = {}
    for name in found:
        wanted = snake(name)
        wanted = f"{wanted}_value" if wanted in _TAKEN else wanted
        number, free = 1, wanted
        while free in names.values():
            number, free = number + 1, f"{wanted}_{number + 1}"
        names[name] = free
    return names


def _described(name: str, as_name: str, texts: list[str | None], month_first: bool | None) -> Described:
    kind = kind_of(texts, is_code=_is_code(name), month_first=month_first)
    values = distinct(texts, kind)
    filled = [text for text in texts if text and text.strip() and text.strip() not in kind.null_tokens]
    personal_data, why = _personal_data(name, values) if kind.data_type == "text" else ("none", "")
    has_as = personal_data not in ("free_text", "secret")
    return Described(
        name=name,
        as_name=as_name if has_as else "",
        kind=kind,
        personal_data=personal_data,
        values=tuple(values),
        is_full=len(filled) == len(texts),
        is_unique=len(values) == len(filled),
        guesses=tuple(each for each in (kind.guess, why) if each),
    )


def _is_code(name: str) -> bool:
    found = meaning(name)
    return (bool(found & _IDS) or found <= _REFERENCES) and not found & {
        "amount",
        "quantity",
        "price",
        "date",
        "created",
        "updated",
    }


def _personal_data(name: str, values: Sequence[str]) -> tuple[PersonalData, str]:
    found = set(words(name))
    if found & _SECRETS:
        return "secret", "the name tells of a secret"
    if found & _CONTACTS or sum(map(bool, map(_EMAIL.fullmatch, values))) > _MOST * max(len(values), 1):
        return "contact", "an address of people, by its name or values"
    if found & _IDENTIFIERS:
        return "identifier", "the name tells of a person's number"
    means = meaning(name)
    is_person = bool(found & _PEOPLE_NAMES and "name" in means) or bool(found & _PEOPLE and not means & _IDS)
    if is_person and not means & _PARTIES:
        return "name", "the name tells of people"
    long = sum(len(value) > _LONG and " " in value for value in values) > _MOST * max(len(values), 1)
    if (found & _FREE_WORDS and not means & _THINGS) or long:
        return "free_text", "free text, by its name or length: it is not staged"
    return "none", ""


def _key(columns: Sequence[Described], sample: Sample) -> tuple[tuple[Described, ...], str]:
    fit = [each for each in columns if each.is_full and each.as_name and each.personal_data == "none"]
    ids = sorted((each for each in fit if each.is_id), key=lambda each: meaning(each.name) != {"id"})
    single = next((each for each in ids if each.is_unique), None)
    if single is not None:
        return (single,), f"{single.name} is in every record, and never twice"
    # What an amount is says nothing of which record it is of.
    plain = [each for each in fit if not each.is_id and each.kind.data_type != DECIMAL]
    lone = next((each for each in plain if each.is_unique and each.kind.data_type == "text"), None)
    for width in range(2, _KEY_WIDTH + 1):
        for chosen in combinations(ids, width):
            if _is_unique(chosen, sample):
                return chosen, _composed(chosen)
    if lone is not None:
        return (lone,), f"{lone.name} is in every record, and never twice"
    for width in range(2, _KEY_WIDTH + 1):
        for chosen in combinations([*ids, *plain], width):
            if _is_unique(chosen, sample):
                return chosen, _composed(chosen)
    raise RapportError(
        f"{sample.name}: no one to {_KEY_WIDTH} columns without gaps tell its records apart; "
        "export it with the records' identifiers, and without the same record twice"
    )


def _composed(chosen: Sequence[Described]) -> str:
    return f"{', '.join(each.name for each in chosen)} together are in every record, and never twice"


def _is_unique(chosen: Sequence[Described], sample: Sample) -> bool:
    texts = [sample.columns[each.name] for each in chosen]
    return len(set(zip(*texts, strict=True))) == len(texts[0])


def _is_moment(column: Described) -> bool:
    return column.kind.data_type in ("date", "timestamp") and bool(column.values)


def _says(column: Described, word: str) -> bool:
    return word in meaning(column.name)


def _clock(columns: Sequence[Described], cursor: Described | None) -> tuple[Described, ...]:
    """The columns whose newest value dates an extract: of changes, else of what has happened or was recorded."""
    if cursor is not None:
        return (cursor,)
    past = tuple(each for each in columns if _is_moment(each) and not meaning(each.name) & _AHEAD)
    return tuple(each for each in past if meaning(each.name) & _HAPPENED) or past


def _stamp(name: str) -> tuple[str, str] | None:
    for pattern, format_ in _STAMPS:
        found = re.search(pattern, name)
        if found and _is_instant(found.group(1), format_):
            return pattern, format_
    return None


def _is_instant(text: str, format_: str) -> bool:
    try:
        moment = instant(text, format_)
    except RefusedFileError:
        return False
    return moment > datetime(1990, 1, 1, tzinfo=moment.tzinfo)
