"""The sources registry: every `_<system>__sources.yml`, read once and validated.

A system is one folder. Its sources file is a dbt sources file whose `config.meta` says what the loader has to know;
dbt, the loader, Dagster, raw expectations and freshness all read this one description.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from orchestration.errors import RapportError
from orchestration.settings import PROJECT_ROOT

IDENTIFIER = re.compile(r"^[a-z][a-z0-9_]*$")
DECIMAL = re.compile(r"^decimal\((\d+),\s*(\d+)\)$")
PLAIN_TYPES = {"text", "bigint", "boolean", "date", "timestamp"}
RESERVED_COLUMNS = {"_instance", "_file_id", "_record", "_line", "_extracted_at"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """One value of an extract: its name there, the type its text stands for, and how to read it.

    It is a column; or, below `fields` and `elements`, a value inside a column of JSON text, named by its dotted path.
    """

    name: str
    data_type: str = "text"
    description: str = ""
    as_name: str = Field(default="", alias="as")
    """Its name in staging; what has none stays in raw."""
    through: str = ""
    """Macro that staging puts the typed value through, such as one that gives all identifiers one length."""
    fields: tuple[Column, ...] = ()
    """Of a column of JSON objects, the values in them that count."""
    elements: tuple[Column, ...] = ()
    """Of a column of JSON arrays, the values of each element that count; staging makes a table `as` of the elements."""
    key: tuple[str, ...] = ()
    """Of a column with `elements`, the names of those that identify an element; they are required."""
    required: bool = False
    """A record without a readable value here goes to quarantine. Key columns are always required."""
    strict: bool = False
    """A record whose value here is there and does not read goes to quarantine, instead of losing the value."""
    inside: tuple[str, ...] = ()
    """Of a value that is a JSON object, the key at which stands what counts, such as `value` beside a label. Of several
    the first that is there counts; of a key that ends in `/` the last segment of the address."""
    formats: tuple[str, ...] = ("iso",)
    """For date and timestamp: `iso`, `epoch_seconds`, `epoch_milliseconds`, or strptime patterns, tried in order. For
    decimals: `decimal_comma` where they are written `1.234,50-`, `decimal_point` where `1,234.50-`; others are passed
    over."""
    time_zone: str = "UTC"
    """IANA zone in which a time without an offset is read."""
    null_tokens: tuple[str, ...] = ()
    """Texts that stand for no value, such as `?`; the empty text always does."""
    aliases: tuple[str, ...] = ()
    """Other names of the same column, such as labels of a report export."""
    personal_data: Literal["none", "name", "contact", "free_text", "identifier", "secret"] = "none"
    """What it tells of people. Free text is never staged; of a secret column not even raw has a value."""
    example: str = ""
    """A value as a file may have it, for `rapport template`."""
    clock: bool = False
    """The newest value of this column dates an extract that carries no other date."""

    @field_validator("inside", mode="before")
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator("data_type")
    @classmethod
    def _known_type(cls, value: str) -> str:
        if value not in PLAIN_TYPES and not DECIMAL.match(value):
            raise ValueError(f"{value!r} is none of {sorted(PLAIN_TYPES)} and no decimal(p,s)")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Column:
        if self.as_name and not IDENTIFIER.match(self.as_name):
            raise ValueError(f"{self.name}: `as: {self.as_name}` is no name in lower case")
        if self.as_name and self.personal_data == "free_text" and not self.elements:
            raise ValueError(f"{self.name}: free text is not staged; leave out `as`")
        if bool(self.elements) != bool(self.key) or (self.elements and not self.as_name):
            raise ValueError(f"{self.name}: `elements`, their `key` and `as` go together")
        if any(element.through for element in self.elements):
            raise ValueError(f"{self.name}: elements are put through no macro")
        unknown = sorted(set(self.key) - {element.name for element in self.elements})
        if unknown:
            raise ValueError(f"{self.name}: key {unknown} is not among the elements")
        return self

    @property
    def staged(self) -> tuple[Column, ...]:
        """The values of it that staging names: itself, or its fields."""
        return tuple(value for value in (self, *self.fields) if value.as_name)


class CsvDialect(_Strict):
    """How a delimited file or a list is written. Nothing is sniffed. A list has its own delimiter and no quotes."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    encoding: str = "utf-8"
    preamble_lines: int = 0
    """Lines before the header that are no data."""
    footer: str | None = None
    """A pattern; the first line that matches it and all after it are no data."""
    row_type: str | None = None
    """Of a file with rows of several types, the text in the first column of this object's rows; each type has a header
    line of its own."""
    other_row_types: tuple[str, ...] = ()
    """The types of the same file that are other objects', or nobody's."""


Format = Literal["csv", "json", "list", "ndjson", "xml", "xlsx"]


class Way(_Strict):
    """Another way in which an extract of an object is written; what its fields mean stands at ObjectContract."""

    format: Format
    csv: CsvDialect = CsvDialect()
    record_path: str = ""
    nested: Literal["text", "columns", "json"] = "text"
    sheet: str | None = None
    row_cap: Annotated[int, Field(gt=0)] | None = None
    assumed: bool = False


class NotData(_Strict):
    """A file that lies beside extracts and is none, such as a loader's log. All that is given must hold."""

    says: str
    """What it is, for the message."""
    file_names: tuple[str, ...] = ()
    """Shell patterns of file names, whatever the case."""
    columns: tuple[str, ...] = ()
    """Columns that its header has, whatever the case."""


class ExtractedAt(_Strict):
    """Where an extract says when it was taken: in its envelope, or in its name."""

    envelope: str | None = None
    """Key path in a JSON page, dotted."""
    file_name: str | None = None
    """Pattern with one group on the file's name."""
    format: str = "iso"
    """`iso`, `epoch_seconds`, `epoch_milliseconds`, or an strptime pattern; read in UTC without an offset."""


class ObjectContract(_Strict):
    """One kind of extract that a system delivers."""

    system: str
    name: str
    description: str
    columns: tuple[Column, ...]
    owner: str
    key: tuple[str, ...]
    format: Format = "csv"
    """`list` is a screen list saved as text: `|` between columns, lines of dashes around head and foot."""
    csv: CsvDialect = CsvDialect()
    record_path: str = ""
    """Dotted path from a JSON page's root to its array of records; empty where the page is the array. Of XML the names
    of the elements below the root that lead to a record, itself included."""
    nested: Literal["text", "columns", "json"] = "text"
    """What becomes of values that hold values. Of JSON: `text` keeps them as they are, `columns` makes `Account.Name`
    of them. Of XML: `text` takes only records that are flat, `json` keeps a field with elements as JSON text."""
    sheet: str | None = None
    """Name of a workbook's sheet; None: the one that has the columns."""
    also_as: tuple[Way, ...] = ()
    """Other ways in which the same extract may come."""
    way: int = 0
    """Which of its ways this is: 0 the object's own, then those of `also_as`."""
    extra_columns: tuple[str, ...] = ()
    """Shell patterns of columns that belong to the format; they are kept and not reported."""
    row_cap: Annotated[int, Field(gt=0)] | None = None
    """Records at which the system cuts an export off without a word."""
    assumed: bool = False
    """Known in the trade, and seen in no document of the vendor."""
    last_page: tuple[tuple[str, bool | None], ...] = ()
    """Dotted paths in a page with the value that says that no page follows; the first that is there decides."""
    file_names: tuple[str, ...] = ()
    """Shell patterns of file names, tried when the content does not settle which object a file is."""
    delivery: Literal["snapshot", "delta"] = "delta"
    """A snapshot replaces all earlier ones; of a delta the newest version of each key counts."""
    cursor: tuple[str, ...] = ()
    """Columns whose greatest value marks the newest version of a key; the extraction time breaks a tie."""
    extracted_at: ExtractedAt = ExtractedAt()
    cadence_hours: Annotated[int, Field(gt=0)] | None = None

    @field_validator("last_page", mode="before")
    @classmethod
    def _pairs(cls, value: Any) -> Any:
        return tuple(value.items()) if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _consistent(self) -> ObjectContract:
        names = [column.name for column in self.columns]
        for name in (*self.key, *self.cursor):
            if name not in names:
                raise ValueError(f"key or cursor column {name!r} is not among the columns")
        spellings = names + [alias for column in self.columns for alias in column.aliases]
        doubled = sorted({name for name in spellings if spellings.count(name) > 1})
        if doubled:
            raise ValueError(f"columns or aliases named twice: {doubled}")
        secrets = {*self.secret} & {*self.required, *self.cursor, *(column.name for column in self.clock)}
        if secrets:
            raise ValueError(f"nothing may rest on secret columns: {sorted(secrets)}")
        if RESERVED_COLUMNS & set(spellings):
            raise ValueError(f"names kept for the loader: {sorted(RESERVED_COLUMNS & set(spellings))}")
        staged = [value.as_name for value in self.staged]
        doubled = sorted({name for name in staged if staged.count(name) > 1})
        if doubled:
            raise ValueError(f"two values are `as` {doubled}")
        bare = [name for name in (*self.key, *self.cursor) if not self._named(name).as_name]
        if staged and bare:
            raise ValueError(f"key or cursor columns {bare} need `as`, since others have it")
        return self

    def _named(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def staged(self) -> tuple[Column, ...]:
        """The values that staging names, in order."""
        return tuple(value for column in self.columns for value in column.staged)

    @property
    def staged_key(self) -> tuple[str, ...]:
        """The key's names in staging."""
        return tuple(self._named(name).as_name for name in self.key)

    @property
    def staged_version(self) -> tuple[str, ...]:
        """What tells versions of a record apart, as staging names it: the cursor, else the extract that has them."""
        return tuple(self._named(name).as_name for name in self.cursor) or ("_extracted_at",)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns a file must have and a record must fill."""
        return tuple(c.name for c in self.columns if c.required or c.name in self.key)

    @property
    def strict(self) -> tuple[str, ...]:
        """Names of the columns that may be empty, but must read where they are not."""
        return tuple(c.name for c in self.columns if c.strict and not (c.required or c.name in self.key))

    @property
    def secret(self) -> tuple[str, ...]:
        """Names of the columns whose values are not to be kept."""
        return tuple(c.name for c in self.columns if c.personal_data == "secret")

    @property
    def ways(self) -> tuple[ObjectContract, ...]:
        """The object in each of its formats, its own first."""
        own = self.model_copy(update={"also_as": ()})
        others = enumerate(self.also_as, start=1)
        return (own, *(own.model_copy(update={**dict(way), "way": number}) for number, way in others))

    @property
    def clock(self) -> tuple[Column, ...]:
        """Columns whose newest value dates the extract."""
        return tuple(c for c in self.columns if c.clock)

    @property
    def view(self) -> str:
        """Name of the raw view."""
        return f"{self.system}__{self.name}"


class SystemContract(_Strict):
    """One source system: its folder and its objects."""

    name: str
    description: str
    folder: Path
    objects: tuple[ObjectContract, ...]
    not_data: tuple[NotData, ...] = ()
    """Files to refuse by what they are."""
    value_map: Path | None = None
    """The folder's `_<system>__value_map.csv`, loaded as reference data."""


Registry = dict[str, SystemContract]


def load_registry(folders: list[Path]) -> Registry:
    """Read the sources file of every system folder below `folders`.

    Returns systems by name. Raises RapportError naming file, place and remedy where a description does not hold.
    """
    registry: Registry = {}
    for parent in folders:
        for path in sorted(parent.glob("*/_*__sources.yml")):
            system = load_system(path)
            if system.name in registry:
                raise RapportError(
                    f"{path}: system {system.name!r} is already described in {registry[system.name].folder}; "
                    "rename one of the two folders"
                )
            registry[system.name] = system
    return registry


def known_systems(own: Path) -> Registry:
    """Every system that is described: Rapport's own and those of the company, in the folder `own`."""
    return load_registry([PROJECT_ROOT / "dbt_project" / "models" / "staging", own])


def load_system(path: Path) -> SystemContract:
    """Read one sources file. Raises RapportError naming file, place and remedy."""
    try:
        # As safe as safe_load, and nine times as fast: the sources are read by short commands too.
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RapportError(f"{path}: is no YAML: {error}; mend it at the place named") from error
    sources = document.get("sources") if isinstance(document, dict) else None
    if not isinstance(sources, list) or len(sources) != 1:
        raise RapportError(f"{path}: needs exactly one entry under `sources`")
    source = sources[0]
    name = str(source.get("name"))
    if path.name != f"_{name}__sources.yml" or path.parent.name != name or not IDENTIFIER.match(name):
        raise RapportError(
            f"{path}: folder, file and source must share one name in lower case: "
            f"{name}/_{name}__sources.yml with `name: {name}`"
        )
    defaults = dict((source.get("config") or {}).get("meta") or {})
    value_map = path.with_name(f"_{name}__value_map.csv")
    try:
        return SystemContract(
            name=name,
            description=source.get("description", ""),
            folder=path.parent,
            objects=tuple(_object(name, table, defaults) for table in source.get("tables") or []),
            not_data=tuple(NotData(**described) for described in defaults.get("not_data", ())),
            value_map=value_map if value_map.exists() else None,
        )
    except ValidationError as error:
        details = "; ".join(
            f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors(include_url=False)
        )
        raise RapportError(f"{path}: {details}; mend the sources file") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise RapportError(f"{path}: a table or column is not described as expected: {error!r}") from error


_SHARED = (
    "also_as",
    "cadence_hours",
    "csv",
    "extra_columns",
    "extracted_at",
    "format",
    "last_page",
    "nested",
    "owner",
    "record_path",
    "row_cap",
)
"""What a source may say once for its tables."""
_SHARED_BY_COLUMNS = ("formats", "inside", "null_tokens", "time_zone")


def _object(system: str, table: dict[str, Any], defaults: dict[str, Any]) -> ObjectContract:
    if table.get("identifier") != f"{system}__{table['name']}":
        raise TypeError(f"table {table['name']!r} needs `identifier: {system}__{table['name']}`")
    meta = dict((table.get("config") or {}).get("meta") or {})
    inherited = {key: defaults[key] for key in _SHARED if key in defaults}
    column_defaults = {key: defaults[key] for key in _SHARED_BY_COLUMNS if key in defaults}
    names = [*meta.get("file_names", ()), *defaults.get("file_names", ())]
    columns = tuple(_column(column, column_defaults) for column in table.get("columns") or [])
    return ObjectContract(
        system=system,
        name=table["name"],
        description=table.get("description", ""),
        columns=columns,
        **_of_table({**inherited, **meta, "file_names": names}, table["name"]),
    )


def _of_table(described: dict[str, Any], name: str) -> dict[str, Any]:
    """What is described for a table: in paths and names that tables share `{table}` stands for the name of each."""
    ways = [_named(way, name) for way in described.get("also_as") or ()]
    return {**_named(described, name), "also_as": ways}


def _named(described: dict[str, Any], table: str) -> dict[str, Any]:
    found = dict(described)
    if "record_path" in found:
        found["record_path"] = found["record_path"].replace("{table}", table)
    if "file_names" in found:
        found["file_names"] = [pattern.replace("{table}", table) for pattern in found["file_names"]]
    return found


def _column(column: dict[str, Any], defaults: dict[str, Any]) -> Column:
    known = {key: column[key] for key in ("name", "data_type", "description") if key in column}
    return _value(known | dict((column.get("config") or {}).get("meta") or {}), defaults)


def _value(described: dict[str, Any], defaults: dict[str, Any]) -> Column:
    # Values inside a column are described like columns, but for the `config: {meta: …}` that dbt asks of those.
    inside = {kind: described[kind] for kind in ("fields", "elements") if kind in described}
    values = {kind: tuple(_value(value, defaults) for value in inside[kind]) for kind in inside}
    return Column(**{**defaults, **described, **values, "name": str(described["name"])})
