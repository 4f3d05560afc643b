from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from seeds.simulator.truth.figures import Figure
from seeds.simulator.truth.kpis import HIGHER, LOWER, NEUTRAL, Aggregation, Class, Kpi
from seeds.simulator.truth.periods import EVER, Period
from seeds.simulator.truth.table import SCHEMA, read, rows, write
from seeds.simulator.truth.targets import Targets, status
from seeds.simulator.world.company import Target

AS_OF = datetime(2026, 4, 1, tzinfo=UTC)
MARCH = Period("month", date(2026, 3, 1))
RATIO = Kpi("client_win_rate", "percent", HIGHER, Aggregation.RATIO)


def figure(value, period=MARCH, sample=10, entity="c"):
    return Figure("client", entity, "none", "all", period, None, None, value, sample, 0, is_final=True)


@pytest.mark.parametrize(
    ("value", "direction", "found"),
    [
        ("50", HIGHER, "met"),
        ("47.5", HIGHER, "at_risk"),
        ("47.499999", HIGHER, "missed"),
        ("50", LOWER, "met"),
        ("52.5", LOWER, "at_risk"),
        ("52.500001", LOWER, "missed"),
        ("50", NEUTRAL, "no_target"),
    ],
)
def test_a_figure_is_at_risk_within_5_percent_of_its_target_on_the_wrong_side(value, direction, found):
    assert status(Decimal(value), Decimal(50), direction, is_low_sample=False) == found


def test_too_small_a_sample_or_no_value_is_insufficient_data_even_without_a_target():
    assert status(Decimal(1), None, HIGHER, is_low_sample=True) == "insufficient_data"
    assert status(None, Decimal(1), HIGHER, is_low_sample=False) == "insufficient_data"
    assert status(Decimal(1), None, HIGHER, is_low_sample=False) == "no_target"


def test_the_target_is_that_of_the_periods_last_day_and_the_entitys_own_before_the_common_one():
    targets = Targets(
        [
            Target("client_win_rate", "client", "*", Decimal(60), date(2020, 1, 1), date(2026, 3, 30)),
            Target("client_win_rate", "client", "*", Decimal(50), date(2026, 3, 31)),
            Target("client_win_rate", "client", "own", Decimal(20), date(2020, 1, 1)),
        ]
    )
    given = [
        figure(Decimal(50)),
        figure(Decimal(50), Period("month", date(2026, 2, 1))),
        figure(Decimal(50), EVER),
        figure(Decimal(50), entity="own"),
    ]
    found = {(row.entity_id, str(row.period_start)): row.target for row in rows(RATIO, given, targets, AS_OF)}
    assert found == {
        ("c", "2026-03-01"): 50,
        ("c", "2026-02-01"): 60,
        ("c", "1900-01-01"): 50,
        ("own", "2026-03-01"): 20,
    }


def test_a_period_is_complete_once_as_of_and_the_data_have_passed_its_end():
    given = [figure(Decimal(1)), figure(Decimal(2), Period("quarter", date(2026, 4, 1))), figure(Decimal(3), EVER)]
    complete = {row.value: row.is_complete_period for row in rows(RATIO, given, Targets([]), AS_OF)}
    assert complete == {1: True, 2: False, 3: True}
    earlier = datetime(2026, 3, 31, tzinfo=UTC)
    assert not any(row.is_complete_period for row in rows(RATIO, given, Targets([]), AS_OF, earlier))


@pytest.mark.parametrize(
    ("aggregation", "figure_class", "sample"),
    [
        (Aggregation.RATIO, Class.FACTS, 10),
        (Aggregation.MEAN, Class.FACTS, 10),
        (Aggregation.MEDIAN, Class.FACTS, 5),
        (Aggregation.SUM, Class.FACTS, 0),
        (Aggregation.RATIO, Class.STOCK, 0),
        (Aggregation.RATIO, Class.COHORT, 0),
        (Aggregation.SPECIAL, Class.SCORE, 0),
    ],
)
def test_ratios_and_means_of_facts_need_10_and_medians_5(aggregation, figure_class, sample):
    assert Kpi("k", "percent", HIGHER, aggregation, figure_class).min_sample == sample


def test_a_table_survives_its_file_with_exact_types_and_in_key_order(tmp_path):
    given = rows(
        RATIO, [figure(Decimal("1.5"), sample=9), figure(None), figure(Decimal(-7), entity="b")], Targets([]), AS_OF
    )
    path = tmp_path / "kpi_values.parquet"
    assert write(path, [given]) == 3
    assert list(read(path)) == given
    assert [row.entity_id for row in given] == ["b", "c", "c"]
    assert pq.read_schema(path) == SCHEMA
    again = tmp_path / "again.parquet"
    write(again, [given])
    assert again.read_bytes() == path.read_bytes()
