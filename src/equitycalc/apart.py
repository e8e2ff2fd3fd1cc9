"""Which claims two answers have alike: an open term of both is one number, whatever it is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import cast

from equitycalc.bounds import NO_SHARES, Range
from equitycalc.engine import Claim
from equitycalc.quantities import Money, decimal_where_it_ends, times
from equitycalc.terms import Option, Shares, Warrant
from equitycalc.written import Assumed, terms_of

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
    """A claim by its grant and what it comes to, whoever has it; an open one by its day, the terms
    in force and all that has happened to its grant too, because counts that are open alike need not
    be the same. Only a number of shares that is open, and to which nothing has happened, is the
    same on every day and whatever its other terms.
    """
    position = claim.position
    came_to = (claim.shares, claim.price, claim.cash, claim.debt, claim.issued, claim.exercisable)
    named: tuple[object, ...] = (
        None if position is None else position.grant.id,
        claim.interest,
        claim.free,
        came_to,
    )
    known = claim.shares.bound == claim.cash.bound == claim.debt.bound == "exact"
    if position is None or known:
        return named
    life, terms = position.life, position.terms
    if life is None and position.certain and isinstance(terms, Shares | Option | Warrant):
        return named
    every = (getattr(terms, term) for term in terms_of(type(terms)))
    # Whatever the reason is for which a value is assumed.
    values = tuple(each.value if isinstance(each, Assumed) else each for each in every)
    named = (*named, as_of, position.granted_on, values)
    if life is None:
        return named
    happened = (life.moves, life.amended, life.splits)
    # Wherever the events stand in the ledger, and whosever a part is.
    unnumbered = (tuple(one._replace(number=0) for one in each) for each in happened)
    return (*named, tuple(one._replace(holder=None) for one in life.parts), *unnumbered)


def at_other_prices(
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
