"""Values to text: for people (thousands grouped, percentages) and for machines (plain strings)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from equitycalc.bounds import Between, Range, Ratio
from equitycalc.quantities import (
    Money,
    Number,
    decimal_places,
    decimal_where_it_ends,
    price_text,
    two_places,
    whole_shares,
)
from equitycalc.written import Assumed, AtLeast, Blank

NOT_KNOWN = "not known"
PRICE_PLACES = 12
LONGEST_FRACTION = 10**100  # a debt compounded daily has an exact value of thousands of digits

RATES = ("rate", "interest_rate")  # the terms that are written with a percent sign

Json = dict[str, Any]


def shares_text(shares: Range[Any] | Between[int]) -> str:
    """A count for people: ``5,000,000``, ``≥ 5,000,000`` or ``0 to 2,500,000``."""
    return _ends(shares.low, shares.top, count_text)


def money_text(amount: Range[Money]) -> str:
    """Money for people: ``350,000.00`` or ``≥ 130,000.00``."""
    return _ends(amount.low, amount.top, sum_text)


def count_text(count: Number) -> str:
    """One count of shares for people, to the nearest whole one."""
    return f"{whole_shares(count, 'nearest'):,}"


def sum_text(amount: Money) -> str:
    """One amount of money for people."""
    return f"{two_places(amount):,f}"


def percent_text(ratio: Ratio | None) -> str:
    """A ratio for people, to two places: ``4.91%``, ``≤ 4.91%``."""
    if ratio is None or (ratio.low is None and ratio.high is None):
        return NOT_KNOWN
    return _ends(ratio.low, ratio.high, lambda part: f"{decimal_places(part * 100, 2):f}%")


def step_text(step: Between[Any] | None, text: Callable[[Any], str]) -> str:
    """A difference for people, with its sign: ``+50,000,000``, ``-12.57``."""
    if step is None:
        return NOT_KNOWN
    return _ends(step.low, step.high, lambda end: ("+" if end > 0 else "") + text(end))


def points_text(part: Fraction) -> str:
    """A difference of ratios for people, in percentage points to two places."""
    return f"{decimal_places(part * 100, 2):f}"


def term_text(value: object) -> str:
    """A term for people: as the document has it."""
    match value:
        case None:
            return ""
        case Blank():
            return "blank"
        case AtLeast(minimum):
            return f"≥ {term_text(minimum)}"
        case Assumed(assumed):
            return term_text(assumed)
        case Decimal() | Fraction():
            return price_text(value)
        case int():
            return f"{value:,}"
        case _:
            return str(value)


def plain(value: object) -> str:
    """A term as it would be written in a ledger or after ``--assume``."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def term_plain(term: str, value: object) -> str:
    """A term of that name as it would be written: a rate with its sign."""
    if term in RATES and isinstance(value, Decimal):
        return f"{value.scaleb(2):f}%"
    return plain(value)


def _ends(low: Any, high: Any, text: Any) -> str:
    if low is None and high is None:
        return NOT_KNOWN
    if low is None:
        return f"≤ {text(high)}"
    if high is None:
        return f"≥ {text(low)}"
    return str(text(low)) if low == high else f"{text(low)} to {text(high)}"


def shares_json(shares: Range[Any] | Between[int] | None) -> Json | None:
    """A count for machines: an integer, with its exact fraction where it was rounded."""
    return None if shares is None else _bounded(shares, _whole, _is_whole)


def money_json(amount: Range[Money] | Between[Money] | None) -> Json | None:
    """Money for machines: a string with at least two decimal places, with its exact fraction where
    no decimal ends at it.
    """
    if amount is None:
        return None
    return _bounded(amount, lambda sum_: f"{two_places(sum_):f}", _is_decimal)


def ratio_json(ratio: Ratio | None) -> Json | None:
    """A ratio for machines: a fraction to six places, with the exact one where it was rounded."""
    return None if ratio is None else _bounded(ratio, _six_places, _ends_in_six)


def term_json(value: object, *, money: bool = False) -> Json | None:
    """A granted term for machines; None where the grant has no such term.

    Prices and rates are written as given, a price that no decimal ends at to twelve places with its
    exact fraction; ``money`` writes an amount with two places or more.
    """
    match value:
        case None:
            return None
        case Blank():
            return {"value": None, "bound": "unknown"}
        case AtLeast(minimum):
            return _stated(minimum, money, "at_least")
        case Assumed(assumed):
            return _stated(assumed, money, "exact")
        case _:
            return _stated(value, money, "exact")


def date_json(term: object) -> str | None:
    """A date term as a plain date; None where it is blank or absent."""
    found = term.value if isinstance(term, Assumed) else term
    return found.isoformat() if isinstance(found, date) else None


def _stated(value: object, money: bool, bound: str) -> Json:
    if isinstance(value, Fraction):
        shown = f"{decimal_places(value, PRICE_PLACES):f}"
        return {"value": shown, "bound": bound, "exact": str(value)}
    if isinstance(value, Decimal):
        value = f"{two_places(value) if money else value:f}"
    return {"value": value, "bound": bound}


def _bounded(number: Any, write: Any, unrounded: Any = None) -> Json:
    bound = number.bound
    if bound == "unknown":
        return {"value": None, "bound": bound}
    shown = number.top if bound == "at_most" else number.low
    found: Json = {"value": write(shown), "bound": bound}
    if unrounded is not None and not unrounded(shown):
        exact = Fraction(shown)
        if exact.denominator < LONGEST_FRACTION:
            found["exact"] = str(exact)
    if bound == "at_least" and number.top is not None:
        found["at_most"] = write(number.top)
    return found


def _whole(count: Number) -> int:
    return whole_shares(count, "nearest")


def _is_whole(count: Number) -> bool:
    return isinstance(count, int) or Fraction(count).denominator == 1


def _is_decimal(amount: Money) -> bool:
    return isinstance(decimal_where_it_ends(Fraction(amount)), Decimal)


def _six_places(part: Fraction) -> str:
    return f"{decimal_places(part, 6):f}"


def _ends_in_six(part: Fraction) -> bool:
    return 10**6 % part.denominator == 0
