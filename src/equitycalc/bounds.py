"""A number known exactly, or only from one side or two.

A ``Range`` is an amount that can be added up and taken apart again: totals are sums of ranges, and
what is left of a total without one holder is a difference of ranges. A ``Ratio`` is a quotient of
ranges, made only by ``share`` and ``per``: quotients cannot be added, and ``1 - a/b`` over ranges
that move together would be wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any, Generic, Literal, NamedTuple

from equitycalc.quantities import NO_MONEY, Money, N, Number, add, quotient, subtract

Bound = Literal["exact", "at_least", "at_most", "unknown"]


def bound_between(bottom: Number | None, top: Number | None) -> Bound:
    """What can be said of a number that lies between two ends, either of which may be missing."""
    if bottom is None:
        return "unknown" if top is None else "at_most"
    return "exact" if bottom == top else "at_least"


@dataclass(frozen=True, slots=True)
class Range(Generic[N]):
    """An amount of at least ``low``, at most ``high`` where ``open`` is 0, and without a limit
    otherwise.

    ``open`` counts the unlimited amounts inside the sum (each stands in ``high`` with its low), so
    that a sum less one of its parts is exactly the sum of the others.
    """

    low: N
    high: N
    open: int = 0

    @property
    def top(self) -> N | None:
        """The upper end, or None where there is none."""
        return None if self.open else self.high

    @property
    def bound(self) -> Bound:
        """``exact``, or ``at_least`` (with an upper end too where ``top`` is not None)."""
        return bound_between(self.low, self.top)

    def __add__(self, other: "Range[N]") -> "Range[N]":
        return Range(add(self.low, other.low), add(self.high, other.high), self.open + other.open)

    def __sub__(self, part: "Range[N]") -> "Range[N]":
        """What is left of this sum without ``part``, which must be one of its addends."""
        return Range(
            subtract(self.low, part.low), subtract(self.high, part.high), self.open - part.open
        )

    @property
    def nothing(self) -> "Range[N]":
        """None of it: zero, of the same kind of number."""
        zero = subtract(self.low, self.low)
        return Range(zero, zero)

    def or_none(self) -> "Range[N]":
        """The same where it is not certain that any of it counts: from nothing to as much."""
        return Range(self.nothing.low, self.high, self.open)

    def either(self, other: "Range[N]") -> "Range[N]":
        """What it is where it is not known which of the two it is."""
        return Range(
            min(self.low, other.low), max(self.high, other.high), max(self.open, other.open)
        )

    def less(self, taken: "Range[N]") -> "Range[N]":
        """What is left where ``taken``, which is independent of it, is taken away: never less than
        nothing.
        """
        zero = self.nothing.low
        low = zero if taken.open else max(zero, subtract(self.low, taken.high))
        return Range(low, max(zero, subtract(self.high, taken.low)), self.open)


NO_SHARES: Range[int] = Range(0, 0)
NO_CASH: Range[Money] = Range(NO_MONEY, NO_MONEY)


def exactly(value: N) -> Range[N]:
    """A range that is one number."""
    return Range(value, value)


def at_least(value: N) -> Range[N]:
    """A range with a low end only."""
    return Range(value, value, 1)


def total(ranges: Iterable[Range[N]], nothing: Range[N]) -> Range[N]:
    """The sum of ranges; of none it is ``nothing``. Of whole numbers quicker than one by one."""
    every = list(ranges)
    if isinstance(nothing.low, int):
        low: Any = sum(each.low for each in every)
        high: Any = sum(each.high for each in every)
        return Range(low, high, sum(each.open for each in every))
    return sum(every, nothing)


class Between(NamedTuple, Generic[N]):
    """A number that cannot be added up: a quotient or a difference; None is an end that is open."""

    low: N | None
    high: N | None

    @property
    def top(self) -> N | None:
        """The upper end, or None: the same word as a range has."""
        return self.high

    @property
    def bound(self) -> Bound:
        """The direction in which the open terms pull; ``unknown`` where they pull both ways."""
        return bound_between(self.low, self.high)


Ratio = Between[Fraction]

UNKNOWN: Ratio = Between(None, None)


def between(more: Range[N], less: Range[N]) -> Between[N]:
    """What one amount is more than another that is independent of it."""
    return Between(
        None if less.top is None else subtract(more.low, less.top),
        None if more.top is None else subtract(more.top, less.low),
    )


def share(part: Range[N], rest: Range[N]) -> Ratio:
    """``part / (part + rest)``, where the two are independent: ownership and dilution.

    Lowest where the part is least and the rest most, highest the other way round.
    """
    if part.low == part.top == 0:
        return Between(Fraction(0), Fraction(0)) if rest.low > 0 else UNKNOWN
    if rest.low == rest.top == 0:
        return Between(Fraction(1), Fraction(1)) if part.low > 0 else UNKNOWN
    least = None if rest.top is None else add(part.low, rest.top)
    most = None if part.top is None else add(part.top, rest.low)
    if (least is not None and least <= 0) or (most is not None and most <= 0):
        return UNKNOWN  # bought back to the last share
    low = None if least is None else quotient(part.low, least)
    high = None if part.top is None or most is None else quotient(part.top, most)
    return Between(low, high)


def per(amount: Range[N], base: Number) -> Ratio:
    """``amount / base`` for a base known exactly: overhang."""
    if base <= 0:
        return UNKNOWN  # a split has left less than one share
    return Between(
        quotient(amount.low, base), None if amount.top is None else quotient(amount.top, base)
    )


def share_change(
    part: Range[N], rest: Range[N], before: Range[N], rest_before: Range[N], shared: Range[N]
) -> Ratio:
    """What ``share(part, rest + shared)`` is more than ``share(before, rest_before + shared)``,
    where ``shared`` is one and the same number in both, whatever it is.
    """
    if min(part.low, before.low) < 0:
        return UNKNOWN
    low, top = Fraction(shared.low), None if shared.top is None else Fraction(shared.top)
    least = _ends(_over(part.low, rest.top), _over(before.top, rest_before.low), low, top)
    most = _ends(_over(part.top, rest.low), _over(before.low, rest_before.top), low, top)
    return UNKNOWN if least is None or most is None else Between(least[0], most[1])


_FINE = 10**12  # how finely a root is told


class _Over(NamedTuple):
    """``above / (beneath + x)``, or ``above`` alone where ``beneath`` is None."""

    above: Fraction
    beneath: Fraction | None

    def at(self, x: Fraction | None) -> Fraction:
        if self.beneath is None:
            return self.above
        return Fraction(0) if x is None else self.above / (self.beneath + x)


def _over(part: Number | None, rest: Number | None) -> _Over:
    """``part / (part + rest + x)``; None is an end that is open."""
    if part is None or rest is None:
        return _Over(Fraction(part is None), None)
    return _Over(Fraction(part), Fraction(part) + Fraction(rest))


def _ends(
    more: _Over, less: _Over, low: Fraction, top: Fraction | None
) -> tuple[Fraction, Fraction] | None:
    """The least and the most that ``more - less`` can be from ``low`` to ``top``; None where a
    quotient has no meaning.
    """
    if any(each.beneath is not None and each.beneath + low <= 0 for each in (more, less)):
        return None
    ends = [more.at(low) - less.at(low), more.at(top) - less.at(top)]
    if _slope(more, less, low) * _slope(more, less, top) < 0:
        ends.append(_turn(more, less))
    return min(ends), max(ends)


def _turn(more: _Over, less: _Over) -> Fraction:
    """Where ``a / (b + x) - c / (d + x)`` turns, which it does once at most: it is then
    ``(a + c - 2 sqrt(a c)) / (b - d)``, here no nearer to nothing than that.
    """
    assert more.beneath is not None and less.beneath is not None, "one alone never turns"
    product = more.above * less.above
    root = isqrt(product.numerator * product.denominator * _FINE**2)
    both = more.above + less.above - 2 * Fraction(root, product.denominator * _FINE)
    return both / (more.beneath - less.beneath)


def _slope(more: _Over, less: _Over, x: Fraction | None) -> Fraction:
    """Above zero where ``more - less`` grows with ``x``, which is None where it has no limit."""
    if more.beneath is None or less.beneath is None:
        return Fraction((less.beneath is not None) - (more.beneath is not None))
    if x is None:
        return less.above - more.above or more.beneath - less.beneath
    return less.above * (more.beneath + x) ** 2 - more.above * (less.beneath + x) ** 2
