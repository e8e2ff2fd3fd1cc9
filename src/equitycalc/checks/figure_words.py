"""Figures, and lists of things, inside messages."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from equitycalc.quantities import Number, decimal_places

if TYPE_CHECKING:
    from equitycalc.measures import Figure, Unit

NAMED = 3  # how many things a message names before it counts the others

_FEWEST = {"shares": 0, "money": 2, "ratio": 2}
_MOST = 12


def in_words(figure: "Figure", unit: "Unit", places: int) -> str:
    """A figure as a message has it: ``at least 4.91%``."""
    low, top = figure.low, figure.top
    if low is None:
        return "unknown" if top is None else f"at most {number_text(top, unit, places)}"
    least = number_text(low, unit, places)
    if top is None:
        return f"at least {least}"
    return least if low == top else f"{least} to {number_text(top, unit, places)}"


def places_for(numbers: Iterable[Number], unit: "Unit") -> int:
    """How many decimal places tell some numbers apart."""
    different = {Fraction(each) for each in numbers}
    for places in range(_FEWEST[unit], _MOST):
        if len({number_text(each, unit, places) for each in different}) == len(different):
            return places
    return _MOST


def number_text(exact: Number, unit: "Unit", places: int) -> str:
    """One number: a count, an amount of money, or a percentage."""
    if unit == "ratio":
        return f"{decimal_places(Fraction(exact) * 100, places):,f}%"
    return f"{decimal_places(Fraction(exact), places):,f}"


def listed(some: list[str]) -> str:
    """The first of some things, and how many more there are."""
    more = f" and {len(some) - NAMED:,} more" if len(some) > NAMED else ""
    return ", ".join(some[:NAMED]) + more
