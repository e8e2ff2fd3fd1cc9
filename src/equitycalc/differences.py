"""What one answer has more than another: known also where both have the same open terms.

Claims that are the same in both are taken out of both before anything is subtracted. What is left
is independent, and lies between the ends; what is the same in both is one number, whatever it is.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, Protocol, cast

from equitycalc.bounds import (
    NO_SHARES,
    UNKNOWN,
    Between,
    Range,
    Ratio,
    between,
    exactly,
    share_change,
)
from equitycalc.engine import BASES, Basis, Claim, Dilution, Figures, Total, bases, parts_of
from equitycalc.quantities import Money, decimal_where_it_ends, times
from equitycalc.terms import Option, Shares, Warrant

# The sums of a total that differences are told of.
DIFFERENT = (
    "issued_since",
    "rights",
    "incremental_shares",
    "proceeds",
    "debt_extinguished",
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
    more, less = _at_other_prices(ours, theirs, price) if same_price else (ours, theirs)
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


def _at_other_prices(
    ours: list[Claim], theirs: list[Claim], market_price: Decimal | None
) -> tuple[list[Claim], list[Claim]]:
    """The claims, where a right whose number of shares is open has another price: the shares are
    as many, whatever their number, and what differs is the cash that they bring.
    """
    waiting = {key: claim for claim in theirs if (key := _open_right(claim, market_price))}
    if not waiting:
        return ours, theirs
    more, less = [], [claim for claim in theirs if not _open_right(claim, market_price)]
    for claim in ours:
        key = _open_right(claim, market_price)
        other = None if key is None else waiting.pop(key, None)
        if other is None:
            more.append(claim)
            continue
        rise = Fraction(cast(Money, claim.price)) - Fraction(cast(Money, other.price))
        by, shares = decimal_where_it_ends(abs(rise)), claim.shares
        cash = Range(times(shares.low, by), times(shares.high, by), shares.open)
        dearer, side = (claim, more) if rise > 0 else (other, less)
        side.append(dearer._replace(shares=NO_SHARES, exercisable=None, cash=cash))
    return more, [*less, *waiting.values()]


def _open_right(claim: Claim, market_price: Decimal | None) -> tuple[object, ...] | None:
    """What is the same of a right at another price; None of what has no open number of shares, or
    to which something happened.
    """
    position, price = claim.position, claim.price
    if position is None or not claim.shares.open or not isinstance(price, Decimal):
        return None
    if position.life is not None or not position.certain or claim.issued:
        return None
    if not isinstance(position.grant, Option | Warrant):
        return None
    below = market_price is None or price < market_price
    return position.grant.id, claim.shares, below


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


Named = tuple[object, Claim]


def apart(mine: Sequence[Named], its: Sequence[Named]) -> tuple[list[Claim], list[Claim]]:
    """The claims of each that the other does not have, by their names."""
    return _less(mine, Counter(name for name, _ in its)), _less(
        its, Counter(name for name, _ in mine)
    )


def _less(named: Iterable[Named], taken: Counter[object]) -> list[Claim]:
    left = []
    for name, claim in named:
        if taken[name]:
            taken[name] -= 1
        else:
            left.append(claim)
    return left


def named(claims: Iterable[Claim], as_of: date) -> list[Named]:
    """Claims on a day by their names: what is equal in it, totals count the same."""
    return [(_name(each, as_of), each) for each in claims]


def _name(claim: Claim, as_of: date) -> tuple[object, ...]:
    """A claim by its grant and what it comes to, whoever has it; an open one by its day and all
    that has happened to its grant too, because counts that are open alike need not be the same.
    Only a number of shares that is open, and to which nothing has happened, is the same on every
    day.
    """
    position = claim.position
    came_to = (claim.shares, claim.price, claim.cash, claim.debt, claim.issued, claim.exercisable)
    named = (None if position is None else position.grant.id, claim.interest, claim.free, came_to)
    known = claim.shares.bound == claim.cash.bound == claim.debt.bound == "exact"
    if position is None or known:
        return named
    life = position.life
    if life is None:
        lasts = position.certain and isinstance(position.grant, Shares | Option | Warrant)
        return named if lasts else (*named, as_of)
    happened = (life.moves, life.amended, life.splits)
    # Wherever the events stand in the ledger, and whosever a part is.
    unnumbered = (tuple(one._replace(number=0) for one in each) for each in happened)
    return (*named, as_of, tuple(one._replace(holder=None) for one in life.parts), *unnumbered)
