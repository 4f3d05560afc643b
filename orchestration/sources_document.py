"""`python -m orchestration.sources_document` prints docs/sources.md: what files are read, as the contracts say."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from orchestration.registry import CsvDialect, ObjectContract, Registry, SystemContract, known_systems

_PROSE = """\
# Sources

What `landing/<system>/` may hold. A file is recognised by its content first, by its name second; it may be in a ZIP or
gzip, and a ZIP may hold files of several objects. One file may hold several objects too: rows of several types, tables
of an unload, records loaded beside a page's own, sheets of a workbook.

`?` marks an object or a format that was seen in no document of the vendor: it is how such a system is known to export,
and what a real file has otherwise belongs into the contract, `_<system>__sources.yml`
([add a source](add-a-source.md)). This page is made of the contracts.
"""
_DELIMITERS = {"\t": "tabs", "|": "`\\|`", "`": "backquotes"}


def document(registry: Registry) -> str:
    """Give the whole document."""
    systems = [registry[name] for name in sorted(registry) if name != "reference"]
    return "\n".join([_PROSE, *(line for system in systems for line in _of_system(system))])


def _of_system(system: SystemContract) -> Iterator[str]:
    yield f"## {system.name}\n"
    yield f"{' '.join(system.description.split())}\n"
    yield "| format | objects |"
    yield "|---|---|"
    for described, objects in _by_format(system).items():
        names = "all" if len(objects) == len(system.objects) else ", ".join(f"`{name}`" for name in objects)
        yield f"| {described} | {names} |"
    yield "\n| object | key | newest version by | delivered as |"
    yield "|---|---|---|---|"
    yield from map(_of_object, system.objects)
    yield ""
    said = [f"- Refused: {each.says}{_signs(each.file_names, each.columns)}." for each in system.not_data]
    yield from [*said, *([""] if said else [])]


def _by_format(system: SystemContract) -> dict[str, list[str]]:
    """The objects that may come in each format, formats in the order in which they are first named."""
    found: dict[str, list[str]] = {}
    for contract in system.objects:
        for described in dict.fromkeys(map(_format, contract.ways)):
            found.setdefault(described, []).append(contract.name)
    return found


def _of_object(contract: ObjectContract) -> str:
    cells = (
        f"**{contract.name}**{_mark(contract)}: {contract.description}",
        ", ".join(f"`{name}`" for name in contract.key),
        ", ".join(f"`{name}`" for name in contract.cursor) or "extraction",
        {"snapshot": "a whole each time", "delta": "what is new or changed"}[contract.delivery],
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _format(way: ObjectContract) -> str:
    path = way.record_path.replace(way.name, "<table>")
    kinds = {
        "csv": "CSV" + _dialect(way.csv),
        "json": f"JSON page with its records at `{path}`" if path else "JSON page that is an array of records",
        "list": "screen list saved as text" + _dialect(CsvDialect(encoding=way.csv.encoding)),
        "ndjson": "JSON, one object a line",
        "xlsx": "XLSX, the sheet " + (f"`{way.sheet}`" if way.sheet else "that has the columns"),
        "xml": f"XML with its records at `{path}` below the root",
    }
    nested = {
        "text": "",
        "columns": ", objects in it as columns `Account.Name`",
        "json": ", elements in a field as JSON",
    }
    cap = f"; exactly {way.row_cap:,} records are warned of" if way.row_cap else ""
    pages = f"; warned of while no page is the last by {_marks(way)}" if way.last_page and way.format == "json" else ""
    # Whether the object is known is told at the object; here it is about the format.
    is_assumed = way.way > 0 and way.assumed
    return f"{kinds[way.format]}{nested[way.nested]}{' ?' if is_assumed else ''}{cap}{pages}"


def _dialect(dialect: CsvDialect) -> str:
    """How a dialect differs from the usual one."""
    usual = CsvDialect()
    parts = [
        f"{_DELIMITERS.get(dialect.delimiter, f'`{dialect.delimiter}`')} between columns"
        if dialect.delimiter != usual.delimiter
        else "",
        dialect.encoding if dialect.encoding != usual.encoding else "",
        f"rows `{dialect.row_type}` among others" if dialect.row_type else "",
        "lines after the records" if dialect.footer else "",
        f"{dialect.preamble_lines} lines before the header" if dialect.preamble_lines else "",
    ]
    return "".join(f", {part}" for part in parts if part)


def _marks(way: ObjectContract) -> str:
    return ", ".join(f"`{path}`" for path, _ in way.last_page)


def _mark(contract: ObjectContract) -> str:
    return " ?" if contract.assumed else ""


def _signs(names: tuple[str, ...], columns: tuple[str, ...]) -> str:
    signs = [*(f"`{name}`" for name in names), *(f"column `{name}`" for name in columns)]
    return f" ({', '.join(signs)})" if signs else ""


if __name__ == "__main__":
    sys.stdout.write(document(known_systems(Path("no sources of a company"))))
