"""What the company plans and does by business unit: business cases and work for communities."""

from __future__ import annotations

from seeds.simulator.world.unit.life import UnitLife
from seeds.simulator.writers.company_files.plain import SEMICOLON, day, file, local_day, number, open_file
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.shapes import Column

BUSINESS_CASES = file(
    "business_cases",
    "One row the benefit planned for a month in a version of an initiative's business case.",
    ("initiative", "version", "month"),
    (
        Column("initiative", "Number of the initiative in ServiceNow, such as PRJ0000001.", is_required=True),
        Column("business_unit", "Unit.", is_required=True),
        Column("version", "Version of the case.", "integer", is_required=True),
        Column("approved_on", "Day this version was approved; empty: it was not.", "date"),
        Column("month", "First day of the month.", "date", is_required=True),
        Column("planned", "Benefit planned.", "decimal", is_required=True),
        Column("currency", "Its currency.", is_required=True),
    ),
)
COMMUNITY_ENGAGEMENTS = file(
    "community_engagements",
    "One row work for a community: planned, held, or both.",
    ("engagement_id",),
    (
        Column("engagement_id", "Identifier.", is_required=True),
        Column("business_unit", "Unit.", is_required=True),
        Column("kind", "What it is."),
        Column("place", "Where."),
        Column("planned_on", "Day planned; empty: unplanned.", "date"),
        Column("held_on", "Day held; empty: not held.", "date"),
        Column("spend", "Spent.", "decimal"),
        Column("currency", "Its currency."),
        Column("beneficiaries", "People reached.", "integer"),
    ),
    is_semicolon=True,
)


class UnitFiles:
    """Writes the files on business units."""

    def __init__(self, export: Export) -> None:
        """Open the files."""
        self._cases = open_file(export, BUSINESS_CASES)
        self._community = open_file(export, COMMUNITY_ENGAGEMENTS, SEMICOLON)

    def write(self, life: UnitLife) -> None:
        """One business unit."""
        for initiative in life.initiatives:
            for case in initiative.cases:
                head = [f"PRJ{initiative.number:07d}", life.unit, str(case.version), day(case.approved_on)]
                for month, amount in case.planned:
                    self._cases.write([*head, day(month), number(amount), initiative.currency])
        for each in life.community:
            self._community.write(
                [
                    f"COM-{each.number}",
                    life.unit,
                    each.kind,
                    each.place,
                    local_day(each.planned_on),
                    local_day(each.held_on),
                    number(each.spend),
                    each.currency,
                    str(each.beneficiaries),
                ]
            )
