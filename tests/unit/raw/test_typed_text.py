"""How text reads as a type: against Python's own decimal, datetime and zone data."""

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.raw.typed_text import typed
from orchestration.registry import Column

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(2099, 12, 31)).map(lambda moment: moment.replace(microsecond=0))
CONNECTION = duckdb.connect()
CONNECTION.execute("set TimeZone = 'UTC'")


def read(text: str | None, data_type: str, **meta: Any) -> Any:
    column = Column(name="c", data_type=data_type, **meta)
    row = CONNECTION.execute(f"select {typed('t', column)} from (select cast(? as varchar) as t)", [text]).fetchone()
    assert row is not None
    return row[0]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**15), max_value=10**15))
def test_an_amount_reads_to_its_last_digit(amount: Decimal) -> None:
    assert read(str(amount), "decimal(28,6)") == amount
    assert read(f"  {amount:f} ", "decimal(28,6)") == amount


@given(st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**9), max_value=10**9))
def test_digits_past_the_scale_are_rounded_away_from_zero_at_ties(amount: Decimal) -> None:
    assert read(f"{amount:f}", "decimal(28,6)") == amount.quantize(Decimal("0.000001"), ROUND_HALF_UP)


@given(st.integers(-(2**63), 2**63 - 1))
def test_a_whole_number_reads_as_itself(number: int) -> None:
    assert read(str(number), "bigint") == number


@pytest.mark.parametrize("text", ["1,000", "1 000", "12.0", "0x10", "1e3", "12abc", "--1", "9223372036854775808"])
def test_what_is_no_whole_number_is_null(text: str) -> None:
    assert read(text, "bigint") is None


@pytest.mark.parametrize("text", ["1,000.00", "1.000,00", "$5", "NaN", "inf", "0x10", "1.2.3", "5-", "10%"])
def test_what_is_no_plain_number_is_no_amount(text: str) -> None:
    assert read(text, "decimal(28,6)") is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_an_amount_as_a_list_shows_it_reads_to_its_last_digit(amount: Decimal) -> None:
    shown = f"{abs(amount):,.3f}".translate(str.maketrans(",.", ".,"))
    behind, before = (f"{shown}-", f"-{shown}") if amount < 0 else (shown, shown)
    for text in (behind, before, f"  {behind} ", behind.replace(".", "")):
        assert read(text, "decimal(28,6)", formats=("decimal_comma",)) == amount
        other = text.translate(str.maketrans(",.", ".,"))
        assert read(other, "decimal(28,6)", formats=("decimal_point",)) == amount


@pytest.mark.parametrize("text", ["1,000.00", "1.00", "1.0000,5", "-5-", "--5", "1,2,3", ",5", "-", "1 000,0"])
def test_what_is_shown_otherwise_is_no_amount_of_a_list(text: str) -> None:
    assert read(text, "decimal(28,6)", formats=("decimal_comma",)) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"display_value": "2 Oct", "value": "2026-10-01 22:00:00"}', datetime(2026, 10, 1, 22)),
        ("2026-10-01 22:00:00", datetime(2026, 10, 1, 22)),
        ('{"value": null}', None),
        ('{"value": ""}', None),
        ('{"label": "2026-10-01"}', None),
        ('{"value": "soon"}', None),
        ("{2026-10-01", None),
        ("", None),
    ],
)
def test_a_value_inside_an_object_reads_as_the_value_alone(text: str, value: datetime | None) -> None:
    assert read(text, "timestamp", inside="value") == value


@given(INSTANTS, st.sampled_from(ZONES))
def test_a_naive_time_is_read_in_its_zone(moment: datetime, zone: str) -> None:
    local = moment.replace(tzinfo=ZoneInfo(zone))
    if local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != moment:
        return  # The clock leapt over this local time: it never was.
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        return  # This local time came twice.

    assert read(moment.isoformat(), "timestamp", time_zone=zone) == local.astimezone(UTC).replace(tzinfo=None)


@given(INSTANTS, st.integers(-14 * 4, 14 * 4), st.sampled_from(ZONES))
def test_an_offset_wins_over_the_zone(moment: datetime, quarters: int, zone: str) -> None:
    sign, minutes = ("-" if quarters < 0 else "+"), abs(quarters) * 15
    due = moment - timedelta(minutes=quarters * 15)

    for separator in (":", ""):
        written = f"{moment.isoformat()}{sign}{minutes // 60:02d}{separator}{minutes % 60:02d}"
        assert read(written, "timestamp", time_zone=zone) == due


@given(INSTANTS)
def test_epochs_and_patterns_read_as_the_instant_they_name(moment: datetime) -> None:
    seconds = int(moment.replace(tzinfo=UTC).timestamp())

    assert read(str(seconds), "timestamp", formats=("epoch_seconds",)) == moment
    assert read(str(seconds * 1000), "timestamp", formats=("epoch_milliseconds",)) == moment
    assert read(moment.isoformat() + "Z", "timestamp") == moment
    unpadded = f"{moment.day}/{moment.month}/{moment.year} {moment.hour}:{moment:%M}"
    assert read(unpadded, "timestamp", formats=("%d/%m/%Y %H:%M",)) == moment.replace(second=0)


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.sampled_from(ZONES))
def test_a_day_is_never_shifted(day: date, zone: str) -> None:
    assert read(day.isoformat(), "date", time_zone=zone) == day
    assert read(f"{day:%m/%d/%Y}", "date", formats=("iso", "%m/%d/%Y"), time_zone=zone) == day


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-13-01", "infinity", "-infinity", "epoch", "today", "now", "30.09.2026", "x"]
)
@pytest.mark.parametrize("data_type", ["date", "timestamp"])
def test_what_is_no_day_of_the_calendar_is_null(text: str, data_type: str) -> None:
    assert read(text, data_type) is None


@pytest.mark.parametrize("data_type", ["text", "bigint", "decimal(28,6)", "boolean", "date", "timestamp"])
@pytest.mark.parametrize("text", [None, "", "  ", "?", "N/A", "it's not known"])
def test_what_stands_for_nothing_is_null(text: str | None, data_type: str) -> None:
    assert read(text, data_type, null_tokens=("?", "N/A", "it's not known")) is None


@pytest.mark.parametrize(("text", "value"), [("true", True), ("FALSE", False), ("maybe", None), ("2", None)])
def test_a_truth_reads_as_such_or_not_at_all(text: str, value: bool | None) -> None:
    assert read(text, "boolean") is value


def test_text_is_kept_as_it_stands() -> None:
    assert read("  Côte d'Ivoire ", "text") == "  Côte d'Ivoire "
