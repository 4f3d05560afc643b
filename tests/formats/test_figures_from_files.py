"""Figures made of the files alone, by a reader that knows formats and definitions, are the known ones: exactly.

The reader shares no code with the warehouse, nor with what counts the truth. A difference is a fault of a writer, of
the list of planted faults, or of the truth.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from tests.formats import clients_from_files
from tests.formats.observed import Period, figures, six_digits

WAYS = {**clients_from_files.WAYS}
Figures = dict[str, dict[Period, tuple[Fraction, Fraction, Fraction]]]
Row = tuple[str, date, Decimal | None, Decimal | None, Decimal | None]


@pytest.fixture(scope="module")
def ours(company: Path) -> Figures:
    seen = [*clients_from_files.ClientFiles(company).seen()]
    return figures(WAYS, seen)


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
    assert ("all_time", date(1900, 1, 1)) in mine or kpi == "client_logo_churn"
