"""Rows of tables that wait to be followed, each once, with the smallest of its labels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Numbers = npt.NDArray[np.int64]


class Waiting:
    """The rows that wait, by the relation they are of: rowids, and labels."""

    def __init__(self) -> None:
        self._added: dict[str, list[tuple[Numbers, Numbers]]] = {}

    def add(self, relation: str, rows: Numbers, labels: Numbers) -> None:
        """Let rows wait, each with a label; a row may be there already."""
        if len(rows):
            self._added.setdefault(relation, []).append((rows, labels))

    def of(self, relation: str) -> pa.Table:
        """The waiting rows of a relation, in order: `row` and `label`."""
        added = self._added.get(relation, [(np.empty(0, np.int64), np.empty(0, np.int64))])
        rows, labels = (np.concatenate(parts) for parts in zip(*added, strict=True))
        order = np.lexsort((labels, rows))
        rows, labels = rows[order], labels[order]
        is_first = np.ones(len(rows), bool)
        is_first[1:] = rows[1:] != rows[:-1]
        smallest = rows[is_first], labels[is_first]
        self._added[relation] = [smallest]
        return pa.table({"row": smallest[0], "label": smallest[1]})
