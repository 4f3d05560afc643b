"""The table of all figures, of which a trace follows one figure's branch alone."""

from __future__ import annotations

from sqlglot import exp

from orchestration.lineage.columns.document import FIGURES, KPI_SCHEMA
from orchestration.lineage.queries import relation_of, scans
from orchestration.lineage.release.graph import Graph, Model
from orchestration.lineage.trace.cells import Cell


def figure_of(graph: Graph, cell: Cell) -> str:
    """The KPI whose figure a cell is; empty for a cell of another table, which may stand on figures of many."""
    return str(cell.key["kpi_id"]) if graph.published(cell.table) == FIGURES else ""


def branch_of_figure(tree: exp.Query, graph: Graph, kpi_id: str) -> exp.Query:
    """The query of the table of figures without the branches of other figures, whose rows have other ids."""
    figures = {relation for relation in graph.models if relation.startswith(f"{KPI_SCHEMA}.")}
    tree = tree.copy()
    for union in reversed(list(tree.find_all(exp.Union))):
        for branch, other in ((union.left, union.right), (union.right, union.left)):
            others = {relation_of(table) for table in scans(other)} & figures
            if others and f"{KPI_SCHEMA}.{kpi_id}" not in others:
                union.replace(branch)
                break
    return tree


def models_behind(graph: Graph, cell: Cell) -> list[Model]:
    """The models that a cell stands on, each after those it reads; of figures, the cell's own."""
    target, kpi_id = graph.published(cell.table), figure_of(graph, cell)
    if not kpi_id:
        return graph.needed([target])
    if kpi_id not in graph.behind_figures:
        own = branch_of_figure(graph.models[target].tree, graph, kpi_id)
        read = graph.needed(sorted({relation_of(table) for table in scans(own)}))
        graph.behind_figures[kpi_id] = [*read, graph.models[target]]
    return graph.behind_figures[kpi_id]
