"""Figures made of the files alone, by a reader that knows formats and definitions, are the known ones: exactly.

The reader shares no code with the warehouse, nor with what counts the truth. A difference is a fault of a writer, of
the list of planted faults, or of the truth.
"""

import shutil
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from tests.formats import clients_from_files, suppliers_from_files
from tests.formats.observed import Period, Seen, figures, six_digits

WAYS = {**clients_from_files.WAYS, **suppliers_from_files.WAYS}
Figures = dict[str, dict[Period, tuple[Fraction, Fraction, Fraction]]]
Row = tuple[str, date, Decimal | None, Decimal | None, Decimal | None]


@pytest.fixture(scope="module")
def ours(company: Path) -> Figures:
    return figures(WAYS, read(company))


def read(folder: Path) -> list[Seen]:
    clients, suppliers = clients_from_files.ClientFiles(folder), suppliers_from_files.SupplierFiles(folder)
    return [*clients.seen(), *suppliers.seen()]


def known(company: Path, kpi: str, grains: set[str]) -> list[Row]:
    return duckdb.execute(
        f"""
        select period_grain, period_start, numerator, denominator, value
        from '{company}/truth/kpi_values.parquet'
        where kpi_id = ? and entity_type = 'portfolio' and slice_type = 'none' and list_contains(?, period_grain)
        order by all
        """,
        [kpi, sorted(grains)],
    ).fetchall()


@pytest.mark.parametrize("kpi", WAYS)
def test_the_files_give_the_known_figure_of_every_period(company: Path, ours: Figures, kpi: str) -> None:
    way, mine = WAYS[kpi], ours[kpi]
    theirs = known(company, kpi, {grain for grain, _ in mine})

    differences = []
    for grain, start, above, below, value in theirs:
        numerator, denominator, result = mine.get((grain, start), (Fraction(), Fraction(), Fraction()))
        if value is not None and six_digits(result) != value:
            differences.append((grain, start, "value", value, six_digits(result)))
        if way.how == "ratio" and (six_digits(numerator), six_digits(denominator)) != (above, below):
            differences.append(
                (grain, start, "ratio", (above, below), (six_digits(numerator), six_digits(denominator)))
            )
    assert differences == []
    assert set(mine) <= {(grain, start) for grain, start, *_ in theirs}
    assert mine


CHANGES = (
    (
        "stripe/charges_20261001T020000Z_1.json",
        '"status":"succeeded"',
        '"status":"failed"',
        "client_payment_on_time_rate",
    ),
    (
        "zendesk/ticket_events_20261001T020000Z_1.json",
        '"event_type":"Comment","comment_present":true,"comment_public":true',
        '"event_type":"Comment","comment_present":true,"comment_public":false',
        "client_first_reply_business_minutes",
    ),
    ("sap/EKES_20261001T020000Z.txt", "|AB   |", "|LA   |", "supplier_otd_lines"),
    (
        "servicenow/task_sla_20261001T020000Z_1.json",
        '"has_breached":"true"',
        '"has_breached":"false"',
        "client_sla_attainment",
    ),
)


def test_files_that_say_otherwise_give_other_figures(company: Path, tmp_path: Path) -> None:
    for part in ("landing", "reference", "truth"):
        shutil.copytree(company / part, tmp_path / part)
    for file, ours, theirs, _ in CHANGES:
        path = tmp_path / "landing" / file
        text = path.read_text(encoding="utf-8")
        assert ours in text
        path.write_text(text.replace(ours, theirs), encoding="utf-8")

    broken = figures(WAYS, read(tmp_path))

    for *_, kpi in CHANGES:
        [(grain, start, _, _, value)] = known(company, kpi, {"all_time"})
        assert six_digits(broken[kpi][grain, start][2]) != value, kpi
