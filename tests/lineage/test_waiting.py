"""Rows that wait to be followed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from orchestration.lineage.trace.waiting import Waiting

_ADDED = st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3_000_000))))


@given(_ADDED)
def test_each_row_waits_once_with_the_smallest_label_that_it_was_given(added: list[list[tuple[int, int]]]) -> None:
    waiting = Waiting()
    for pairs in added:
        rows, labels = np.array(pairs, np.int64).reshape(-1, 2).T
        waiting.add("marts.dim_clients", rows, labels)
    smallest: dict[int, int] = {}
    for row, label in (pair for pairs in added for pair in pairs):
        smallest[row] = min(label, smallest.get(row, label))
    found = waiting.of("marts.dim_clients").to_pylist()
    assert [(each["row"], each["label"]) for each in found] == sorted(smallest.items())
    assert not len(waiting.of("marts.dim_suppliers"))


def test_rows_may_be_added_after_they_were_asked_for() -> None:
    waiting = Waiting()
    for row, label in ((7, 2), (3, 1), (7, 0)):
        waiting.add("marts.dim_clients", np.array([row]), np.array([label]))
        waiting.of("marts.dim_clients")
    assert waiting.of("marts.dim_clients").to_pydict() == {"row": [3, 7], "label": [1, 0]}
