"""The table of all figures, of which a trace follows one figure's branch alone."""

from __future__ import annotations

from functools import cached_property

from sqlglot import exp

from orchestration.lineage.columns.document import FIGURES, KPI_SCHEMA
from orchestration.lineage.queries import relation_of, scans
from orchestration.lineage.release.graph import Graph, Model
from orchestration.lineage.trace.cells import Cell

_PLACE = "__branch"


class FigureTable:
    """The table of figures of a release, KPI by KPI."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._branches: dict[str, exp.Query] = {}
        self._behind: dict[str, list[Model]] = {}

    def kpi_of(self, cell: Cell) -> str:
        """The KPI whose figure a cell is; empty for a cell of another table, which may stand on figures of many."""
        return str(cell.key["kpi_id"]) if self._graph.published(cell.table) == FIGURES else ""

    def branch(self, kpi_id: str) -> exp.Query:
        """The query of the table without the branches of other figures, whose rows have other ids."""
        if kpi_id not in self._branches:
            rest, branches = self._apart
            own = f"{KPI_SCHEMA}.{kpi_id}"
            branch = next(query for query in branches if own in {relation_of(table) for table in scans(query)})
            tree = rest.copy()
            for place in [table for table in tree.find_all(exp.Table) if table.name == _PLACE]:
                place.replace(branch.copy())
            self._branches[kpi_id] = tree
        return self._branches[kpi_id]

    def models_behind(self, cell: Cell) -> list[Model]:
        """The models that a cell stands on, each after those it reads; of figures, the cell's own."""
        target, kpi_id = self._graph.published(cell.table), self.kpi_of(cell)
        if not kpi_id:
            return self._graph.needed([target])
        if kpi_id not in self._behind:
            read = self._graph.needed(sorted({relation_of(table) for table in scans(self.branch(kpi_id))}))
            self._behind[kpi_id] = [*read, self._graph.models[target]]
        return self._behind[kpi_id]

    @cached_property
    def _apart(self) -> tuple[exp.Query, list[exp.Query]]:
        """The query with a table in place of the union of all figures, and the branches of the union."""
        tree = self._graph.models[FIGURES].tree.copy()
        union = max(tree.find_all(exp.Union), key=lambda found: len(scans(found)))
        branches = _branches(union)
        union.replace(exp.to_table(_PLACE))
        return tree, branches


def _branches(query: exp.Query) -> list[exp.Query]:
    found: list[exp.Query] = []
    while isinstance(query, exp.Union):
        found.append(query.right)
        query = query.left
    return [query, *reversed(found)]
