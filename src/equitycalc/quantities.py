"""Exact numbers, and the only rounding.

Shares are ``int``; money and prices are ``Decimal``, or a ``Fraction`` where a split or a day count
made them one that no decimal ends at. Money is added and multiplied only here, in one decimal
context that raises rather than round: the default context keeps 28 digits and drops the rest
without a word. What has more digits than that context keeps is a ``Fraction`` too.
"""

from contextlib import suppress
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
Money = Decimal | Fraction
N = TypeVar("N", int, Fraction, Money)

# A capped figure has 27 digits, a product of two 54; the rest is room for sums.
EXACT = Context(
    prec=120,
    rounding=ROUND_HALF_EVEN,
    traps=[Inexact, InvalidOperation, DivisionByZero, Overflow],
)

_FINEST = 10**EXACT.prec

NO_MONEY: Money = Decimal("0.00")

Rounding = Literal["down", "up", "nearest"]


def add(a: N, b: N) -> N:
    """The exact sum of two numbers of one kind."""
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        try:
            return EXACT.add(a, b)
        except Inexact:  # compounded interest has more digits
            return Fraction(a) + Fraction(b)
    if isinstance(a, Decimal) or isinstance(b, Decimal):
        return decimal_where_it_ends(Fraction(a) + Fraction(b))
    return a + b


def subtract(a: N, b: N) -> N:
    """The exact difference of two numbers of one kind."""
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        try:
            return EXACT.subtract(a, b)
        except Inexact:
            return Fraction(a) - Fraction(b)
    if isinstance(a, Decimal) or isinstance(b, Decimal):
        return decimal_where_it_ends(Fraction(a) - Fraction(b))
    return a - b


def times(count: int, price: Money) -> Money:
    """What ``count`` shares cost at ``price`` each, exactly."""
    if isinstance(price, Decimal):
        with suppress(Inexact):
            return EXACT.multiply(Decimal(count), price)
    return decimal_where_it_ends(count * Fraction(price))


def ratio_of(amount: Money, new: int, old: int) -> Money:
    """``amount x new / old``, exactly; with the decimal places of the amount where it can be."""
    if isinstance(amount, Decimal):
        with suppress(Inexact):
            return EXACT.divide(EXACT.multiply(amount, Decimal(new)), Decimal(old))
    return decimal_where_it_ends(Fraction(amount) * new / old)


def decimal_where_it_ends(exact: Fraction) -> Money:
    """The same number as a decimal, where it ends within the digits of the exact context."""
    if exact.denominator > _FINEST:
        return exact
    try:
        return EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    except Inexact:
        return exact


def quotient(a: Number, b: Number) -> Fraction:
    """``a / b`` as an exact fraction; ``ZeroDivisionError`` when ``b`` is zero."""
    if isinstance(a, Fraction) or isinstance(b, Fraction):
        return Fraction(a) / Fraction(b)  # one with very many digits is not reduced anew
    above, below = a.as_integer_ratio()
    over, under = b.as_integer_ratio()
    return Fraction(above * under, below * over)


def whole_quotient(a: Number, b: Number) -> int:
    """``a / b`` rounded down to whole shares, as an agreement issues them."""
    above, below = a.as_integer_ratio()
    over, under = b.as_integer_ratio()
    return above * under // (below * over)


def left_over(a: Money, b: Money) -> Money:
    """What is left of an amount where another is taken from it as often as it is in it."""
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        with suppress(InvalidOperation):  # of a price after many splits it is in it too often
            return EXACT.remainder(a, b)
    return decimal_where_it_ends(Fraction(a) % Fraction(b))


def whole_shares(exact: Number, rounding: Rounding) -> int:
    """Whole shares out of an exact count: the one place where shares are rounded.

    ``down`` is what an agreement would issue; ``nearest``, a half going up, is how an accounting
    count is shown; a split says which of the three it does.
    """
    match rounding:
        case "down":
            return exact.__floor__()
        case "nearest":
            return (Fraction(exact) + Fraction(1, 2)).__floor__()
        case "up":
            return exact.__ceil__()
        case _:
            assert_never(rounding)


def decimal_places(exact: Fraction, places: int) -> Decimal:
    """``exact`` rounded half up to ``places`` decimals, for showing; its exact value stays a
    fraction.
    """
    scaled = whole_shares(exact * 10**places, "nearest")
    return Decimal(scaled).scaleb(-places, EXACT)


def two_places(amount: Money) -> Decimal:
    """``amount`` with at least two decimal places and no idle zeros after them; one that no decimal
    ends at is rounded half up to two.
    """
    if isinstance(amount, Fraction):
        amount = decimal_where_it_ends(amount)
    if isinstance(amount, Fraction):
        return decimal_places(amount, 2)
    exponent = amount.normalize(EXACT).as_tuple().exponent
    assert isinstance(exponent, int), "amounts are finite"
    return amount.quantize(Decimal(1).scaleb(min(exponent, -2)), context=EXACT)


def price_text(price: Money) -> str:
    """A price as it is written: its own digits, or six places where no decimal ends at it."""
    return f"{decimal_places(price, 6) if isinstance(price, Fraction) else price:f}"
