"""Figures inside messages: as many places as it takes to tell them apart."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from equitycalc.measures import Figure, Unit
from equitycalc.quantities import Number, decimal_places

_FEWEST = {"shares": 0, "money": 2, "ratio": 2}
_MOST = 12


def in_words(figure: Figure, unit: Unit, beside: Sequence[Number] = ()) -> str:
    """A figure as a range of words, ``at least 4.91%``; ``beside`` are the numbers that stand in
    the same message, and that it is not to look like.
    """
    low, top = figure.low, figure.top
    places = places_for((each for each in (low, top, *beside) if each is not None), unit)
    if low is None:
        return "unknown" if top is None else f"at most {number(top, unit, places)}"
    least = number(low, unit, places)
    if top is None:
        return f"at least {least}"
    return least if low == top else f"{least} to {number(top, unit, places)}"


def places_for(numbers: Iterable[Number], unit: Unit) -> int:
    """How many decimal places tell some numbers apart."""
    different = {Fraction(each) for each in numbers}
    fewest = _FEWEST[unit]
    for places in range(fewest, _MOST):
        if len({number(each, unit, places) for each in different}) == len(different):
            return places
    return _MOST


def number(exact: Number, unit: Unit, places: int) -> str:
    """One number: a count, an amount of money, or a percentage."""
    if unit == "ratio":
        return f"{decimal_places(Fraction(exact) * 100, places):,f}%"
    return f"{decimal_places(Fraction(exact), places):,f}"
