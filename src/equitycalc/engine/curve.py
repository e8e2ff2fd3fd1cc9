"""Totals as a function of the market price.

Between two prices at which something changes, the rights in the money are the same ones. So the
claims are sorted once by their own prices, with the sums of all that come before each, and a market
price costs one bisection. ``bases(parts_of(claims, price), price)`` is the long way round.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, Inexact
from fractions import Fraction
from itertools import accumulate, groupby
from operator import attrgetter
from typing import Any, NamedTuple, cast

from equitycalc.bounds import NO_SHARES, Range
from equitycalc.engine.claims import Claim, claims
from equitycalc.engine.positions import Position
from equitycalc.engine.totals import (
    Bases,
    Figures,
    Parts,
    Perhaps,
    Tally,
    and_perhaps,
    bases,
    bases_at,
    exact_fractions,
    parts_of,
    perhaps_of,
)
from equitycalc.quantities import EXACT, Money, add
from equitycalc.terms import ConvertibleDebenture
from equitycalc.written import Blank, value_of

_own_price = attrgetter("price")
_is_interest = attrgetter("interest")


class Breakpoint(NamedTuple):
    """A price, and the rights that are in the money above it and not at it."""

    price: Money
    claims: tuple[Claim, ...]


class Stretch(NamedTuple):
    """The market prices above ``above`` and through ``through``, among which no right comes into
    the money; None is no limit.

    ``shares`` are the incremental shares in the money, the same at each of these prices, and
    ``cash`` is what exercise of them brings. Treasury stock counts ``shares`` - ``cash`` / price.
    """

    above: Money | None
    through: Money | None
    shares: Range[int]
    cash: Range[Money]


class Sums(NamedTuple):
    """A sum after none of some ranges, after the first, and so on: its ends, and how many parts of
    it are open.
    """

    low: Sequence[Any]
    high: Sequence[Any]
    open: Sequence[int]

    def after(self, count: int) -> Range[Any]:
        """The sum of so many of them."""
        return Range(self.low[count], self.high[count], self.open[count])


class Curve(NamedTuple):
    """Claims as a function of the market price.

    ``priced`` are those with a price of their own, by rising ``prices``; their sums begin with the
    rights that count at any price. ``fixed`` holds what is the same at every market price.
    ``varying`` are the positions with interest that is paid in shares at the market price, which
    each point asks anew: a curve without them is a function by bisection alone.
    """

    priced: Sequence[Claim]
    prices: Sequence[Money]
    shares: Sums
    cash: Sums
    debt: Sums
    unvested: Sums | None
    fixed: Parts
    fully_diluted: Figures[int]
    issued_exactly: Range[Fraction]
    perhaps: Perhaps
    varying: tuple[Position, ...]

    def parts(self, market_price: Decimal | None, more: Sequence[Claim] = ()) -> Parts:
        """The claims, and ``more`` of them, by what a market price makes of them; without one, what
        is undecided stays apart.
        """
        every = len(self.prices)
        count = every if market_price is None else bisect_left(self.prices, market_price)
        used = self.used(count)
        parts = replace(self.fixed, used=used, unused=self.used(every) - used)
        more = [*self.varying_at(market_price), *more]
        return parts + parts_of(more, market_price) if more else parts

    def bases(self, market_price: Decimal | None, more: Sequence[Claim] = ()) -> Bases:
        """The bases of the claims, and of ``more``, at a market price or without one."""
        if market_price is None or self.varying or more:
            return bases(self.parts(market_price, more), market_price)
        return bases_at(
            market_price,
            self.used(bisect_left(self.prices, market_price)),
            self.fully_diluted,
            self.fixed.issued.shares,
            self.issued_exactly,
            self.perhaps,
        )

    def breakpoints(self) -> Iterator[Breakpoint]:
        """The prices at which something changes, rising."""
        for price, at_it in groupby(self.priced, _own_price):
            moving = tuple(each for each in at_it if each.shares.top != 0 or each.debt.top != 0)
            if moving:
                yield Breakpoint(price, moving)

    def stretches(self) -> Iterator[Stretch]:
        """What holds between the breakpoints, without what is ``varying``."""
        issued, perhaps = self.fixed.issued.shares, self.perhaps.shares
        above = None
        for through in (*(each.price for each in self.breakpoints()), None):
            count = len(self.prices) if through is None else bisect_left(self.prices, through)
            used = self.used(count)
            shares = and_perhaps(issued + used.shares, perhaps)
            yield Stretch(above, through, shares, used.cash)
            above = through

    def used(self, count: int) -> Tally:
        """The rights in the money where so many of the priced ones are."""
        shares = self.shares.after(count)
        unvested = self.unvested
        return Tally(
            shares,
            self.cash.after(count),
            self.debt.after(count),
            shares if unvested is None else shares - unvested.after(count),
        )

    def varying_at(self, market_price: Decimal | None) -> Iterator[Claim]:
        """The claims of what is ``varying``."""
        for position in self.varying:
            yield from filter(_is_interest, claims(position, market_price))


def curve(claimed: Iterable[Claim]) -> Curve:
    """The curve of some claims, whatever market price they were made at."""
    priced: list[Claim] = []
    others: list[Claim] = []
    varying: dict[str, Position] = {}
    for claim in claimed:
        price = claim.price
        if claim.issued or price is None or isinstance(price, Blank):
            position = claim.position
            if position is not None and claim.interest and _at_market(position):
                varying[position.grant.id] = position
            else:
                others.append(claim)
        else:
            priced.append(claim)
    # These have no price of their own: whatever the market price, it makes the same of them.
    fixed = parts_of(others, Decimal(1))
    begin = fixed.used
    not_vested = begin.shares - begin.exercisable
    vests = not_vested.top != 0 or [each.exercisable for each in priced].count(None) < len(priced)
    prices = [cast(Money, each.price) for each in priced]
    order = sorted(range(len(priced)), key=prices.__getitem__)
    found = Curve(
        priced=[priced[index] for index in order],
        prices=[prices[index] for index in order],
        shares=_sums(begin.shares, [each.shares for each in priced], order),
        cash=_sums(begin.cash, [each.cash for each in priced], order),
        debt=_sums(begin.debt, [each.debt for each in priced], order),
        unvested=_sums(not_vested, list(map(_unvested, priced)), order) if vests else None,
        fixed=fixed,
        fully_diluted=bases(fixed, None).fully_diluted,
        issued_exactly=exact_fractions(fixed.issued.shares),
        perhaps=perhaps_of(fixed),
        varying=tuple(varying.values()),
    )
    whole = replace(fixed, used=found.used(len(priced)))
    return found._replace(fully_diluted=bases(whole, None).fully_diluted)


def _at_market(position: Position) -> bool:
    terms = position.terms
    return isinstance(terms, ConvertibleDebenture) and value_of(terms.at) == "market_price"


def _unvested(claim: Claim) -> Range[int]:
    return NO_SHARES if claim.exercisable is None else claim.shares - claim.exercisable


def _sums(begin: Range[Any], ranges: Sequence[Range[Any]], order: Sequence[int]) -> Sums:
    """The sums of ranges in an order; where all ends are one number, they are kept once."""
    # The columns are read as they lie in memory, and put in order as plain lists: half the time.
    lows, highs = [each.low for each in ranges], [each.high for each in ranges]
    low = _running(begin.low, lows, order)
    exact = begin.low == begin.high and lows == highs
    high = low if exact else _running(begin.high, highs, order)
    return Sums(low, high, _running(begin.open, [each.open for each in ranges], order))


def _running(begin: Any, values: Sequence[Any], order: Sequence[int]) -> Sequence[Any]:
    ordered = [values[index] for index in order]
    if isinstance(begin, int):
        return list(accumulate(ordered, initial=begin))
    try:  # nearly all amounts are decimals of few digits
        return list(accumulate(ordered, EXACT.add, initial=begin))
    except (TypeError, Inexact):
        return list(accumulate(ordered, add, initial=begin))
