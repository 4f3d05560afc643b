"""`python -m seeds.simulator.describe` prints docs/simulated-extracts.md: what is made, and how each object looks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby

from seeds.simulator.writers.registry import SHAPES
from seeds.simulator.writers.shapes import Column, Shape

_PROSE = """\
# Simulated extracts

`rapport simulate --out FOLDER` makes a workspace of an invented company over 36 months, to 30 September 2026: extracts
of nine systems in `landing/`, each in its own format; company settings in `reference/`; what is known of it in `truth/`.
`--scale 1` is about 300 clients, 60 suppliers and 1 million rows. The same `--seed` gives the same bytes, file times
included. With `--days N`, `landing/` is what was exported N days earlier, and `daily/<day>/` holds an export of each day
since; a few files come a day late. The newest versions of all of them are what one export holds.

All names are invented, and all domains end in `.example`.

## What is wrong in it, on purpose

`truth/planted.json` lists every fault: system, object, file, record, what is wrong, and what should become of it.

| outcome | what it is | what should become of it |
|---|---|---|
| quarantined | a key or required field does not read | the record counts nowhere and is kept aside, with its line |
| warned | an optional field does not read | the field is null, the record counts |
| mapped | a label outside the map, a short id, a record merged into another | `unmapped`, or the record that is meant |
| unknown | a party that no file holds | it counts under the party `unknown` and in the portfolio |
| deduplicated | a copy, an older version, the copy of an invitee, a file that comes late | one of them counts, once |
| not_counted | drafts, voided and deleted records, doubles in another system | kept, and in no figure |

Some months have no rate of one currency; amounts in it have no reporting amount then.

## What is known of it

- `truth/kpi_values.parquet`: every figure of the warehouse, in the columns of `marts.fct_kpi_values`, counted in plain
  Python from what happened in the company, not from the files. `--no-truth` leaves it out, as is due above scale 10.
- `truth/parties.parquet`: every record of every party in each system, and the key of the party.

Tests make most of the portfolio's figures anew from the files alone and find the same, digit for digit.

## How each object looks

In the lists of columns, `*` marks required ones. `?` marks a column, or a whole object, that was seen in no document of
the vendor: take it as how such a system may well export, not as how it must. Where the newest version of a record counts,
the column that tells it is named after the key; where none is, the later export counts.
"""


def document() -> str:
    """The whole document."""
    return "\n".join([_PROSE, *_tables()])


def _tables() -> Iterator[str]:
    for system, shapes in groupby(SHAPES, key=lambda shape: shape.system):
        yield f"### {system}\n"
        yield "| object | files | container | delivery | key, version | columns |"
        yield "|---|---|---|---|---|---|"
        for shape in shapes:
            yield _row(shape)
        yield ""


def _row(shape: Shape) -> str:
    key = ", ".join(f"`{name}`" for name in shape.key)
    version = ", ".join(f"`{name}`" for name in shape.cursor)
    cells = (
        f"**{shape.object}**{'' if shape.is_confirmed else ' ?'}: {shape.description}",
        ", ".join(f"`{name}`" for name in shape.file_names),
        shape.container,
        shape.delivery,
        f"{key}; {version}" if version else key,
        ", ".join(_column(column, column.name in shape.key) for column in shape.columns),
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _column(column: Column, is_key: bool) -> str:
    marks = ("\\*" if column.is_required or is_key else "") + ("" if column.is_confirmed else "?")
    return f"`{column.name}`{marks}"


if __name__ == "__main__":
    sys.stdout.write(document())
