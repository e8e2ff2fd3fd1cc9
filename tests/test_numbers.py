"""Exact numbers, and numbers known from one side."""

from datetime import date
from decimal import Decimal, Inexact
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equitycalc.bounds import (
    UNKNOWN,
    Between,
    Range,
    at_least,
    bound_between,
    exactly,
    per,
    share,
)
from equitycalc.engine.interest import Interest
from equitycalc.quantities import (
    EXACT,
    add,
    decimal_places,
    quotient,
    subtract,
    times,
    two_places,
    whole_quotient,
    whole_shares,
)

COUNTS = st.integers(0, 10**15)
RANGES = st.builds(
    lambda low, more, opened: Range(low, low if opened else low + more, opened),
    COUNTS,
    COUNTS,
    st.integers(0, 2),
)


def test_money_is_added_and_multiplied_without_rounding() -> None:
    most = Decimal("999999999999999.999999999999")
    product = "999999999999998999999999999000.000000000001"
    assert str(times(999_999_999_999_999, most)) == product
    assert add(most, Decimal("0.000000000001")) == Decimal("1000000000000000")
    assert subtract(most, Decimal("999999999999999")) == Decimal("0.999999999999")
    assert add(1, 2) == 3 and subtract(Fraction(1, 3), Fraction(1, 3)) == 0


def test_what_cannot_be_exact_raises() -> None:
    with pytest.raises(Inexact):
        EXACT.divide(Decimal(1), Decimal(3))


@pytest.mark.parametrize(
    ("exact", "down", "nearest"),
    [(Fraction(5, 2), 2, 3), (Fraction(7, 3), 2, 2), (Fraction(8, 3), 2, 3), (4, 4, 4)],
)
def test_shares_are_rounded_in_one_place_and_the_way_is_said(
    exact: Fraction | int, down: int, nearest: int
) -> None:
    assert whole_shares(exact, "down") == down
    assert whole_shares(exact, "nearest") == nearest


@given(
    st.decimals(0, 10**15, places=2) | st.fractions(0, 10**6),
    st.decimals("0.0001", 10**6, places=4) | st.fractions("1/999", 10**6),
)
def test_what_is_rounded_down_at_once_is_the_exact_quotient_rounded_down(
    amount: Decimal | Fraction, price: Decimal | Fraction
) -> None:
    assert whole_quotient(amount, price) == whole_shares(quotient(amount, price), "down")


def test_decimals_are_shown_half_up() -> None:
    assert str(decimal_places(Fraction(1, 8), 2)) == "0.13"
    assert str(decimal_places(Fraction(500000, 10181203), 6)) == "0.049110"
    assert quotient(Decimal("0.04"), 2) == Fraction(1, 50)


@pytest.mark.parametrize(
    ("given", "shown"),
    [("5", "5.00"), ("0.1", "0.10"), ("100.0190", "100.019"), ("250000.0000", "250000.00")],
)
def test_money_has_two_places_or_more(given: str, shown: str) -> None:
    assert f"{two_places(Decimal(given)):f}" == shown


def test_the_four_bounds() -> None:
    assert bound_between(1, 1) == "exact"
    assert bound_between(1, None) == bound_between(1, 2) == "at_least"
    assert bound_between(None, 1) == "at_most"
    assert bound_between(None, None) == UNKNOWN.bound == "unknown"
    assert exactly(3).bound == "exact" and at_least(3).bound == "at_least"
    assert at_least(3).top is None and Range(1, 2).top == 2 and UNKNOWN.top is None
    assert at_least(3).or_none() == Range(0, 3, 1)


@given(RANGES, RANGES)
def test_a_sum_of_ranges_comes_apart_again(one: Range[int], other: Range[int]) -> None:
    assert one + other == other + one
    assert (one + other) - other == one


@pytest.mark.parametrize(
    ("part", "rest", "expected"),
    [
        (exactly(1), exactly(3), Between(Fraction(1, 4), Fraction(1, 4))),
        (at_least(1), exactly(3), Between(Fraction(1, 4), None)),
        (exactly(1), at_least(3), Between(None, Fraction(1, 4))),
        (at_least(1), at_least(3), UNKNOWN),
        (Range(1, 2), Range(2, 3), Between(Fraction(1, 4), Fraction(1, 2))),
        (exactly(0), at_least(3), Between(Fraction(0), Fraction(0))),
        (exactly(0), exactly(0), UNKNOWN),
        (at_least(1), exactly(0), Between(Fraction(1), Fraction(1))),
        (Range(0, 1), exactly(0), UNKNOWN),
    ],
)
def test_a_share_is_pulled_up_by_its_part_and_down_by_the_rest(
    part: Range[int], rest: Range[int], expected: Between[Fraction]
) -> None:
    assert share(part, rest) == expected


@given(RANGES, RANGES, st.integers(0, 10**15), st.integers(0, 10**15))
def test_a_share_lies_inside_its_bounds(
    part: Range[int], rest: Range[int], more: int, others: int
) -> None:
    own = part.low + (more if part.open else min(more, part.high - part.low))
    other = rest.low + (others if rest.open else min(others, rest.high - rest.low))
    if own + other == 0:
        return
    stated, exact = share(part, rest), Fraction(own, own + other)
    assert stated.low is None or stated.low <= exact
    assert stated.high is None or exact <= stated.high


def test_per_a_base() -> None:
    assert per(exactly(1), 4) == Between(Fraction(1, 4), Fraction(1, 4))
    assert per(at_least(1), 4) == Between(Fraction(1, 4), None)


def test_a_debt_on_its_first_day_is_what_it_was() -> None:
    day = date(2001, 1, 16)
    own = Interest(Decimal(1000), Decimal("0.08"), "actual/365", "daily", day, day)
    assert own.growth == 1
