"""Exact arithmetic of figures: rounding, quotients and medians (KPIS.md, section 1). Never floating point."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from fractions import Fraction

Number = int | Decimal | Fraction

PLACES = 6
_SCALE = 10**PLACES
EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
"""Sums and products of money in this context are exact, or they raise decimal.Inexact."""


def quotient(numerator: Number, denominator: Number = 1) -> Decimal:
    """The quotient to 6 digits, ties away from zero: the last step of every figure.

    Raises ZeroDivisionError where the denominator is 0.
    """
    above, above_by = numerator.as_integer_ratio()
    below, below_by = denominator.as_integer_ratio()
    dividend, divisor = above * below_by * _SCALE, above_by * below
    sign = -1 if (dividend < 0) != (divisor < 0) else 1
    whole, rest = divmod(abs(dividend), abs(divisor))
    if 2 * rest >= abs(divisor):
        whole += 1
    return Decimal(sign * whole).scaleb(-PLACES)


def rounded(number: Number) -> Decimal:
    """The number to 6 digits, ties away from zero."""
    return quotient(number)


def median(numbers: Sequence[Number]) -> Fraction:
    """The middle one; of an even count, the mean of the two middle ones. Raises IndexError where there is none."""
    ordered = sorted(numbers)
    high = len(ordered) // 2
    low = (len(ordered) - 1) // 2 if ordered else 0
    return (Fraction(ordered[low]) + Fraction(ordered[high])) / 2


def mean(numbers: Sequence[Number]) -> Fraction:
    """The sum divided by the count. Raises ZeroDivisionError where there is none."""
    return sum((Fraction(each) for each in numbers), Fraction(0)) / len(numbers)


def clamp(number: Number, low: int, high: int) -> Fraction:
    """The number, or the nearer bound where it lies outside."""
    return min(max(Fraction(number), Fraction(low)), Fraction(high))
