"""The workspace's `reference/`: rates, targets, segments, weights and rules of the invented company, one CSV each."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType

from seeds.simulator.world.company import (
    BUSINESS_UNITS,
    CATEGORIES,
    HEALTH_WEIGHTS,
    REPORTING_CURRENCY,
    SCORECARD_WEIGHTS,
    SEGMENTS,
    STAGES,
    TARGETS,
    Company,
)
from seeds.simulator.world.parties import Client, Supplier, entity_id
from seeds.simulator.world.people import with_role

_ALWAYS = "2015-01-01"
_STRATEGIC_WEIGHTS = {segment.id: len(SEGMENTS) - place for place, segment in enumerate(SEGMENTS)}
_Cell = str | int | date | None


class ReferenceData:
    """Writes what holds for everybody at once, and what names a party as the parties come by."""

    def __init__(self, folder: Path, company: Company) -> None:
        """Write the tables of the company and start those of parties."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        for name, header, rows in _company_tables(company):
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([header, *rows])
        self._segments = (folder / "client_segments.csv").open("w", encoding="utf-8", newline="")
        self._internal = (folder / "internal_suppliers.csv").open("w", encoding="utf-8", newline="")
        self._segment_rows = csv.writer(self._segments, lineterminator="\n")
        self._internal_rows = csv.writer(self._internal, lineterminator="\n")
        self._segment_rows.writerow(("client_id", "segment", "strategic_weight", "valid_from", "valid_to"))
        self._internal_rows.writerow(("supplier_id", "reason", "valid_from", "valid_to"))

    def add_client(self, client: Client) -> None:
        """The segments of a client over time."""
        ends = [since - timedelta(days=1) for since, _ in client.segments[1:]]
        for (since, segment), until in zip(client.segments, [*ends, None], strict=True):
            self._segment_rows.writerow((entity_id(client.ids), segment, _STRATEGIC_WEIGHTS[segment], since, until))

    def add_supplier(self, supplier: Supplier) -> None:
        """A supplier that is one of us."""
        if supplier.is_internal:
            self._internal_rows.writerow((entity_id(supplier.ids), "Our own company", _ALWAYS, None))

    def __enter__(self) -> ReferenceData:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._segments.close()
        self._internal.close()


def _company_tables(company: Company) -> Iterable[tuple[str, Sequence[str], Iterable[Sequence[_Cell]]]]:
    valid = ("valid_from", "valid_to")
    decided = (*valid, "approved_by", "reason")
    # Who is who, the systems themselves say; nobody has decided anything yet.
    said = ("party_type", "record", "other_record", "decision", "decided_by", "decided_on", "reason")
    yield "identity_overrides", said, ()
    yield (
        "fx_rates",
        ("from_currency", "to_currency", "rate_on", "rate"),
        [
            (currency, REPORTING_CURRENCY, day, f"{rate:f}")
            for currency, rates in company.rates.items()
            for day, rate in rates
        ],
    )
    yield (
        "targets",
        ("kpi_id", "entity_type", "entity_id", "target", *valid),
        [(t.kpi_id, t.entity_type, t.entity_id, f"{t.target:f}", t.valid_from, t.valid_to) for t in TARGETS],
    )
    yield (
        "stage_probabilities",
        ("system", "stage", "probability_percent", *valid),
        [("salesforce", stage.name, stage.probability, _ALWAYS, None) for stage in STAGES if not stage.is_closed],
    )
    managers = with_role(company, "category_manager")
    yield (
        "category_managers",
        ("category", "manager", *valid),
        [(category.id, manager.name, _ALWAYS, None) for category, manager in zip(CATEGORIES, managers, strict=True)],
    )
    yield (
        "segment_rules",
        ("segment", "margin_percent", "meetings_a_month", "is_review_required", "is_top", *decided),
        [
            (
                "*",
                100,
                0,
                "false",
                "false",
                _ALWAYS,
                None,
                managers[0].name,
                "Nothing is asked of clients without a segment",
            ),
            *(
                (
                    segment.id,
                    f"{margin * 100:f}",
                    segment.meetings_a_month,
                    str(segment.is_review_required).lower(),
                    str(segment.is_top).lower(),
                    since,
                    _day_before(segment.margins, position),
                    managers[0].name,
                    "Yearly review",
                )
                for segment in SEGMENTS
                for position, (since, margin) in enumerate(segment.margins)
            ),
        ],
    )
    yield (
        "score_weights",
        ("score", "component", "scope", "weight", *decided),
        [
            (score, component, "*", weight, _ALWAYS, None, managers[0].name, "As designed")
            for score, weights in (
                ("client_health_score", HEALTH_WEIGHTS),
                ("supplier_scorecard", SCORECARD_WEIGHTS),
            )
            for component, weight in weights.items()
        ],
    )
    yield (
        "category_rules",
        ("category", "criticality", "max_defect_share", "innovation_target", "is_addressable", *decided),
        [
            (
                category.id,
                _text(category.criticality),
                _text(category.max_defect_share),
                category.innovation_target,
                str(category.is_addressable).lower(),
                _ALWAYS,
                None,
                manager.name,
                "Category strategy",
            )
            for category, manager in zip(CATEGORIES, managers, strict=True)
        ],
    )
    yield (
        "system_of_record",
        ("entity", "business_unit", "system", "instance", *valid),
        [("ticket", unit.id, unit.desk, "default", _ALWAYS, None) for unit in BUSINESS_UNITS],
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _day_before(spans: Sequence[tuple[date, object]], position: int) -> date | None:
    return spans[position + 1][0] - timedelta(days=1) if position + 1 < len(spans) else None
