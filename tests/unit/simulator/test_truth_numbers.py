from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.simulator.truth.numbers import clamp, mean, median, quotient, rounded

numbers = st.decimals(min_value=-(10**15), max_value=10**15, places=6)


@pytest.mark.parametrize(
    ("numerator", "denominator", "figure"),
    [
        (2, 3, "0.666667"),
        (-2, 3, "-0.666667"),
        (1, 2_000_000, "0.000001"),
        (-1, 2_000_000, "-0.000001"),
        (499_999, 10**12, "0.000000"),
        (Decimal("0.0000005"), 1, "0.000001"),
        (4_238 * 100, 4_238 + 2_473, "63.150052"),
        (5, -2, "-2.500000"),
        (0, 7, "0.000000"),
    ],
)
def test_a_quotient_has_6_digits_and_ties_go_away_from_zero(numerator, denominator, figure):
    assert str(quotient(numerator, denominator)) == figure


def test_a_quotient_by_nothing_is_an_error():
    with pytest.raises(ZeroDivisionError):
        quotient(1, 0)


@given(numbers)
def test_what_has_6_digits_is_left_as_it_is(number):
    assert rounded(number) == number


@given(st.integers(-(10**18), 10**18), st.integers(1, 10**9))
def test_a_quotient_is_the_nearest_number_of_6_digits(numerator, denominator):
    exact = Fraction(numerator, denominator)
    assert abs(Fraction(quotient(numerator, denominator)) - exact) <= Fraction(1, 2 * 10**6)
    assert quotient(-numerator, denominator) == -quotient(numerator, denominator)


@pytest.mark.parametrize(("given_numbers", "middle"), [([5, 9, 30], 9), ([4, 1, 3, 2], Fraction(5, 2)), ([7], 7)])
def test_a_median_is_the_middle_or_the_mean_of_the_two_middle_ones(given_numbers, middle):
    assert median(given_numbers) == middle


def test_nothing_has_no_median():
    with pytest.raises(IndexError):
        median([])


@given(st.lists(numbers, min_size=1), st.randoms())
def test_a_median_lies_in_the_middle_whatever_the_order(given_numbers, random):
    shuffled = list(given_numbers)
    random.shuffle(shuffled)
    middle = median(given_numbers)
    assert median(shuffled) == middle
    assert 2 * sum(each < middle for each in given_numbers) <= len(given_numbers)
    assert 2 * sum(each > middle for each in given_numbers) <= len(given_numbers)


def test_means_and_bounds():
    assert mean([1, Decimal("2.5")]) == Fraction(7, 4)
    assert [clamp(each, 0, 100) for each in (-1, 50, 101)] == [0, 50, 100]
