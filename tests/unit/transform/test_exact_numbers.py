"""Division, median and concentration on DuckDB give what exact arithmetic gives, to the last digit."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import Any

import duckdb
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from orchestration.settings import PROJECT_ROOT

CONNECTION = duckdb.connect()
FEW = settings(max_examples=100, deadline=None)

amounts = st.decimals(-(10**9), 10**9, places=6, allow_nan=False, allow_infinity=False)


@cache
def macro(name: str) -> Any:
    text = (PROJECT_ROOT / "dbt_project/macros" / f"{name}.sql").read_text(encoding="utf-8")
    return getattr(Environment().from_string(text).module, f"duckdb__{name}")


def rounded(exact: Fraction, digits: int = 6) -> Decimal:
    """The rule of KPIS.md: rounded once, ties away from zero."""
    with localcontext() as context:
        context.prec, context.rounding = 100, ROUND_HALF_UP
        whole = (abs(exact) * 10**digits + Fraction(1, 2)).__floor__()
        return Decimal(whole if exact >= 0 else -whole).scaleb(-digits)


def scalar(sql: str) -> Any:
    row = CONNECTION.execute(sql).fetchone()
    assert row is not None
    return row[0]


def divide(numerator: Decimal, denominator: Decimal, factor: int = 1, scale: int = 6, digits: int = 6) -> Any:
    sides = [f"cast('{side}' as decimal(38,{digits}))" for side in (numerator, denominator)]
    return scalar(f"select {macro('divide')(*sides, factor, scale, digits)}")


@FEW
@given(amounts, amounts.filter(bool), st.sampled_from([1, 100, 1_000_000]))
def test_division_is_exact_and_rounded_once(numerator: Decimal, denominator: Decimal, factor: int) -> None:
    exact = Fraction(numerator) * factor / Fraction(denominator)
    assert divide(numerator, denominator, factor) == rounded(exact)


@FEW
@given(
    st.decimals(-(10**9), 10**9, places=12, allow_nan=False, allow_infinity=False),
    st.decimals("0.000000000001", 10**9, places=12),
    st.sampled_from([1, 100, 1_000]),
)
def test_products_and_quotients_are_divided_at_12_digits(numerator: Decimal, denominator: Decimal, factor: int) -> None:
    exact = Fraction(numerator) * factor / Fraction(denominator)
    assume(abs(exact) < 10**20)
    assert divide(numerator, denominator, factor, digits=12) == rounded(exact)


@pytest.mark.parametrize("sign", [1, -1])
def test_ties_round_away_from_zero(sign: int) -> None:
    assert divide(sign * Decimal("0.000001"), Decimal(2)) == sign * Decimal("0.000001")
    assert divide(Decimal("0.000005"), sign * Decimal(2)) == sign * Decimal("0.000003")


def test_a_denominator_of_zero_gives_null() -> None:
    assert divide(Decimal(1), Decimal(0)) is None


@FEW
@given(st.decimals(0, 10**12, places=6), st.decimals("0.000001", 10**12, places=6))
def test_a_share_has_18_exact_digits(part: Decimal, rest: Decimal) -> None:
    whole = part + rest
    assert divide(part, whole, scale=18) == rounded(Fraction(part) / Fraction(whole), 18)


@FEW
@given(st.lists(amounts, min_size=1, max_size=9))
def test_the_sum_of_the_middles_is_twice_the_median(observations: list[Decimal]) -> None:
    ordered = sorted(observations)
    middles = ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]
    rows = ", ".join(f"(cast('{value}' as decimal(28,6)))" for value in observations)
    assert scalar(f"select {macro('sum_of_middles')('x')} from (values {rows}) as t (x)") == middles


@FEW
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9).filter(any))
def test_concentration_is_the_exact_sum_of_squared_shares(parties: list[int]) -> None:
    shares = [rounded(Fraction(amount, sum(parties)), 18) for amount in parties]
    exact = sum((Fraction(share) ** 2 for share in shares), Fraction()) * 10_000
    rows = ", ".join(f"(cast('{share}' as decimal(38,18)))" for share in shares)
    index = scalar(f"select {macro('sum_of_squared_shares')('x', 10000)} from (values {rows}) as t (x)")
    assert index == rounded(exact)
