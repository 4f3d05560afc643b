"""What the company keeps on its clients in files of its own: targets, milestones, objectives."""

from __future__ import annotations

from seeds.simulator.world.client.life import ClientLife
from seeds.simulator.world.company import Company
from seeds.simulator.world.identifiers import PARTY_STRIDE
from seeds.simulator.world.people import employees
from seeds.simulator.writers.company_files.plain import PARTY, PARTY_KEY, day, file, number, open_file, party
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.shapes import Column

REVENUE_TARGETS = file(
    "revenue_targets",
    "One row the revenue wanted of a client in a month.",
    (*PARTY_KEY, "month"),
    (
        *PARTY,
        Column("month", "First day of the month.", "date", is_required=True),
        Column("amount", "Revenue wanted.", "decimal", is_required=True),
        Column("currency", "Its currency.", is_required=True),
    ),
)
MILESTONES = file(
    "milestones",
    "One row a step of getting started with a client.",
    (*PARTY_KEY, "milestone"),
    (
        *PARTY,
        Column("milestone", "day_30, day_60, day_90 or first_value.", is_required=True),
        Column("due_on", "Day it is due; none of first_value.", "date"),
        Column("done_on", "Day it was done.", "date"),
    ),
)
OBJECTIVES = file(
    "objectives",
    "One row a line of the plan for a client.",
    ("objective_id",),
    (
        Column("objective_id", "Identifier.", is_required=True),
        *PARTY,
        Column("title", "What is wanted."),
        Column("measure", "What it is measured by."),
        Column("target", "Wanted.", "decimal"),
        Column("actual", "Reached.", "decimal"),
        Column("due_on", "Day it is due.", "date"),
        Column("owner", "Mail address of who is in charge.", personal_data="contact"),
        Column("side", "ours or theirs."),
    ),
)


class ClientFiles:
    """Writes the files on clients."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open the files."""
        self._export = export
        self._people = employees(company)
        self._targets = open_file(export, REVENUE_TARGETS)
        self._milestones = open_file(export, MILESTONES)
        self._objectives = open_file(export, OBJECTIVES)

    def write(self, life: ClientLife) -> None:
        """One client."""
        key = party(life.client.ids)
        for target in life.revenue_targets:
            self._targets.write([*key, day(target.month), number(target.amount), target.currency])
        for milestone in life.milestones:
            self._milestones.write([*key, milestone.kind, day(milestone.due_on), day(milestone.done_on)])
        for each in life.objectives:
            is_faulty = each.number // PARTY_STRIDE % 4 == 2 and life.client.index % 7 == 1
            self._objectives.write(
                [
                    f"OBJ-{each.number}",
                    *key,
                    each.title,
                    each.measure,
                    number(each.target),
                    number(each.actual),
                    "when ready" if is_faulty else day(each.due_on),
                    self._people[each.owner - 1].email,
                    each.side,
                ]
            )
            if is_faulty:
                self._export.plant(OBJECTIVES, self._objectives, f"OBJ-{each.number}", "due_on is no date", "warned")
