"""Tables downloaded as lists from the screen: dashes, bars, days and numbers as the user sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from seeds.simulator.writers.export import Export
from seeds.simulator.writers.shapes import Shape


def as_list(shape: Shape) -> Shape:
    """The shape of a table that is downloaded as a list."""
    return replace(
        shape,
        container="SE16N list as text: `|` between columns, dashed lines, decimal comma, DD.MM.YYYY, trailing minus",
        file_names=(f"{shape.object.upper()}_*.txt",),
    )


class ListDownload:
    """A list that grows row by row. Columns have the given widths; longer values are cut, as on the screen."""

    def __init__(self, export: Export, shape: Shape, widths: Sequence[int]) -> None:
        """Start the list with its head."""
        self._widths = widths
        dashes = "-" * (sum(widths) + len(widths) + 1) + "\n"
        title = f"Table:          {shape.object.upper()}\nDisplayed fields: {len(widths)}\n\n"
        head = title + dashes + self._line(shape.header) + dashes
        self._sink = export.text(f"{shape.object.upper()}_{export.stamp}.txt", head=head, tail=dashes)

    def write(self, values: Sequence[str]) -> None:
        """Add a row."""
        self._sink.write(self._line(values))

    def _line(self, values: Sequence[str]) -> str:
        cells = (value[:width].ljust(width) for value, width in zip(values, self._widths, strict=True))
        return f"|{'|'.join(cells)}|\n"


@lru_cache(maxsize=8192)
def shown_day(on: date | None) -> str:
    """DD.MM.YYYY; empty for none."""
    return "" if on is None else f"{on.day:02d}.{on.month:02d}.{on.year}"


def shown_number(number: Decimal, places: int) -> str:
    """Decimal comma, points between thousands, the minus behind."""
    text = f"{abs(number):,.{places}f}".translate(str.maketrans(",.", ".,"))
    return f"{text}-" if number < 0 else text
