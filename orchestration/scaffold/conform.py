"""Which column of an extract stands for which column of an entity: by name, meaning and type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from orchestration.scaffold.columns import Described, Extract
from orchestration.scaffold.entities import Entity, Target
from orchestration.scaffold.words import meaning, snake

ROWS = "records"
"""The alias of the staging model in the SQL."""
_ENOUGH = 0.5
_CODES_AT_MOST = 30
_PARTIES = {"supplier", "client", "employee", "contact", "product"}
_PHRASES = {
    "ordered_on": ("order date", "order sent date", "order placed date", "document date"),
    "received_on": ("receipt date", "delivered date", "actual delivery date", "arrival date"),
    "posted_at": ("posting date", "recorded date", "created date"),
    "created_at": ("created date", "created"),
    "requested_on": (
        "requested delivery date", "requested date", "scheduled delivery date", "scheduled date", "delivery date",
    ),
    "first_promised_on": ("first promised date", "promised date", "promised delivery date"),
    "latest_promised_on": ("latest promised date", "latest promised delivery date"),
    "line_number": ("line number", "line id", "line", "order line", "order line number"),
    "quantity": ("quantity", "order quantity", "line quantity", "scheduled quantity", "delivered quantity"),
    "line_amount": ("line amount", "net amount", "order amount", "amount", "total amount"),
    "amount": ("amount", "net amount", "line amount"),
    "net_amount": ("net amount", "amount"),
    "unit_price": ("unit price", "net price", "price", "item price"),
    "unit_of_measure": ("unit measure", "unit", "measure"),
    "category": ("category", "item group", "item category", "material group"),
    "item": ("item", "item number", "item id", "item code"),
    "buying_company": ("company code", "buying company", "legal entity", "company"),
    "business_unit": ("business unit", "department", "cost center", "cost centre", "division"),
    "country": ("country", "country code", "supplier country", "client country"),
    "shipment_mode": ("shipment mode", "delivery mode", "transport mode", "mode of transport", "ship mode"),
    "status": ("status", "order status", "line status"),
    "kind": ("kind", "type", "movement type", "receipt type"),
    "supplier_name": ("supplier name", "supplier", "company name", "name"),
    "client_name": ("client name", "client", "company name", "name", "company"),
    "segment": ("segment", "client segment"),
    "employee_native_id": ("employee id", "employee", "account manager", "account manager id"),
    "parent_native_id": ("parent id", "parent", "parent client id", "parent supplier id"),
    "is_active": ("active", "is active"),
    "is_deleted": ("deleted", "is deleted"),
}  # fmt: skip
_ALSO = {"client": ("company",)}
_STANDS_IN = {"created_at": "ordered_on", "posted_at": "received_on"}
"""An instant that a day stands in for, where only the day is known."""
_CASTS = {
    ("date", "timestamp"): "date",
    ("timestamp", "date"): "timestamp",
    ("bigint", "decimal"): "bigint",
    ("integer", "decimal"): "integer",
}


@dataclass(frozen=True)
class Given:
    """What a conformed model gives for a column. guess: why; map_field: of one that is put through a map."""

    target: Target
    sql: str
    columns: tuple[Described, ...] = ()
    guess: str = ""
    map_field: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the extract nor a word stands there."""
        return self.sql.startswith("cast(null as ")


@dataclass(frozen=True)
class Conformed:
    """A conformed model. group_by: what makes one record of many rows, where a row is none."""

    entity: Entity
    given: tuple[Given, ...]
    group_by: tuple[str, ...] = ()

    @property
    def is_nowhere(self) -> bool:
        """Whether nothing of the extract names a record of it."""
        return any(each.is_empty for each in self.given if each.target.name == "native_id")

    @property
    def missing(self) -> tuple[str, ...]:
        """The required columns that stay empty."""
        return tuple(
            each.target.name for each in self.given if each.is_empty and each.target.name in self.entity.required
        )


def conform(extract: Extract, entities: Sequence[Entity]) -> list[Conformed]:
    """Match the columns of the extract to each of the entities."""
    natives = {entity.name: _native(entity.name, extract, [other.name for other in entities]) for entity in entities}
    return [_Model(entity, extract, natives).made() for entity in entities]


def references(entity: str, columns: Iterable[Described]) -> tuple[Described, ...]:
    """Give the columns that name a record of the entity: an identifier, else a name; of a line two."""
    columns = [each for each in columns if each.as_name and each.kind.data_type == "text"]
    if entity.endswith("order_line"):
        order, line = references("order", columns), _best(_PHRASES["line_number"], columns)
        return (*order, line) if order and line and line not in order else ()
    spoken = entity.replace("_", " ")
    bare = spoken.removeprefix("supplier ").removeprefix("client ")
    names = dict.fromkeys((spoken, bare, *_ALSO.get(entity, ())))
    tried = [f"{name}{suffix}" for name in names for suffix in (" id", " number", " code", "", " name")]
    found = next((found for phrase in tried if (found := _best((phrase,), columns))), None)
    return (found,) if found else ()


def _native(entity: str, extract: Extract, asked: Sequence[str]) -> tuple[tuple[Described, ...], bool]:
    """The columns of its native id, and whether a record of it stands in many rows."""
    found = references(entity, extract.columns)
    is_key = set(found) == set(extract.key)
    shared = entity in _PARTIES and any(other not in _PARTIES for other in asked)
    if is_key or not (found or shared):
        return extract.key, False
    if entity not in _PARTIES:
        # Whatever else it is named by, a row is a record of it: its key cannot stand twice.
        return extract.key, False
    if shared or not all(each.is_unique and each.is_full for each in found):
        return found, True
    return (found if found[0].is_id else extract.key), False


def _score(phrase: str, column: Described) -> float:
    wanted, found = meaning(phrase), meaning(column.name)
    return len(wanted) / len(found) if wanted <= found and found else 0.0


def _best(phrases: Sequence[str], columns: Iterable[Described]) -> Described | None:
    """The column that a phrase fits best, of equals by the earlier phrase; None where none fits well enough."""
    fits = [(_score(phrase, column), -place, column) for column in columns for place, phrase in enumerate(phrases)]
    score, _, best = max(fits, key=lambda each: each[:2], default=(0.0, 0, None))
    return best if score > _ENOUGH else None


@dataclass
class _Model:
    entity: Entity
    extract: Extract
    natives: dict[str, tuple[tuple[Described, ...], bool]]
    used: set[str] = field(default_factory=set)

    def made(self) -> Conformed:
        native, is_grouped = self.natives[self.entity.name]
        given = {target.name: self._given(target, is_grouped) for target in self._by_fit(is_grouped)}
        for target in self.entity.columns:
            given[target.name] = self._stood_in(given[target.name], given)
        group_by = (
            (f"{ROWS}.source_instance", *(f"{ROWS}.{each.as_name}" for each in native)) if is_grouped and native else ()
        )
        return Conformed(self.entity, tuple(given[target.name] for target in self.entity.columns), group_by)

    def _by_fit(self, is_grouped: bool) -> list[Target]:
        """Targets whose best column fits best come first, so that an amount goes where it belongs most."""
        columns = self._candidates(is_grouped)

        def fit(target: Target) -> float:
            return max((_score(phrase, each) for phrase in _phrases(target) for each in columns), default=0.0)

        return sorted(self.entity.columns, key=fit, reverse=True)

    def _candidates(self, is_grouped: bool) -> list[Described]:
        staged = [each for each in self.extract.columns if each.as_name]
        own, native = meaning(self.entity.name), self.natives[self.entity.name][0]
        return [each for each in staged if not is_grouped or each in native or own <= meaning(each.name)]

    def _given(self, target: Target, is_grouped: bool) -> Given:
        if target.name == "source_instance":
            return Given(target, f"{ROWS}.source_instance")
        if target.name == "native_id":
            return self._native_id(target)
        found = self._reference(target) if target.name.endswith("_native_id") else ()
        if not found:
            candidates = [each for each in self._candidates(is_grouped) if self._may_be(each, target)]
            best = _best(_phrases(target), candidates)
            found = (best,) if best else ()
        if not found:
            return self._without(target)
        if target.data_type != "varchar":
            self.used |= {each.name for each in found}
        return self._from(target, found, is_grouped)

    def _native_id(self, target: Target) -> Given:
        native, is_grouped = self.natives[self.entity.name]
        if not native:
            return Given(target, f"cast(null as {target.data_type})")
        names = ", ".join(each.name for each in native)
        why = f"{names} names a {self.entity.name}, and a row is none" if is_grouped else self.extract.key_guess
        return Given(
            target,
            _joined(native),
            native,
            why if is_grouped or native == self.extract.key else f"by the name of {names}",
        )

    def _reference(self, target: Target) -> tuple[Described, ...]:
        other = target.name.removesuffix("_native_id")
        if other == self.entity.name or other in ("parent", "employee"):
            return ()
        return self.natives[other][0] if other in self.natives else references(other, self.extract.columns)

    def _may_be(self, column: Described, target: Target) -> bool:
        if target.codes and len(column.values) > _CODES_AT_MOST:
            return False
        return column.name not in self.used and _agrees(column, target)

    def _from(self, target: Target, found: tuple[Described, ...], is_grouped: bool) -> Given:
        native = self.natives[self.entity.name][0]
        sql = _joined(found)
        if len(found) == 1:
            cast = _CASTS.get((_family(target.data_type), _family(found[0].kind.data_type)))
            sql = f"cast({sql} as {cast})" if cast else sql
        if is_grouped and not set(found) <= set(native):
            sql = f"max({sql})"
        guess = f"{', '.join(each.name for each in found)}, by its name"
        return Given(target, sql, found, guess, f"{self.entity.name}_{target.name}" if target.codes else "")

    def _without(self, target: Target) -> Given:
        empty = f"cast(null as {target.data_type})"
        if target.name == "is_deleted":
            return Given(target, "false", guess="no column tells of deletions")
        if self.entity.name in target.codes:
            return Given(target, f"'{self.entity.name}'", guess="no column tells of other kinds")
        if target.name == "currency":
            found = {code for each in self.extract.columns for code in re.findall(r"\(([A-Z]{3})\)", each.name)}
            if len(found) == 1:
                code = found.pop()
                return Given(target, f"'{code}'", guess=f"{code} stands in names of columns, and no column has it")
        return Given(target, empty)

    def _stood_in(self, own: Given, given: dict[str, Given]) -> Given:
        """A day for an instant, and for a code the column that its canonical value is made of."""
        if not own.is_empty:
            return own
        day = given.get(_STANDS_IN.get(own.target.name, ""))
        if day is not None and not day.is_empty:
            return Given(
                own.target,
                f"cast({day.sql} as timestamp)",
                day.columns,
                f"only the day is known, {day.columns[0].name}",
            )
        mapped = given.get(own.target.name.removesuffix("_code"))
        if own.target.name.endswith("_code") and mapped is not None and mapped.map_field:
            return Given(own.target, mapped.sql, mapped.columns, mapped.guess)
        return own


def _phrases(target: Target) -> tuple[str, ...]:
    plain = target.name.replace("_", " ")
    return (*_PHRASES.get(target.name, ()), plain, re.sub(r" (on|at)$", "", plain))


def _family(data_type: str) -> str:
    plain = data_type.partition("(")[0]
    return {"text": "varchar"}.get(plain, plain)


def _agrees(column: Described, target: Target) -> bool:
    wanted, found = _family(target.data_type), _family(column.kind.data_type)
    return bool(column.values) and (wanted == found or (wanted, found) in _CASTS)


def _joined(columns: Sequence[Described]) -> str:
    if len(columns) == 1:
        return f"{ROWS}.{columns[0].as_name}"
    parts = (
        f"{ROWS}.{each.as_name}" if each.kind.data_type == "text" else f"cast({ROWS}.{each.as_name} as varchar)"
        for each in columns
    )
    return " || '-' || ".join(parts)


def mapped_values(conformed: Iterable[Conformed]) -> list[tuple[str, str, str]]:
    """Give the rows of the value map: the same word where the core knows it, else `unmapped`."""
    return [
        (each.map_field, value, snake(value) if snake(value) in each.target.codes else "unmapped")
        for model in conformed
        for each in model.given
        if each.map_field
        for value in each.columns[0].values
    ]
