"""Exact numbers, and the only rounding.

Shares are ``int``; money and prices are ``Decimal``; a quotient is a ``Fraction``. Money is added
and multiplied only here, in one decimal context that raises rather than round: the default context
keeps 28 digits and drops the rest without a word.
"""

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from fractions import Fraction
from typing import Literal, TypeVar, assert_never

Number = int | Decimal | Fraction
N = TypeVar("N", int, Decimal, Fraction)

# A capped figure has 27 digits, a product of two 54; the rest is room for sums.
EXACT = Context(
    prec=120,
    rounding=ROUND_HALF_EVEN,
    traps=[Inexact, InvalidOperation, DivisionByZero, Overflow],
)

NO_MONEY = Decimal("0.00")

Rounding = Literal["down", "half_up"]


def add(a: N, b: N) -> N:
    """The exact sum of two numbers of one kind."""
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return EXACT.add(a, b)
    return a + b


def subtract(a: N, b: N) -> N:
    """The exact difference of two numbers of one kind."""
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return EXACT.subtract(a, b)
    return a - b


def times(shares: int, price: Decimal) -> Decimal:
    """What ``shares`` cost at ``price`` each, exactly."""
    return EXACT.multiply(Decimal(shares), price)


def quotient(a: Number, b: Number) -> Fraction:
    """``a / b`` as an exact fraction; ``ZeroDivisionError`` when ``b`` is zero."""
    above, below = a.as_integer_ratio()
    over, under = b.as_integer_ratio()
    return Fraction(above * under, below * over)


def whole_shares(exact: Number, rounding: Rounding) -> int:
    """Whole shares out of an exact count: the one place where shares are rounded.

    ``down`` is what an agreement would issue; ``half_up`` is how an accounting count is shown.
    Counts are never negative, so half up and half away from zero are the same.
    """
    match rounding:
        case "down":
            return exact.__floor__()
        case "half_up":
            return (Fraction(exact) + Fraction(1, 2)).__floor__()
        case _:
            assert_never(rounding)


def decimal_places(exact: Fraction, places: int) -> Decimal:
    """``exact`` rounded half up to ``places`` decimals, for showing; its exact value stays a
    fraction.
    """
    scaled = whole_shares(exact * 10**places, "half_up")
    return Decimal(scaled).scaleb(-places, EXACT)


def two_places(amount: Decimal) -> Decimal:
    """``amount`` with at least two decimal places and no idle zeros after them."""
    exponent = amount.normalize(EXACT).as_tuple().exponent
    assert isinstance(exponent, int), "amounts are finite"
    return amount.quantize(Decimal(1).scaleb(min(exponent, -2)), context=EXACT)
