"""What texts stand for is settled by the values; what they leave open is marked. The loader's own rule reads them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orchestration.raw.typed_text import connect, literal, typed
from orchestration.registry import Column
from orchestration.scaffold.values import Kind, kind_of, order_of

DAYS = st.lists(st.dates(date(1970, 1, 1), date(2068, 12, 31)), min_size=1, max_size=8)
PATTERNS = st.sampled_from(
    [
        "%Y-%m-%d",
        "%d.%m.%Y",
        "%d/%m/%Y",
        "%m/%d/%Y",
        "%d-%m-%Y",
        "%d-%b-%y",
        "%d %B %Y",
        "%b %d, %Y",
        "%Y%m%d",
        "%d.%m.%y",
    ]
)
AMOUNTS = st.lists(st.decimals(-9_999_999, 9_999_999, places=2), min_size=1, max_size=8)


NO_ZONE = "no zone stands with the times: read as UTC"


def read(text: str, kind: Kind) -> object:
    """The value of the text as the loader and the models read it."""
    column = Column(name="c", data_type=kind.data_type, formats=kind.formats or ("iso",), null_tokens=kind.null_tokens)
    with connect() as connection:
        row = connection.execute(f"select {typed(literal(text), column)}").fetchone()
    assert row is not None
    return row[0]


@given(DAYS, PATTERNS)
def test_days_read_as_they_were_written_or_their_order_is_marked(days: list[date], pattern: str) -> None:
    texts = [day.strftime(pattern) for day in days]
    kind = kind_of(texts)

    assert kind.data_type == "date"
    found = [read(text, kind) for text in texts]
    assert None not in found
    assert found == days or "no value settles it" in kind.guess


@given(DAYS, st.booleans())
def test_a_day_above_twelve_settles_the_order_for_other_columns(days: list[date], month_first: bool) -> None:
    assume(any(day.day > 12 for day in days))
    texts = [day.strftime("%m/%d/%Y" if month_first else "%d/%m/%Y") for day in days]

    assert order_of(texts) is month_first
    assert [read(text, kind_of(texts)) for text in texts] == days
    assert read("03/04/2026", kind_of(["03/04/2026"], month_first=order_of(texts))) == (
        date(2026, 3, 4) if month_first else date(2026, 4, 3)
    )


@given(AMOUNTS, st.sampled_from(["decimal_comma", "decimal_point", "iso"]))
def test_amounts_read_as_they_were_written(amounts: list[Decimal], style: str) -> None:
    shown = [f"{amount:,.2f}" for amount in amounts]
    swapped = str.maketrans(",.", ".,")
    texts = {
        "decimal_point": shown,
        "decimal_comma": [text.translate(swapped) for text in shown],
        "iso": [f"{amount:.2f}" for amount in amounts],
    }[style]
    kind = kind_of(texts)

    assert kind.data_type == "decimal(28,6)"
    assert [read(text, kind) for text in texts] == amounts


@given(st.lists(st.text(), max_size=6))
def test_whatever_the_texts_are_the_type_reads_them_all(texts: list[str]) -> None:
    kind = kind_of(texts)

    filled = [text for text in texts if text.strip() and text.strip() not in kind.null_tokens and "\0" not in text]
    if kind.data_type != "text":
        assert all(read(text.strip(), kind) is not None for text in filled)


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["yes", "no", "Yes"], Kind("boolean")),
        (["2026-01-31T10:00:00Z", "2026-02-01"], Kind("timestamp")),
        (["0012", "0345"], Kind("text")),
        (["12", "N/A", ""], Kind("decimal(28,6)", null_tokens=("N/A",))),
        (["red", "-", None], Kind("text", null_tokens=("-",))),
        (
            ["31.12.2026", "pending", "01.01.2026"],
            Kind("date", ("%d.%m.%Y",), ("pending",), "pending stand for nothing"),
        ),
        (["12/31/26", "1/2/2026"], Kind("date", ("%m/%d/%y", "%m/%d/%Y"))),
        (["2/1/26 8:30 PM", "2/13/26 8:30 AM"], Kind("timestamp", ("%m/%d/%y %I:%M %p",), guess=NO_ZONE)),
        (["2026-01-31 10:00"], Kind("timestamp", guess=NO_ZONE)),
        (["2026-01-31T10:00Z"], Kind("text")),
        (["a1", "b2"], Kind("text")),
        ([None, " "], Kind("text", guess="no value in the sample")),
        (["29.02.2025"], Kind("text")),
    ],
)
def test_what_texts_stand_for(texts: list[str | None], kind: Kind) -> None:
    assert kind_of(texts) == kind


@pytest.mark.parametrize("text", ["1,234", "1.234"])
def test_thousands_that_could_be_decimals_are_marked(text: str) -> None:
    assert "so look" in kind_of([text]).guess


def test_identifiers_stay_text() -> None:
    assert kind_of(["1", "2"], is_code=True) == Kind("text")
