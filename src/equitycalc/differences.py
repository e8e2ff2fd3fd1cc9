"""What one answer has more than another: known also where both have the same open terms.

Claims that are the same in both are taken out of both before anything is subtracted. What is left
is independent, and lies between the ends; what is the same in both is one number, whatever it is.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from equitycalc.apart import apart, at_other_prices, named
from equitycalc.bounds import (
    UNKNOWN,
    Between,
    Range,
    Ratio,
    between,
    exactly,
    share_change,
)
from equitycalc.engine import BASES, Basis, Claim, Dilution, Figures, Total, bases, parts_of

# The sums of a total that differences are told of.
DIFFERENT = (
    "issued_since",
    "rights",
    "incremental_shares",
    "proceeds",
    "debt_extinguished",
    "exercisable",
)


class Difference(NamedTuple):
    """What one answer has more than another, on one basis; a ratio in parts of one.

    A figure is unknown where both have open terms of their own; the same open term adds equally to
    both, and leaves the difference known.
    """

    outstanding: Between[int] | None
    shares: Between[Any] | None
    issued_since: Between[Any]
    rights: Between[Any]
    incremental_shares: Between[Any]
    proceeds: Between[Any]
    debt_extinguished: Between[Any]
    exercisable: Between[Any]
    dilution: Ratio | None
    overhang: Ratio | None


class Summed(Protocol):
    """What claims come to at a market price."""

    @property
    def market_price(self) -> Decimal | None:
        """The price they are counted at."""

    @property
    def totals(self) -> dict[Basis, Total[Any] | None]:
        """The total of each basis."""


def differences(found: Dilution, base: Dilution) -> dict[Basis, Difference | None]:
    """What ``found`` has more than ``base``, on each basis; None where one has no such basis."""
    ours, theirs = apart(named(found.claims, found.as_of), named(base.claims, base.as_of))
    return step_between(ours, theirs, found, base)


def step_between(
    ours: Iterable[Claim], theirs: Iterable[Claim], found: Summed, base: Summed
) -> dict[Basis, Difference | None]:
    """What ``found`` has more than ``base``, where ``ours`` are the claims that it alone has, and
    ``theirs`` those of the other: all others are the same in both, and cost nothing.
    """
    ours, theirs = list(ours), list(theirs)
    same_price = found.market_price == base.market_price
    price = found.market_price if same_price else None
    own, other = bases(parts_of(ours, price), price), bases(parts_of(theirs, price), price)
    more, less = at_other_prices(ours, theirs, price) if same_price else (ours, theirs)
    if more is not ours:
        # Bought back, another price leaves fewer shares or more; on the other bases, as many.
        own = replace(bases(parts_of(more, price), price), treasury_stock=own.treasury_stock)
        other = replace(bases(parts_of(less, price), price), treasury_stock=other.treasury_stock)
    result: dict[Basis, Difference | None] = {}
    totals, before = found.totals, base.totals
    for basis in BASES:
        mine, its = totals[basis], before[basis]
        if mine is None or its is None:
            result[basis] = None
            continue
        # At another price, what is the same in both is not counted the same.
        alone = same_price or basis == "fully_diluted"
        ours_of = own[basis] if alone else mine.figures
        theirs_of = other[basis] if alone else its.figures
        assert ours_of is not None and theirs_of is not None, "one of the whole is one of its parts"
        step = _difference(ours_of, theirs_of, mine, its)
        same = same_price and not ours and not theirs and mine.outstanding == its.outstanding
        if same and mine.outstanding is not None:
            step = step._replace(dilution=_NOTHING, overhang=_NOTHING)
        result[basis] = step
    return result


_NOTHING: Ratio = Between(Fraction(0), Fraction(0))


def _difference(more: Figures[Any], less: Figures[Any], mine: Any, its: Any) -> Difference:
    figures = {name: between(getattr(more, name), getattr(less, name)) for name in DIFFERENT}
    if mine.outstanding is None or its.outstanding is None:
        return Difference(None, None, **figures, dilution=None, overhang=None)
    step = mine.outstanding - its.outstanding
    whole = figures["incremental_shares"]
    shares = Between(
        None if whole.low is None else whole.low + step,
        None if whole.high is None else whole.high + step,
    )
    return Difference(
        Between(step, step),
        shares,
        **figures,
        dilution=_dilution(more, less, mine, its),
        overhang=_overhang(more, less, mine, its),
    )


def _dilution(more: Figures[Any], less: Figures[Any], mine: Any, its: Any) -> Ratio:
    """What is lost more: the part that is left, before, less the part that is left."""
    left, before = exactly(mine.outstanding), exactly(its.outstanding)
    ours, theirs = more.incremental_shares, less.incremental_shares
    shared = mine.figures.incremental_shares - ours
    return share_change(before, theirs, left, ours, shared)


def _overhang(more: Figures[Any], less: Figures[Any], mine: Any, its: Any) -> Ratio:
    """Rights by the shares outstanding, where those that are the same in both weigh as much as the
    count changes.
    """
    if mine.outstanding <= 0 or its.outstanding <= 0:
        return UNKNOWN
    by, before = Fraction(1, mine.outstanding), Fraction(1, its.outstanding)
    shared: Range[Any] = mine.figures.rights - more.rights
    ends = [(shared.low, shared.top), (shared.top, shared.low)][by < before]
    low, high = (None if end is None else end * (by - before) for end in ends)
    if by == before:
        low = high = Fraction(0)
    least, most = less.rights.top, more.rights.top
    return Between(
        None if low is None or least is None else low + more.rights.low * by - least * before,
        None if high is None or most is None else high + most * by - less.rights.low * before,
    )
