"""Ready files for what no system exports: the company's own files and the reference tables, as their contracts say."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from orchestration.reference import DEFAULTS
from orchestration.registry import ObjectContract, Registry, SystemContract

_REF = re.compile(r"ref\('stg_company_files__(\w+)'\)")
_STAMP = "20261001T000000Z"


@dataclass(frozen=True)
class Template:
    """A file to fill in. names: what it is asked for by; place: where it goes, below the workspace."""

    contract: ObjectContract
    names: tuple[str, ...]
    place: str
    note: str = ""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.contract.columns)

    @property
    def text(self) -> str:
        """The file: its header and one row, in the dialect of the contract."""
        return self.written(self._row())

    def written(self, *rows: tuple[str, ...]) -> str:
        """The header and these rows, in the dialect of the contract."""
        made = io.StringIO()
        dialect = self.contract.csv
        writer = csv.writer(made, delimiter=dialect.delimiter, quotechar=dialect.quote, lineterminator="\n")
        writer.writerows([self.header, *rows])
        return made.getvalue()

    def _row(self) -> tuple[str, ...]:
        examples = tuple(column.example for column in self.contract.columns)
        return examples if any(examples) else _first_row(DEFAULTS / f"{self.contract.name}.csv", self.header)


def templates(registry: Registry) -> list[Template]:
    """Give a template for each object of `company_files` and each reference table, the former first."""
    company, reference = registry["company_files"], registry["reference"]
    fed = _entities(company)
    return [
        *(_company_file(contract, fed.get(contract.name, ())) for contract in company.objects),
        *map(_reference_table, reference.objects),
    ]


def _company_file(contract: ObjectContract, entities: tuple[str, ...]) -> Template:
    note = f"the name carries the instant it was saved, UTC, here {_STAMP}"
    place = f"landing/company_files/{contract.name}_{_STAMP}.csv"
    return Template(contract, tuple(dict.fromkeys((*entities, contract.name))), place, note)


def _reference_table(contract: ObjectContract) -> Template:
    if contract.name == "value_map":
        note = "<system> is the one whose codes it translates; it replaces that system's own map, as a whole"
        return Template(contract, ("value_map",), "reference/<system>__value_map.csv", note)
    note = "it replaces the default of the same name, as a whole"
    return Template(contract, (contract.name,), f"reference/{contract.name}.csv", note)


def _entities(system: SystemContract) -> dict[str, tuple[str, ...]]:
    """The canonical entities that each object feeds, read from the conformed models."""
    pairs = list(_feeds(system))
    return {name: tuple(entity for each, entity in pairs if each == name) for name, _ in pairs}


def _feeds(system: SystemContract) -> Iterator[tuple[str, str]]:
    prefix = f"cnf_{system.name}__"
    for path in sorted(system.folder.glob(f"{prefix}*.sql")):
        for name in _REF.findall(path.read_text(encoding="utf-8")):
            yield name, path.stem.removeprefix(prefix)


def _first_row(path: Path, header: tuple[str, ...]) -> tuple[str, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    return tuple(row[name] for name in header)
