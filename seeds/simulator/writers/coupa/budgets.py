"""Budget lines of the business units that buy in Coupa."""

from __future__ import annotations

from datetime import timedelta

from seeds.simulator.world.company import Company
from seeds.simulator.world.supplier.purchasing import UNITS_BY_ID
from seeds.simulator.world.timeline import last_of_month, utc
from seeds.simulator.world.unit.life import UnitLife
from seeds.simulator.writers.coupa.common import day, instant, is_here, open_pages, pages, plain
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.shapes import Column

BUDGET_LINES = pages(
    "budget_lines",
    "One row a version of a budget line of a business unit in a month; lines of one month add up.",
    (
        Column("id", "Identifier.", "integer", is_required=True),
        Column("code", "Code that people use."),
        Column("amount", "Planned.", "decimal", is_required=True),
        Column("currency", "{code}.", "json"),
        Column("segment-1", "Chart of accounts of the buying company."),
        Column("segment-2", "Business unit."),
        Column("period", "{name, start-date, end-date, is-open}.", "json", is_required=True),
        Column("updated-at", "Instant of the last change.", "timestamp", is_required=True),
    ),
)


class Budgets:
    """Writes budget lines."""

    def __init__(self, _company: Company, export: Export) -> None:
        """Open the pages."""
        self._export = export
        self._sink = open_pages(export, BUDGET_LINES)

    def write(self, life: UnitLife) -> None:
        """All budget lines of a business unit that buys in Coupa; each known a month before it begins."""
        if not is_here(life.unit):
            return
        code = UNITS_BY_ID[life.unit].company_code
        for line in life.budgets:
            changed_at = utc(line.month - timedelta(days=30), 40_000)
            if not self._export.shows(changed_at):
                continue
            self._sink.write(
                {
                    "id": line.number,
                    "code": f"{code}-{line.month:%Y-%m}",
                    "amount": plain(line.amount),
                    "currency": {"code": line.currency},
                    "segment-1": code,
                    "segment-2": life.unit,
                    "period": {
                        "name": f"{line.month:%b %Y}",
                        "start-date": day(line.month),
                        "end-date": day(last_of_month(line.month)),
                        "is-open": False,
                    },
                    "updated-at": instant(changed_at),
                }
            )
